"""The command line: one command per public function, same names, same parameters."""

import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any

from ser_evals.cli._parser import USER_ERROR, build
from ser_evals.errors import SerEvalsError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: words after the program's name; those of the process by default.

    Returns:
        0, or 2 for a mistake of the user's (one line on standard error), or 130 if interrupted.
    """
    options = vars(build().parse_args(arguments))
    command: Callable[..., Any] = options.pop("command")
    debug = options.pop("debug")
    level = logging.DEBUG if debug else logging.INFO
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("ser_evals").setLevel(level)
    try:
        return command(**options) or 0
    except SerEvalsError as error:
        if debug:
            raise
        print(f"ser-evals: {' '.join(str(error).split())}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt:
        print("\nInterrupted. What is finished is kept: run the same again.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except OSError as error:
        if debug:
            raise
        print(f"ser-evals: {error}", file=sys.stderr)
        return USER_ERROR
