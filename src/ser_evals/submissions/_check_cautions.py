"""Is what scores.csv says beside a score something that scoring says?"""

import re
from collections.abc import Iterable

from ser_evals.scoring import CAUTIONS

BETWEEN = "; "
UNITS = ("", "speaker", "utterance")


def check_cautions(said: Iterable[str], told: str, names: Iterable[str]) -> list[str]:
    """Return what a run that holds confusions only says beside its scores, and scoring does not.

    Args:
        said: the column "warnings".
        told: the warnings of the record, which come first.
        names: of the classes.
    """
    problems, names = [], set(names)
    for text in dict.fromkeys(said):
        if not text.startswith(told):
            return ["scores.csv lacks warnings of run.json"]
        rest = text[len(told) :].removeprefix(BETWEEN)
        for caution in rest.split(BETWEEN) if rest else ():
            found = [match for form in CAUTIONS if (match := re.fullmatch(form, caution))]
            if not found or found[0].groupdict().get("name", None) not in {None, *names}:
                problems.append(f"scores.csv says {caution[:60]!r}, which scoring never does")
    return problems
