"""A corpus in the layout of its Hub repository."""

import hashlib
import json
import logging
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ser_evals import __version__
from ser_evals.corpora import Corpus, get_corpus
from ser_evals.data import HUB_SPLITS, CorpusData, index, placed
from ser_evals.errors import SerEvalsError
from ser_evals.paths import write_atomically
from ser_evals.progress import progress
from ser_evals.sharing._benchmark import BENCHMARK, benchmark
from ser_evals.sharing._card import ORGANISATION, card
from ser_evals.sharing._configs import Copy, folders
from ser_evals.sharing._shards import plan
from ser_evals.sharing._write import Writer

log = logging.getLogger("ser_evals")

FACTS = ".ser_evals.json"
"""Its name starts with a dot: `datasets` would take it for data where there is no Parquet."""
OURS = re.compile(r"\.?(train|validation|test)-\d{5}-of-\d{5}\.parquet(\.[0-9a-f]{8}\.partial)?")


@dataclass(frozen=True)
class Prepared:
    """A folder in the layout of a repository.

    Args:
        corpus: its name.
        folder: with README.md, eval.yaml, `.ser_evals.json` and the shards.
        published: what it holds: "audio", "labels" or "nothing" but the card and numbers.
        rows: number of rows by configuration and split.
        files: shards, relative to the folder; configurations may share them.
        written: those of them that this call wrote.
    """

    corpus: str
    folder: Path
    published: str
    rows: dict[str, dict[str, int]]
    files: tuple[str, ...]
    written: tuple[str, ...]

    def __str__(self) -> str:
        configs = "; ".join(
            f"{config}: {', '.join(f'{split} {rows:,}' for split, rows in splits.items())}"
            for config, splits in self.rows.items()
        )
        held = configs if self.files else "card and numbers only"
        return f"{self.folder}: {self.corpus}: {held} ({len(self.written)} files written)"


def prepare(
    name: str | Path,
    *,
    data_dir: str | Path | None,
    output: str | Path,
    organisation: str = ORGANISATION,
) -> Prepared:
    """Write a corpus in the layout of its Hub repository, as far as its licence allows.

    The same copy gives the same bytes. What an earlier call finished is not written again.
    `.ser_evals.json` says "complete" once everything is there.

    Args:
        name: corpus name, or the path of a record of your own (".py").
        data_dir: the corpus's own folder; None where no row may be published, for the numbers of
            the record alone.
        output: folder to write to; made where it is missing.
        organisation: that is going to own the repository.

    Returns:
        What is there now. Of a corpus that may not be passed on: its card and aggregate numbers.

    Raises:
        SerEvalsError: for unreadable audio, a wrong folder, or an output that holds other things.
    """
    corpus, folder = get_corpus(name), Path(output).expanduser()
    if data_dir is None and corpus.redistributable != "nothing":
        raise SerEvalsError(f"{corpus.name}: give data_dir, the corpus's own folder")
    # Every file is looked at before the first one is written.
    found = None if data_dir is None else index(corpus, data_dir, taxonomy="native").found
    _claim(folder, corpus)
    numbers: dict[str, dict[str, Any]] = {}
    written: list[str] = []
    for taxonomy, place in folders(corpus).items() if data_dir is not None else ():
        if taxonomy != place:
            numbers[taxonomy] = numbers[place]
            continue
        data = index(corpus, data_dir, taxonomy=taxonomy)
        numbers[taxonomy] = _numbers(data) | {"digest": "", "files": []}
        if corpus.redistributable != "nothing":
            held, new = _config(data, place, folder)
            numbers[taxonomy] |= held
            written += new
    _finish(folder, corpus, found, numbers, organisation)
    rows = {config: held["rows"] for config, held in numbers.items()}
    files = dict.fromkeys(file for held in numbers.values() for file in held["files"])
    grade = corpus.redistributable
    return Prepared(corpus.name, folder, grade, rows, tuple(files), tuple(written))


