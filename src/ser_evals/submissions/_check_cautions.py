"""Is what scores.csv says beside a score something that scoring says?"""

import re
from collections.abc import Iterable

CAUTIONS = (
    r"oracle prior: the target's labels were used",
    r"transductive: the prior was estimated on the test utterances",
    r"prior estimated although the target has classes the source lacks",
    r"prior estimated without calibration on held-out speakers",
    r"estimated prior of a class collapsed to 0",
    r"no speakers known: intervals over utterances",
    r"[1-4] speakers?: intervals over utterances",
    r"one speaker alone has (?P<name>.+): intervals too narrow",
)
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
