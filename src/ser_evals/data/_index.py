"""From a corpus's folder to checked, labelled, grouped rows."""

import functools
import hashlib
import json
import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ser_evals.corpora import Corpus, Utterance
from ser_evals.data._groups import form_groups
from ser_evals.data._scan import FileFacts, scan
from ser_evals.errors import SerEvalsError

log = logging.getLogger("ser_evals")
SHOWN = 5


@dataclass(frozen=True)
class CorpusData:
    """A corpus as found on disk, under one taxonomy.

    Args:
        corpus: its record.
        root: its folder.
        taxonomy: the label map in force.
        classes: class names in index order.
        rows: one dict per utterance, sorted by id.
        grouped_by: what a group is: "speaker", "session", or, where speakers cannot be kept
            apart, "sentence" or "utterance".
        dropped: own label -> number of utterances the taxonomy drops.
        unreadable: "path reason" of every file left out because it cannot be used.
        found: number of utterances in the folder, before any are left out.
        limited_from: number of utterances before a limit was applied, or None.
        fingerprint: digest of ids, labels, speakers, splits and audio bytes.
    """

    corpus: Corpus
    root: Path
    taxonomy: str
    classes: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    grouped_by: str
    dropped: dict[str, int]
    unreadable: tuple[str, ...]
    found: int
    limited_from: int | None
    fingerprint: str

    @property
    def speaker_independent(self) -> bool:
        """Whether folds over the groups keep speakers apart."""
        known = any(row["speaker"] is not None for row in self.rows)
        return known and self.grouped_by in ("speaker", "session")


def index(
    corpus: Corpus,
    data_dir: str | Path,
    *,
    taxonomy: str = "ser_evals",
    skip_unreadable: bool = False,
    limit: int | None = None,
) -> CorpusData:
    """Read a corpus's folder, check every file, map the labels and form the groups.

    Args:
        corpus: record.
        data_dir: the corpus's own folder.
        taxonomy: "ser_evals", "ser_evals_2024" or "native".
        skip_unreadable: leave files out that cannot be used instead of raising.
        limit: keep this many utterances only, drawn evenly by a hash of their ids.

    Raises:
        SerEvalsError: for a wrong folder or label, for stretches of files, and for unreadable
            files (all in one error).
    """
    mapping = corpus.mapping(taxonomy)
    root = Path(data_dir).expanduser()
    utterances = sorted(corpus.read(root), key=lambda u: u.id)
    _refuse_stretches(corpus.name, utterances)
    _warn_of_count(corpus.name, root, len(utterances), corpus.utterances)
    dropped = Counter(u.label for u in utterances if mapping[u.label] is None)
    for label, count in sorted(dropped.items()):
        log.info("%s: %d utterances of %r are not in %s", corpus.name, count, label, taxonomy)
    kept = [u for u in utterances if mapping[u.label] is not None]
    total = len(kept)
    if limit is not None and limit < total:
        kept = sorted(sorted(kept, key=lambda u: _digest(u.id))[:limit], key=lambda u: u.id)
    facts = scan(root, sorted({u.path for u in kept}))
    bad = tuple(f"{p} {f.error}" for p, f in sorted(facts.items()) if f.error)
    if bad and (not skip_unreadable or len(bad) == len(facts)):
        more = f" and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
        found = f"{len(bad)} of {len(facts)} audio files below {root} cannot be used"
        hint = "" if skip_unreadable else ", or leave them out with skip-unreadable"
        raise SerEvalsError(
            f"{corpus.name}: {found}: {'; '.join(bad[:SHOWN])}{more}. Restore them{hint}"
        )
    kept = [u for u in kept if facts[u.path].error is None]
    if not kept:
        raise SerEvalsError(f"{corpus.name}: no utterance below {root} can be used with {taxonomy}")
    grouped_by, groups = form_groups(kept, facts)
    rows = tuple(
        _row(corpus, root, u, mapping[u.label], group, facts[u.path])
        for u, group in zip(kept, groups, strict=True)
    )
    return CorpusData(
        corpus=corpus,
        root=root,
        taxonomy=taxonomy,
        classes=corpus.classes(taxonomy),
        rows=rows,
        grouped_by=grouped_by,
        dropped=dict(sorted(dropped.items())),
        unreadable=bad,
        found=len(utterances),
        limited_from=total if limit is not None and limit < total else None,
        fingerprint=_fingerprint(taxonomy, rows),
    )


def _refuse_stretches(name: str, utterances: list[Utterance]) -> None:
    cut = [u.id for u in utterances if u.start is not None or u.end is not None]
    if cut:
        raise SerEvalsError(
            f"{name}: {cut[0]!r} is a stretch of a longer file (start, end), which is not "
            "supported: cut the recordings into one file per utterance"
        )


@functools.cache
def _warn_of_count(name: str, root: Path, found: int, expected: int) -> None:
    """Say so once per process and folder: `load_dataset` reads a folder more than once."""
    if found != expected:
        message = "%s: %d utterances found, a full copy has %d"
        log.warning(message, name, found, expected)


def _row(
    corpus: Corpus, root: Path, u: Utterance, emotion: str | None, group: str, facts: FileFacts
) -> dict[str, Any]:
    return {
        "id": u.id,
        "audio": {"bytes": None, "path": str(root.resolve() / u.path)},
        "label": u.label,
        "emotion": emotion,
        "corpus": corpus.name,
        "language": u.language or corpus.languages[0],
        "speaker": u.speaker,
        "sex": u.sex,
        "session": u.session,
        "group": group,
        "sentence": u.sentence,
        "text": u.text,
        "duration": facts.seconds,
        "split": u.split,
        "digest": facts.digest,
    }


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _fingerprint(taxonomy: str, rows: tuple[dict[str, Any], ...]) -> str:
    paths = ("audio", "text", "duration")
    fields = [name for name in rows[0] if name not in paths]
    return _digest(json.dumps([taxonomy, [[row[f] for f in fields] for row in rows]]))
