"""`python -m ser_evals` is `ser-evals`."""

import sys

from ser_evals.cli import main

sys.exit(main())
