"""`ser-evals backbones ...`."""

from rich.console import Console
from rich.table import Table

from ser_evals.backbones import get_backbone, list_backbones
from ser_evals.console._columns import whole


def print_list() -> None:
    """Print a line per backbone that has a record."""
    table = Table(whole("name"), whole("checkpoint"), "year", "licence", box=None)
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
