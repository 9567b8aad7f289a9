# /// script
# requires-python = ">=3.11"
# dependencies = ["ser-evals"]
# ///
"""Write usc_ema in the layout of its Hub repository, as far as its licence allows.

Run it with: uv run prepare.py --data-dir path/to/copy --output path/to/new/folder
"""

import argparse

from ser_evals import SerEvalsError
from ser_evals.sharing import prepare

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--data-dir", required=True, help="the corpus's own folder")
parser.add_argument("--output", required=True, help="folder to write to")
options = parser.parse_args()
try:
    print(prepare("usc_ema", data_dir=options.data_dir, output=options.output))
except SerEvalsError as error:
    parser.exit(2, f"{error}\n")
