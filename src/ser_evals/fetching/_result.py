"""What a fetch did."""

from dataclasses import dataclass
from pathlib import Path

from ser_evals.fetching._sizes import number, shown


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was downloaded and placed; as text, one line for the command line.

    Args:
        corpus: its name.
        folder: the corpus's own folder.
        added: files placed by this call, relative to the folder, with forward slashes.
        skipped: files that lay there already with the same content.
        differing: files that lay there already with other content, and were left alone.
        downloaded: bytes that this call brought over the network.
        complete: names of the downloads that were finished before this call.
        utterances: number that reading the folder gives; None where it cannot be read.
        expected: number in a full copy; None where nobody knows.

    Example:
        >>> print(Fetched("emodb", Path("emodb"), complete=("a.zip",), utterances=5, expected=9))
        emodb: 5 of 9 utterances in emodb; everything was there already
    """

    corpus: str
    folder: Path
    added: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    downloaded: int = 0
    complete: tuple[str, ...] = ()
    utterances: int | None = 0
    expected: int | None = None

    def __str__(self) -> str:
        if self.utterances is None:
            return f"{self.corpus}: {self.folder} could not be read, though everything is fetched"
        of = f" of {self.expected}" if self.expected else ""
        parts = [f"{number(len(self.added), 'file')} added"]
        parts += [f"{len(self.skipped)} there already"] if self.skipped else []
        parts += [f"{len(self.differing)} with other content left alone"] if self.differing else []
        parts += [f"{shown(self.downloaded)} downloaded"]
        nothing = not (self.added or self.skipped or self.differing or self.downloaded)
        done = "everything was there already" if nothing else ", ".join(parts)
        s = "s" * ((self.expected or self.utterances) != 1)
        return f"{self.corpus}: {self.utterances}{of} utterance{s} in {self.folder}; {done}"
