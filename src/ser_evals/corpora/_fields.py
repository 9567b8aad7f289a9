"""From the text of its fields to an utterance."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from ser_evals.corpora._utterance import DIMENSIONS, Utterance
from ser_evals.errors import SerEvalsError

Derive = Mapping[str, Callable[[Mapping[str, str]], object]]

FIELDS = frozenset(f.name for f in fields(Utterance)) - {"id", "path"}
NUMBERS = ("start", "end", "confidence", *DIMENSIONS)


def utterance(
    key: str,
    path: str,
    known: Mapping[str, str],
    labels: Mapping[str, str] | None,
    found: Mapping[str, str],
    derive: Derive,
) -> Utterance:
    """Build an utterance from the text of its fields.

    Args:
        key: its id.
        path: its audio file.
        known: field to text; empty text is None.
        labels: what the label may be, and the corpus's own label for it, or None.
        found: all that is known of it, for `derive`.
        derive: further fields, each computed from `found`.

    Raises:
        SerEvalsError: for an unknown label, and for text where a number is expected.
    """
    given: dict[str, object] = {field: value or None for field, value in known.items()}
    for field in NUMBERS:
        if given.get(field) is not None:
            given[field] = _number(path, field, known[field])
    if labels is not None:
        given["label"] = labels.get(known["label"])
        if given["label"] is None:
            codes = ", ".join(f"{code} = {label}" for code, label in labels.items())
            raise SerEvalsError(
                f"{path!r} has the unknown label {known['label']!r} (known: {codes}); "
                "correct the file, or add the label to the corpus's record"
            )
    try:
        given |= {field: compute(found) for field, compute in derive.items()}
    except SerEvalsError as error:
        raise SerEvalsError(f"{path!r}: {error}") from None
    return Utterance(id=key, path=path, **given)


def _number(path: str, field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SerEvalsError(f"{path!r}: {field} is {text!r}: expected a number") from None
