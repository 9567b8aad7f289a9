"""Which utterances belong together."""

from ser_evals.corpora import Utterance
from ser_evals.data._scan import FileFacts
from ser_evals.splits import join_groups


def form_groups(kept: list[Utterance], facts: dict[str, FileFacts]) -> tuple[str, list[str]]:
    """Put together what must not be divided: speakers who meet, and identical recordings.

    Args:
        kept: utterances.
        facts: of their files, by path.

    Returns:
        What a group is ("session", "speaker", "sentence", "utterance"), and each one's group.
    """
    digests = [facts[u.path].digest for u in kept]
    speakers = [u.speaker for u in kept]
    sessions = [u.session for u in kept]
    unit = "session" if any(sessions) else "speaker"
    numbers = join_groups(sessions, speakers, digests)
    names = [u.session or u.speaker or "unknown" for u in kept]
    if not (any(speakers) or any(sessions)) or len(set(numbers)) < 2:
        unit = "sentence" if len({u.sentence for u in kept}) > 1 else "utterance"
        names = [(u.sentence or u.id) if unit == "sentence" else u.id for u in kept]
        numbers = join_groups(names, digests)
    members: dict[int, set[str]] = {}
    for number, name in zip(numbers, names, strict=True):
        members.setdefault(number, set()).add(name)
    return unit, ["+".join(sorted(members[number])) for number in numbers]
