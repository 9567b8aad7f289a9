"""Which utterances belong together."""

from collections import Counter
from collections.abc import Sequence

from ser_evals.corpora import Utterance
from ser_evals.splits import join_groups

NEARLY_ALL = 0.8
"""With more of a corpus in one group there is nothing to divide."""


def form_groups(kept: Sequence[Utterance], digests: Sequence[str]) -> tuple[str, list[str]]:
    """Put together what must not be divided: speakers who meet, and identical recordings.

    Where everybody meets everybody, as in a television series, speakers alone are kept apart.
    Where that is impossible too, sentences are, or nothing is.

    Args:
        kept: utterances.
        digests: of their recordings.

    Returns:
        What a group is ("session", "speaker", "sentence", "utterance"), and each one's group.
    """
    # Utterances of nobody known share a name, hence a group: any two may be of one voice.
    speakers = [u.speaker for u in kept]
    sessions = [u.session for u in kept]
    unit = "session" if any(sessions) else "speaker"
    names = [u.session or u.speaker or "unknown" for u in kept]
    numbers = join_groups(sessions, speakers, digests)
    if unit == "session" and any(speakers) and _largest(numbers) > NEARLY_ALL:
        unit, names = "speaker", [u.speaker or "unknown" for u in kept]
        numbers = join_groups(speakers, digests)
    if not (any(speakers) or any(sessions)) or len(set(numbers)) < 2:
        unit = "sentence" if len({u.sentence for u in kept}) > 1 else "utterance"
        names = [(u.sentence or u.id) if unit == "sentence" else u.id for u in kept]
        numbers = join_groups(names, digests)
    members: dict[int, set[str]] = {}
    for number, name in zip(numbers, names, strict=True):
        members.setdefault(number, set()).add(name)
    return unit, ["+".join(sorted(members[number])) for number in numbers]


def _largest(numbers: Sequence[int]) -> float:
    return max(Counter(numbers).values()) / len(numbers)
