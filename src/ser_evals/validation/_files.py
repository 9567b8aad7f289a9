"""What is wrong with files, and what lies beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from ser_evals.audio import Unreadable, check_stretch
from ser_evals.corpora import Corpus, Utterance, find_files
from ser_evals.validation._findings import Finding, Item, finding

SUFFIXES = "wav flac mp3 ogg oga opus m4a aac wma aif aiff aifc au sph amr 3gp mp4 mov avi mkv webm"
AUDIO = "|".join(f"*.{suffix}" for suffix in SUFFIXES.split())


def check_unreadable(errors: Mapping[str, str]) -> Iterator[Finding]:
    """Yield files that cannot be used, empty and truncated ones among them.

    Args:
        errors: why, by path.
    """
    items = [Item((path,), reason) for path, reason in sorted(errors.items())]
    yield from finding("unreadable", "error", "audio files that cannot be used", items)


def outside(utterances: Sequence[Utterance], seconds: Mapping[str, float]) -> dict[str, str]:
    """Return why stretches are not in their file, by the utterance's id.

    Args:
        utterances: as read.
        seconds: duration of each file by its path; those without are left out.
    """
    found = {}
    for u in utterances:
        if u.path in seconds and (u.start, u.end) != (None, None):
            try:
                check_stretch(u.start, u.end, seconds=seconds[u.path])
            except Unreadable as error:
                found[u.id] = f"{u.path} {error.reason}"
    return found


def check_stretches(reasons: Mapping[str, str]) -> Iterator[Finding]:
    """Yield stretches that are not in their file, see `outside`."""
    items = [Item((name,), reason) for name, reason in sorted(reasons.items())]
    yield from finding("stretch", "error", "stretches that are not in their file", items)


def check_rates(corpus: Corpus, rates: Mapping[int, int]) -> Iterator[Finding]:
    """Yield sampling rates other than the record's.

    Args:
        corpus: the record.
        rates: number of files by sampling rate in Hz.
    """
    expected = corpus.sampling_rate
    others = [
        Item((f"{rate} Hz",), f"{n} file{'s' * (n != 1)}")
        for rate, n in rates.items()
        if rate != expected
    ]
    if expected is None or not others:
        return
    # Single files at another rate are in many originals; most of them are not.
    severity = "warning" if 2 * rates.get(expected, 0) < sum(rates.values()) else "note"
    yield from finding("sampling_rate", severity, f"rates other than {expected} Hz", others)


def check_extra(corpus: Corpus, root: Path, used: Iterable[str]) -> Iterator[Finding]:
    """Yield audio files that no utterance is in.

    Args:
        corpus: the record; what it lists as broken is known.
        root: the corpus's folder.
        used: paths of the files that are read.
    """
    unused = sorted(set(find_files(root, AUDIO)) - set(used))
    names = {path: PurePosixPath(path).with_suffix("") for path in unused}
    known = [p for p in unused if {names[p].name, str(names[p])} & corpus.broken.keys()]
    message = "audio files that are left out, as the record lists them as broken"
    yield from finding("broken", "note", message, [Item((path,)) for path in known])
    extra = [Item((path,)) for path in unused if path not in known]
    yield from finding("extra", "note", "audio files that the corpus's reader does not use", extra)
