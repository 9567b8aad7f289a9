"""From a corpus's folder to checked, labelled, grouped rows."""

import functools
import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ser_evals.corpora import Corpus, Utterance
from ser_evals.data._groups import form_groups
from ser_evals.data._rows import digest, fingerprint, make_row, recording
from ser_evals.data._scan import FileFacts, scan
from ser_evals.data._stretches import outside, warn_of_overlaps
from ser_evals.errors import SerEvalsError

log = logging.getLogger("ser_evals")
SHOWN = 5


@dataclass(frozen=True)
class CorpusData:
    """A corpus as found on disk, under one taxonomy.

    Args:
        corpus: its record.
        root: its folder.
        taxonomy: the label map or task in force.
        classes: class names in index order.
        rows: one dict per utterance, sorted by id: the columns of the dataset; "digest" of the
            recording; "tasks", the labels that were annotated apart.
        grouped_by: what a group is: "speaker", "session", or, where speakers cannot be kept
            apart, "sentence" or "utterance".
        dropped: label -> number of utterances the taxonomy drops.
        unreadable: "path reason" of every file, and of every stretch of one, left out because it
            cannot be used.
        found: number of utterances in the folder, before any are left out.
        limited_from: number of utterances before a limit was applied, or None.
        fingerprint: digest of ids, labels, speakers, splits and recordings.
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
        taxonomy: "ser_evals", "ser_evals_2024", "native" or a task, see `Corpus.taxonomies`.
        skip_unreadable: leave files out that cannot be used instead of raising.
        limit: keep this many utterances only, drawn evenly by a hash of their ids.

    Raises:
        SerEvalsError: for a wrong folder or label, for unreadable files and stretches outside of
            their file (all in one error), and if ffmpeg is needed and missing.
    """
    classes = corpus.classes(taxonomy)
    root = Path(data_dir).expanduser()
    utterances = sorted(corpus.read(root), key=lambda u: u.id)
    warn_of_count(corpus.name, root, len(utterances), corpus.utterances)
    targets = _targets(corpus, utterances, taxonomy)
    kept = [u for u in utterances if targets[u.id] is not None]
    dropped = Counter(u.tasks.get(taxonomy, u.label) for u in utterances if targets[u.id] is None)
    for label, count in sorted(dropped.items()):
        log.info("%s: %d utterances of %r are not in %s", corpus.name, count, label, taxonomy)
    total = len(kept)
    if limit is not None and limit < total:
        kept = sorted(sorted(kept, key=lambda u: digest(u.id))[:limit], key=lambda u: u.id)
    facts = scan(root, sorted({u.path for u in kept}))
    kept, unreadable = _usable(corpus.name, root, kept, facts, skip_unreadable)
    if not kept:
        raise SerEvalsError(f"{corpus.name}: no utterance below {root} can be used with {taxonomy}")
    grouped_by, groups = form_groups(kept, [recording(u, facts[u.path]) for u in kept])
    warn_of_overlaps(corpus.name, root, kept, facts, groups)
    rows = tuple(
        make_row(corpus, root, u, taxonomy, targets[u.id], group, facts[u.path])
        for u, group in zip(kept, groups, strict=True)
    )
    return CorpusData(
        corpus=corpus,
        root=root,
        taxonomy=taxonomy,
        classes=classes,
        rows=rows,
        grouped_by=grouped_by,
        dropped=dict(sorted(dropped.items())),
        unreadable=unreadable,
        found=len(utterances),
        limited_from=total if limit is not None and limit < total else None,
        fingerprint=fingerprint(taxonomy, rows),
    )


def _targets(corpus: Corpus, utterances: list[Utterance], taxonomy: str) -> dict[str, str | None]:
    """Return the class of each utterance, by its id; a label is looked up once."""
    known: dict[str, str | None] = {}
    found = {}
    for u in utterances:
        label = u.tasks.get(taxonomy, u.label)
        if label not in known:
            known[label] = corpus.target(u, taxonomy)
        found[u.id] = known[label]
    return found


def _usable(
    name: str, root: Path, kept: list[Utterance], facts: dict[str, FileFacts], skip: bool
) -> tuple[list[Utterance], tuple[str, ...]]:
    """Return the utterances that can be used, and what is wrong with the files of the others.

    Raises:
        SerEvalsError: if there are others and they may not be skipped, or nothing else is left.
    """
    bad = [f"{path} {fact.error}" for path, fact in sorted(facts.items()) if fact.error]
    beyond = outside(kept, facts)
    usable = [u for u in kept if facts[u.path].error is None and u.id not in beyond]
    count, what = (len(bad), f"{len(facts)} audio files")
    if beyond:
        count, what = len(kept) - len(usable), f"{len(kept)} utterances"
    bad += beyond.values()
    if bad and (not skip or not usable):
        more = f" and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
        # Said by whoever reads a corpus: not every one of them can leave files out.
        ways = "run --skip-unreadable, load_corpus and load_dataset with skip_unreadable=True"
        hint = "" if skip else f"; what leaves them out: {ways}"
        raise SerEvalsError(
            f"{name}: {count} of {what} below {root} cannot be used: "
            f"{'; '.join(bad[:SHOWN])}{more}. Restore them{hint}"
        )
    if bad:
        log.warning("%s: %d of %s cannot be used and are left out", name, count, what)
    return usable, tuple(bad)


@functools.cache
def warn_of_count(name: str, root: Path, found: int, expected: int | None) -> None:
    """Say that a copy is not a full one, once per process and folder: some are read twice.

    Args:
        name: of the corpus.
        root: its folder.
        found: number of utterances in it.
        expected: number in a full copy, or None where nobody knows.
    """
    if expected is not None and found != expected:
        message = "%s: %d utterances found, a full copy has %d"
        log.warning(message, name, found, expected)
