"""What the small commands print."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ser_evals.backbones import get_backbone, list_backbones
from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.emotions import TAXONOMIES


def corpora_list() -> None:
    """Print a line per corpus."""
    table = Table("name", "title", "languages", "kind", "utterances", "speakers", "licence")
    for name in list_corpora():
        c = get_corpus(name)
        kind = "synthetic" if c.synthetic else c.elicitation
        speakers = str(c.speakers or "unknown")
        languages = " ".join(c.languages)
        table.add_row(name, c.title, languages, kind, str(c.utterances), speakers, c.licence)
    Console().print(table)


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
    table = Table("name", "checkpoint", "family", "year", "licence", "revision")
    for name in list_backbones():
        b = get_backbone(name)
        pinned = b.revision or ("unpinned" if b.engine == "transformers" else "library version")
        table.add_row(name, b.checkpoint, b.family, str(b.year or ""), b.licence, pinned)
    Console().print(table)
    Console().print("Any other Hub id (owner/name) or checkpoint folder will do as well.")


def print_scores(scores: Any) -> None:
    """Print the rows of `score`."""
    table = Table("classes", "metric", "value", "95 % interval", "unit", "speakers", "utterances")
    for row in scores.itertuples():
        interval = f"[{row.ci_low:.3f}, {row.ci_high:.3f}]" if row.ci_low == row.ci_low else ""
        speakers = "unknown" if row.speakers is None else f"{row.speakers:.0f}"
        cells = (row.classes, row.metric, f"{row.value:.3f}", interval, str(row.ci_unit))
        table.add_row(*cells, speakers, str(row.utterances))
    console = Console()
    console.print(table)
    for warning in sorted({w for text in scores["warnings"] for w in text.split("; ") if w}):
        console.print(f"warning: {warning}")
