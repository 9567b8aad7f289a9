"""`ser-evals metrics ...`."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ser_evals.console._columns import whole


def print_list() -> None:
    """Print a line per metric."""
    from ser_evals.evaluation import summaries

    columns = ("what it is", whole("range"), "evaluate.load")
    table = Table(whole("name"), *columns, box=None)
    for name, sentence, limits, module in summaries():
        table.add_row(name, escape(sentence), escape(limits), "yes" if module else "")
    Console().print(table)
    Console().print("'ser-evals metrics install' lets evaluate.load find those marked yes.")


def install() -> None:
    """Print where the modules for `evaluate.load` are."""
    from ser_evals.evaluation import register

    for entry in register():
        note = f"{entry.state}, {entry.path}"
        if entry.state == "foreign":
            note = f'left alone: {entry.path} is not ours; load "ser-evals/{entry.name}" instead'
        print(f'evaluate.load("{entry.name}"): {note}')
