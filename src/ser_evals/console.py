"""What the small commands print."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from ser_evals.backbones import get_backbone, list_backbones
from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.emotions import TAXONOMIES


def corpora_list() -> None:
    """Print a line per corpus."""
    columns = ("title", "language", "kind", "utterances", "speakers")
    table = Table(_whole("name"), *columns, box=None)
    for name in list_corpora():
        c = get_corpus(name)
        kind = "synthetic" if c.synthetic else c.elicitation
        speakers = str(c.speakers or "unknown")
        languages = " ".join(c.languages)
        table.add_row(name, c.title, languages, kind, str(c.utterances), speakers)
    Console().print(table)


def _whole(title: str) -> Column:
    """A column of names, which are there to be copied."""
    return Column(title, no_wrap=True)


def corpora_show(name: str) -> None:
    """Print a corpus's record and its label maps with their reasons."""
    c = get_corpus(name)
    facts = Table("", c.title, show_lines=False)
    for field in ("languages", "elicitation", "licence", "homepage", "obtain", "citation"):
        value = getattr(c, field)
        facts.add_row(field, " ".join(value) if isinstance(value, tuple) else value)
    facts.add_row("utterances", str(c.utterances))
    facts.add_row("speakers", str(c.speakers or "unknown"))
    for problem in c.problems:
        facts.add_row("known problem", problem)
    console = Console()
    console.print(facts)
    names = [t for t in TAXONOMIES if t != "native"] if c.labels is not None else []
    labels = Table("label", *names, "why")
    for label in c.own_labels:
        targets = [c.mapping(t)[label] or "dropped" for t in names]
        why = getattr((c.labels or {}).get(label), "why", "")
        labels.add_row(label, *targets, why)
    console.print(labels)


def corpora_validate(name: str, data_dir: str) -> int:
    """Print what a local copy of a corpus holds; 1 if files cannot be used."""
    from collections import Counter

    from ser_evals.data import index

    c = get_corpus(name)
    root = Path(data_dir).expanduser() / name
    data = index(c, root, taxonomy="native", skip_unreadable=True)
    speakers = {row["speaker"] for row in data.rows} - {None}
    found = Table("", "found", "full copy")
    found.add_row("utterances", str(len(data.rows)), str(c.utterances))
    found.add_row("speakers", str(len(speakers)), str(c.speakers or "unknown"))
    found.add_row("groups (by " + data.grouped_by + ")", str(len({r["group"] for r in data.rows})))
    found.add_row("hours", f"{sum(row['duration'] for row in data.rows) / 3600:.2f}")
    for label, count in sorted(Counter(row["label"] for row in data.rows).items()):
        found.add_row(f"label {label}", str(count))
    twins = Counter(row["digest"] for row in data.rows)
    found.add_row("identical recordings", str(sum(n - 1 for n in twins.values())))
    found.add_row("unusable files", str(len(data.unreadable)))
    console = Console()
    console.print(found)
    for line in data.unreadable:
        console.print(line, highlight=False, markup=False)
    return 1 if data.unreadable else 0


def backbones_list() -> None:
    """Print a line per backbone that has a record."""
    table = Table(_whole("name"), _whole("checkpoint"), "year", "licence", box=None)
    for name in list_backbones():
        b = get_backbone(name)
        pinned = f"{b.checkpoint} @ {b.revision[:12]}" if b.revision else b.checkpoint
        table.add_row(name, pinned, str(b.year or ""), b.licence)
    console = Console()
    console.print(table)
    console.print(
        "\nCheckpoints without a revision are unpinned; run.json names the commit that was used.\n"
        "Any other Hub id (owner/name) or checkpoint folder will do as well."
    )


def metrics_list() -> None:
    """Print a line per metric."""
    from ser_evals.evaluation import summaries

    columns = ("what it is", _whole("range"), "evaluate.load")
    table = Table(_whole("name"), *columns, box=None)
    for name, sentence, limits, module in summaries():
        table.add_row(name, escape(sentence), escape(limits), "yes" if module else "")
    Console().print(table)
    Console().print("'ser-evals metrics install' lets evaluate.load find those marked yes.")


def metrics_install() -> None:
    """Print where the modules for `evaluate.load` are."""
    from ser_evals.evaluation import register

    for entry in register():
        note = f"{entry.state}, {entry.path}"
        if entry.state == "foreign":
            note = f'left alone: {entry.path} is not ours; load "ser-evals/{entry.name}" instead'
        print(f'evaluate.load("{entry.name}"): {note}')


def print_scores(scores: Any) -> None:
    """Print what `score` returns, in as much width as it needs."""
    from ser_evals.scorecard import tables

    console = Console(width=max(Console().width, 110))
    for table in tables(scores):
        console.print(table)
    said = scores.get("warnings", ())
    for warning in sorted({w for text in said for w in text.split("; ") if w}):
        console.print(f"warning: {warning}", highlight=False, markup=False)
