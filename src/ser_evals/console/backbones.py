"""`ser-evals backbones ...`."""

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from ser_evals.backbones import Backbone, get_backbone, list_backbones
from ser_evals.console._columns import whole
from ser_evals.errors import SerEvalsError

ONCE = (
    "The configuration is fetched from the Hub once and kept; '--backbone FOLDER' needs no network"
)


def print_list() -> None:
    """Print a line per backbone that has a record."""
    columns = whole("name"), "family", "licence", "papers"
    table = Table(*columns, box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for name in list_backbones():
        b = get_backbone(name)
        table.add_row(name, b.family, b.licence.partition(" (")[0], " ".join(b.papers))
    Console().print(table)
    print("\nser-evals backbones show NAME: checkpoint, revision, pretraining, cost.")
    print("Any other Hub id (owner/name) or checkpoint folder will do as well.")


def show(name: str) -> None:
    """Print a backbone's record and, where its architecture can be had, what it costs."""
    table = Table(whole(""), Column("", overflow="fold"), box=None, show_header=False)
    for fact, value in (*_facts(get_backbone(name)), *_format(get_backbone(name)), *_cost(name)):
        table.add_row(fact, escape(value))
    Console(highlight=False).print(table)


def _facts(b: Backbone) -> list[tuple[str, str]]:
    rate = b.sampling_rate and f"{b.sampling_rate} Hz"
    unpinned = "none: unpinned, run.json names the commit" if _on_hub(b) else ""
    corpora = ", ".join(b.pretraining) or "no corpora on record"
    facts = {"name": b.name, "checkpoint": b.checkpoint, "revision": b.revision or unpinned}
    facts |= {"weights": b.url, "computed by": b.engine, "family": b.family, "year": b.year}
    head = b.head and f"{b.head}, the paper's; 'run' trains the protocol's head, not this one"
    facts |= {"licence": b.licence, "sampling rate": rate, "head": head, "pretraining": corpora}
    facts |= {"aliases": ", ".join(b.aliases), "papers": ", ".join(b.papers)}
    return [(fact, str(value)) for fact, value in facts.items() if value]


def _on_hub(b: Backbone) -> bool:
    return b.engine == "transformers" and not b.checkpoint.startswith("/")


def _format(b: Backbone) -> list[tuple[str, str]]:
    from ser_evals.modeling.encoders import pickle_of
    from ser_evals.modeling.pickles import OPTION

    file = pickle_of(b)
    return [("format", f"pickle ({file}): 'run' loads it only with {OPTION}")] if file else []


def _cost(name: str) -> list[tuple[str, str]]:
    from ser_evals.console.quiet import quiet
    from ser_evals.modeling.cost import cost

    quiet()
    try:
        found = cost(name)
    except SerEvalsError as error:
        on_hub = _on_hub(get_backbone(name)) and error.__cause__ is not None
        return [("cost", f"not counted: {error}" + (f". {ONCE}" if on_hub else ""))]
    per_second = f"{_scaled(found.macs_per_second)} (clip of {found.seconds:g} s)"
    return [("parameters", _scaled(found.parameters)), ("MACs/s", per_second)]


def _scaled(value: float) -> str:
    factor, prefix = (1e9, "G") if value >= 1e9 else (1e6, "M") if value >= 1e6 else (1e3, "k")
    return f"{value / factor:.3g} {prefix}"