def _config(data: CorpusData, place: str, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Write a configuration's missing shards; return what is there, and what was missing."""
    writer = Writer(data)
    shards = plan(data, place, with_audio="audio" in writer.columns)
    missing = [shard for shard in shards if not writer.is_written(shard, folder)]
    if missing:
        total = sum(len(shard.rows) for shard in missing)
        with progress(f"prepare {data.corpus.name} {place}", total, "rows") as advance:
            for shard in missing:
                writer.write(shard, folder, advance)
    digest = "".join(writer.fingerprint(shard) for shard in shards)
    digest = hashlib.blake2b(digest.encode(), digest_size=16).hexdigest()
    held = {"digest": digest, "files": [shard.path for shard in shards]}
    return held, [shard.path for shard in missing]


def _finish(
    folder: Path,
    corpus: Corpus,
    found: int | None,
    numbers: dict[str, dict[str, Any]],
    organisation: str,
) -> None:
    """Write the card, and that everything is there now; remove what is no part of it."""
    if corpus.redistributable == "nothing":
        log.warning("%s: only its card is written: licence %r", corpus.name, corpus.licence)
    elif corpus.redistributable == "labels":
        words = "%s: neither audio nor transcripts are written: licence %r"
        log.warning(words, corpus.name, corpus.licence)
    copy = None
    if found is not None:
        splits = {config: tuple(held["rows"]) for config, held in numbers.items()}
        copy = Copy(found, splits, {config: held["digest"] for config, held in numbers.items()})
    _clear(folder, corpus, {file for held in numbers.values() for file in held["files"]})
    text = card(corpus, copy=copy, organisation=organisation)
    write_atomically(folder / "README.md", text.encode())
    write_atomically(folder / BENCHMARK, benchmark(corpus, copy).encode())
    facts = {
        "record": corpus.version,
        "ser_evals": __version__,
        "licence": corpus.licence,
        "published": corpus.redistributable,
        "utterances": {"found": found, "full_copy": corpus.utterances},
        "configs": numbers,
    }
    _record(folder, corpus, complete=True, **facts)


def _numbers(data: CorpusData) -> dict[str, Any]:
    """Return aggregate numbers, which may be published of every corpus."""
    splits = Counter(HUB_SPLITS[place] for place in placed(data.rows))
    emotions = Counter(row["emotion"] for row in data.rows)
    return {
        "rows": {name: splits[name] for name in HUB_SPLITS.values() if name in splits},
        "classes": {name: emotions[name] for name in data.classes},
        "dropped": data.dropped,
        "speakers": len({row["speaker"] for row in data.rows} - {None}),
        "hours": round(sum(row["duration"] for row in data.rows) / 3600, 3),
    }


def _claim(folder: Path, corpus: Corpus) -> None:
    """Mark a folder as this corpus's, unless it holds something else."""
    try:
        owner = json.loads((folder / FACTS).read_text(encoding="utf-8"))["corpus"]
    except (OSError, ValueError, TypeError, KeyError):
        owner = None
    there = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    others = sorted(name for name in there if not name.startswith("."))
    if owner not in (None, corpus.name) or (owner is None and others):
        held = f"the corpus {owner}" if owner else f"{others[0]!r}"
        raise SerEvalsError(
            f"{folder} holds {held}: give an empty folder, or one that an earlier call wrote "
            f"for {corpus.name}"
        )
    _record(folder, corpus, complete=False)


def _record(folder: Path, corpus: Corpus, **facts: Any) -> None:
    text = json.dumps({"corpus": corpus.name, **facts}, indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder / FACTS, text.encode())


def _clear(folder: Path, corpus: Corpus, files: set[str]) -> None:
    """Remove shards of an earlier call, of which the patterns of the card would find some."""
    for path in sorted(folder.glob("*/*")) + sorted(folder.glob("*/.*.partial")):
        if OURS.fullmatch(path.name) and path.relative_to(folder).as_posix() not in files:
            log.info("%s: %s is no longer part of it: removed", corpus.name, path)
            path.unlink()
