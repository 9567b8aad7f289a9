"""`python -m ser_evals.sharing [FOLDER]`: write the cards and scripts of all corpora again."""

import sys

from ser_evals.sharing import write_scripts

FOLDER = "dataset_scripts"

changed = write_scripts(sys.argv[1] if len(sys.argv) > 1 else FOLDER)
print(*changed or ["nothing to change"], sep="\n")
