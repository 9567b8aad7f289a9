"""What a fetch did."""

from dataclasses import dataclass
from pathlib import Path


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
            return f"{self.corpus}: {self.folder} cannot be read, though everything was fetched"
        of = f" of {self.expected}" if self.expected else ""
        parts = [f"{len(self.added)} files added"]
        parts += [f"{len(self.skipped)} were there already"] if self.skipped else []
        parts += [f"{len(self.differing)} differ and were left alone"] if self.differing else []
        parts += [f"{self.downloaded / 1e6:,.1f} MB downloaded"]
        nothing = not (self.added or self.skipped or self.differing or self.downloaded)
        done = "everything was there already" if nothing else ", ".join(parts)
        return f"{self.corpus}: {self.utterances}{of} utterances in {self.folder}; {done}"
