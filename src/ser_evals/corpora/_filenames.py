"""The reader for corpora that say everything in their file names."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ser_evals.corpora._checked import Read
from ser_evals.corpora._fields import FIELDS, Derive, utterance
from ser_evals.corpora._files import Ids, find_files, some, unique
from ser_evals.corpora._utterance import Utterance
from ser_evals.errors import SerEvalsError


def from_filenames(
    pattern: str,
    *,
    labels: Mapping[str, str] | None = None,
    derive: Derive | None = None,
    glob: str = "*.wav",
    skip: str | None = None,
    ids: Ids = "stem",
) -> Read:
    """Return a reader for a corpus that says everything in its file names.

    Args:
        pattern: regular expression for the end of the path without its suffix, from the beginning
            of a folder or file name on; its named groups are the fields of `Utterance`.
        labels: what the group "label" may be, and the corpus's own label for it; None where
            the group is that label already.
        derive: further fields, each computed from the named groups (those that are no field too).
        glob: which files are audio, in any folder; upper and lower case are the same. Several
            patterns are separated by "|": "*.wav|*.flac".
        skip: regular expression for the beginning of folder or file names to leave out.
        ids: an utterance's id is the name of its file, or its path, without the suffix.

    Returns:
        A function from a folder to its utterances, sorted by path. It yields none if no file has
        such a name, and raises `SerEvalsError` if some have and some have not.

    Example:
        >>> read = from_filenames(r"(?P<speaker>\\d\\d)_(?P<label>[a-z])", labels={"a": "angry"})
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Path(folder, "07_a.wav").touch()
        ...     [(u.id, u.speaker, u.label) for u in read(Path(folder))]
        [('07_a', '07', 'angry')]
    """
    # Lazy, so that a folder which the pattern may name is left to the pattern.
    name = re.compile(f"(?:.*?/)??(?:{pattern})")

    def read(root: Path) -> Iterator[Utterance]:
        paths = find_files(root, glob, skip=skip)
        matches = {p: name.fullmatch(str(PurePosixPath(p).with_suffix(""))) for p in paths}
        strangers = [p for p, match in matches.items() if not match]
        if len(strangers) == len(paths):
            return
        if strangers:
            raise SerEvalsError(
                f"{some(strangers)} in {root}: not named like a file of the corpus "
                f"({pattern}); move it away, or give the folder of the corpus itself"
            )
        for key, path in unique(root, paths, ids):
            groups = matches[path].groupdict(default="")
            known = {field: groups[field] for field in FIELDS & groups.keys()}
            yield utterance(key, path, known, labels, groups, derive or {})

    return read
