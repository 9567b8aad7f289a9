"""What to sign, and what to put where, for a corpus that nobody may download unasked."""

from pathlib import Path

from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError

SHOWN = 12


class ByHand(SerEvalsError):
    """Nothing of a corpus may be downloaded without asking.

    Args:
        corpus: its record.
        folder: where its files have to go.

    Attributes:
        instructions: several lines of plain text that say how to get it.
    """

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        super().__init__(
            f"{corpus.name}: nothing of {corpus.title} may be downloaded without asking: "
            f"{corpus.obtain}; put it into {folder}"
        )
        self.instructions = instructions(corpus, folder)


def instructions(corpus: Corpus, folder: Path) -> str:
    """Return how to get a corpus and what its folder must hold, as plain text of several lines."""
    count = f", {corpus.utterances} utterances" if corpus.utterances else ""
    return f"""\
{corpus.title} ({corpus.name}{count})

How to get it: {corpus.obtain}
Licence:       {corpus.licence}
Described at:  {corpus.homepage}
Put it into:   {folder}

That folder then holds files such as
{_tree(tuple(corpus.sample.files))}

Check it with: ser-evals corpora validate {corpus.name} --data-dir {folder.parent}"""


def _tree(paths: tuple[str, ...]) -> str:
    """Return paths as lines, each folder named once and what it holds set in below it."""
    lines: list[str] = []
    above: tuple[str, ...] = ()
    for path in sorted(paths)[:SHOWN]:
        *folders, name = path.split("/")
        shared = 0
        while above[shared : shared + 1] == tuple(folders[shared : shared + 1]) != ():
            shared += 1
        for depth, folder in enumerate(folders[shared:], start=shared):
            lines.append(f"  {'  ' * depth}{folder}/")
        lines.append(f"  {'  ' * len(folders)}{name}")
        above = tuple(folders)
    return "\n".join([*lines, *(["  ..."] if len(paths) > SHOWN else [])])
