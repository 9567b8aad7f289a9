"""What to sign, and what to put where, for a corpus that nobody may download unasked."""

import shlex
from pathlib import Path

from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError
from ser_evals.fetching._sizes import number
from ser_evals.fetching._tree import tree


class ByHand(SerEvalsError):
    """Nothing of a corpus may be downloaded without asking.

    Args:
        corpus: its record.
        folder: where its files have to go.
        name: as the user gave it, the path of a record for instance.

    Attributes:
        instructions: several lines of plain text that say how to get it.
    """

    def __init__(self, corpus: Corpus, folder: Path, name: str | Path | None = None) -> None:
        super().__init__(
            f"{corpus.name}: nothing of {corpus.title} may be downloaded without asking: "
            f"{corpus.obtain}; put it into {folder}"
        )
        self.instructions = instructions(corpus, folder, name)


def instructions(corpus: Corpus, folder: Path, name: str | Path | None = None) -> str:
    """Return how to get a corpus and what its folder must hold, as plain text of several lines.

    Args:
        corpus: its record.
        folder: where its files have to go.
        name: what `validate` is to be told; by default the corpus's name.
    """
    count = f", {number(corpus.utterances, 'utterance')}" if corpus.utterances else ""
    files = f"\nThat folder then holds files such as\n{tree(corpus.sample.files)}\n"
    told, place = shlex.quote(str(name or corpus.name)), shlex.quote(str(folder.parent))
    return f"""\
{corpus.title} ({corpus.name}{count})

How to get it: {corpus.obtain}
Licence:       {corpus.licence}
Described at:  {corpus.homepage}
Put it into:   {folder}
{files if corpus.sample.files else ""}
Check it with: ser-evals corpora validate {told} --data-dir {place}"""
