"""`ser-evals corpora ...`."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ser_evals.console._columns import whole
from ser_evals.corpora import Corpus, get_corpus, list_corpora
from ser_evals.errors import SerEvalsError

FACTS = ("languages", "elicitation", "licence", "redistributable", "homepage", "obtain")


def print_list() -> None:
    """Print a line per corpus."""
    columns = ("title", "language", "kind", "utterances", "speakers", "licence")
    table = Table(whole("name"), *columns, box=None)
    for name in list_corpora():
        c = get_corpus(name)
        kind = "synthetic" if c.synthetic else c.elicitation
        numbers = [str(n or "unknown") for n in (c.utterances, c.speakers)]
        licence = c.licence if len(c.licence) < 20 else c.redistributable
        table.add_row(name, escape(c.title), " ".join(c.languages), kind, *numbers, licence)
    Console().print(table)


def show(name: str) -> None:
    """Print a corpus's record and its label maps with their reasons."""
    c = get_corpus(name)
    console = Console()
    console.print(_facts(c))
    # A task that was annotated apart has labels of its own.
    names = [t for t in c.taxonomies if t != "native" and set(c.mapping(t)) == set(c.own_labels)]
    labels = Table("label", "utterances", *names, "why")
    for label in c.own_labels:
        targets = [c.mapping(t).get(label) or "dropped" for t in names]
        why = getattr((c.labels or {}).get(label), "why", "")
        labels.add_row(escape(label), str(c.counts.get(label, "")), *targets, escape(why))
    console.print(labels)


def _facts(c: Corpus) -> Table:
    facts = Table("", c.title, show_lines=False)
    for field in FACTS:
        value = getattr(c, field)
        facts.add_row(field, escape(" ".join(value) if isinstance(value, tuple) else value))
    facts.add_row("citation", escape(str(c.citation)))
    facts.add_row("utterances", str(c.utterances or "unknown"))
    facts.add_row("speakers", str(c.speakers or "unknown"))
    if c.splits:
        facts.add_row("official splits", ", ".join(f"{k} {n}" for k, n in c.splits.items()))
    for dimension, (lowest, highest) in c.dimensions.items():
        facts.add_row(dimension, f"{lowest:g} to {highest:g}")
    for task, facts_of in c.tasks.items():
        facts.add_row("task", f"{task}: {', '.join(facts_of.classes)} ({facts_of.why})")
    for title, lines in (("known problem", c.problems), ("not established", c.unverified)):
        for line in lines:
            facts.add_row(title, escape(line))
    for key, why in c.broken.items():
        facts.add_row("left out", escape(f"{key}: {why}"))
    return facts


def validate(**options: Any) -> int:
    """Check a local copy; 1 if it has errors."""
    from ser_evals.validation import cores, print_validation
    from ser_evals.validation import validate as check

    found = check(**options, workers=cores())
    print_validation(found)
    return 0 if found.ok else 1


def stats(**options: Any) -> None:
    """Print the statistics of corpora and write them with a picture."""
    from ser_evals.survey import print_survey, survey

    print_survey(survey(**options))


def fetch(name: str, data_dir: str) -> int:
    """Download a corpus, or say how to get it; 1 if it cannot be downloaded."""
    from ser_evals.fetching import ByHand
    from ser_evals.fetching import fetch as download

    try:
        fetched = download(name, data_dir=data_dir)
    except ByHand as error:
        print(error.instructions)
        return 1
    print(fetched)
    return 1 if fetched.utterances is None else 0


def card(name: str) -> None:
    """Print the card of a corpus's dataset repository."""
    from ser_evals.sharing import card as text

    print(text(get_corpus(name)), end="")


def prepare(name: str, data_dir: str, output: str) -> None:
    """Write what may be published of a corpus, as Parquet and a card."""
    from ser_evals.sharing import prepare as write

    own = Path(data_dir).expanduser() / get_corpus(name).name
    if not own.is_dir():
        raise SerEvalsError(f"no folder {own}: give the folder that holds {own.name}/")
    print(write(name, data_dir=own, output=output))
