"""The one exception for mistakes that the user can mend."""

from collections.abc import Iterable

MOST = 20


class SerEvalsError(ValueError):
    """What was given, what was expected, what to do: the command line prints it as one line."""


def unknown(kind: str, name: object, known: Iterable[str], hint: str = "") -> SerEvalsError:
    """Build the error for a name that is not in a list, with the nearest names first.

    Args:
        kind: what was asked for, in the singular ("corpus").
        name: the name given.
        known: the names that exist.
        hint: what else would have been accepted.

    Example:
        >>> str(unknown("corpus", "emo-db", ["emodb", "urdu"]))
        "unknown corpus 'emo-db': did you mean 'emodb'? (known: emodb, urdu)"
    """
    import difflib  # only for those who mistype

    names = sorted(known)
    near = difflib.get_close_matches(str(name).lower(), names, n=2, cutoff=0.5)
    guess = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    shown = ", ".join(names[:MOST]) + f" and {len(names) - MOST} more" * (len(names) > MOST)
    return SerEvalsError(f"unknown {kind} {name!r}: {guess}(known: {shown}){hint}")
