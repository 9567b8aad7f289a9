"""Rows of a table compared with the audio that is there."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ser_evals.corpora._files import some, warn_once
from ser_evals.corpora._utterance import Utterance


def with_audio(root: Path, utterances: Iterable[Utterance], table: str) -> Iterator[Utterance]:
    """Yield the utterances whose audio is there; say once per process how many have none.

    Args:
        root: the corpus's folder.
        utterances: as a table lists them.
        table: what to call it in the warning.
    """
    known, present, absent = {}, 0, []
    for utterance in utterances:
        if utterance.path not in known:
            known[utterance.path] = (root / utterance.path).is_file()
        if known[utterance.path]:
            present += 1
            yield utterance
        else:
            absent.append(utterance.path)
    if present and absent:
        text = "%s: %d of %d rows have no audio and are left out: %s"
        warn_once(text, root / table, len(absent), present + len(absent), some(absent))
