"""`ser-evals corpora ...`."""

import re
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from ser_evals.console._columns import whole
from ser_evals.corpora import Corpus, get_corpus, list_corpora, own_folder

FACTS = ("languages", "elicitation", "licence", "redistributable", "homepage", "obtain")
# An identifier of SPDX; what stands behind it may restrict it, unless it is in brackets.
SPDX = re.compile(r"(MIT|[A-Za-z]+0?(?:-[A-Za-z]+)*-\d+\.\d+)(?: \(|$)")
UNCLEAR = ("none", "not established", "unclear")


def print_list() -> None:
    """Print a line per corpus."""
    columns = ("name", "language", "kind", "utterances", "speakers", "licence")
    table = Table(*map(whole, columns), box=None)
    for name in list_corpora():
        c = get_corpus(name)
        kind = "synthetic" if c.synthetic else c.elicitation
        numbers = [f"{n:,}" if n else "unknown" for n in (c.utterances, c.speakers)]
        cells = (name, " ".join(c.languages), kind, *numbers, _short(c.licence))
        table.add_row(*map(Text, cells))
    Console().print(table)


def _short(licence: str) -> str:
    known = SPDX.match(licence)
    if known:
        return known[1]
    return "unclear" if licence.startswith(UNCLEAR) else "own terms"


def show(name: str) -> None:
    """Print a corpus's record and its label maps with their reasons."""
    c = get_corpus(name)
    console = Console()
    console.print(_facts(c))
    # A task that was annotated apart has labels of its own.
    names = [t for t in c.taxonomies if t != "native" and set(c.mapping(t)) == set(c.own_labels)]
    labels = Table("label", "utterances", *map(whole, names), "why")
    for label in c.own_labels:
        targets = [c.mapping(t).get(label) or "dropped" for t in names]
        why = getattr((c.labels or {}).get(label), "why", "")
        labels.add_row(*map(Text, (label, str(c.counts.get(label, "")), *targets, why)))
    console.print(labels)


def _facts(c: Corpus) -> Table:
    facts = Table("", Column(Text(c.title)), show_lines=False)

    def add(title: str, value: object) -> None:
        facts.add_row(Text(title), Text(str(value)))

    for field in FACTS:
        value = getattr(c, field)
        add(field, " ".join(value) if isinstance(value, tuple) else value)
    add("citation", c.citation)
    add("utterances", c.utterances or "unknown")
    add("speakers", c.speakers or "unknown")
    if c.splits:
        add("official splits", ", ".join(f"{k} {n or '(unknown)'}" for k, n in c.splits.items()))
    for dimension, (lowest, highest) in c.dimensions.items():
        add(dimension, f"{lowest:g} to {highest:g}")
    for task, facts_of in c.tasks.items():
        add("task", f"{task}: {', '.join(facts_of.classes)} ({facts_of.why})")
    for title, lines in (("known problem", c.problems), ("not established", c.unverified)):
        for line in lines:
            add(title, line)
    for key, why in c.broken.items():
        add("left out", f"{key}: {why}")
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

    own = own_folder(get_corpus(name), data_dir)
    print(write(name, data_dir=own, output=output))
