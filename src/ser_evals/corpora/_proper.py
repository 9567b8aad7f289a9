"""What every utterance is held to when it is read."""

from ser_evals.corpora._utterance import DIMENSIONS, Utterance
from ser_evals.errors import SerEvalsError, unknown

SPLITS = ("train", "dev", "test")
SEXES = ("female", "male")
TEXTS = ("speaker", "session", "sentence", "text", "language", "intensity")
NUMBERS = ("start", "end", "confidence", *DIMENSIONS)


def check_utterance(found: object) -> None:
    """Raise `SerEvalsError` if what a reading function yields is no proper utterance."""
    if not isinstance(found, Utterance):
        raise SerEvalsError(f"reading gave {found!r}: expected an Utterance")
    for field in ("id", "path", "label"):
        if not isinstance(getattr(found, field), str) or not getattr(found, field):
            raise SerEvalsError(f"{field} of {found.id!r} is {getattr(found, field)!r}: not text")
    if found.split is not None and found.split not in SPLITS:
        raise unknown("split", found.split, SPLITS, f" of {found.id}")
    if found.sex is not None and found.sex not in SEXES:
        raise unknown("sex", found.sex, SEXES, f" of {found.id}")
    for field in TEXTS:
        if not isinstance(getattr(found, field), str | None):
            raise SerEvalsError(f"{field} of {found.id!r} is {getattr(found, field)!r}: not text")
    for field in NUMBERS:
        if not isinstance(getattr(found, field), int | float | None):
            raise SerEvalsError(f"{field} of {found.id!r} is {getattr(found, field)!r}: no number")
