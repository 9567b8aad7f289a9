"""Progress with rates and the time that remains."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOG_SECONDS = 30.0


@contextmanager
def progress(title: str, total: float, unit: str) -> Iterator[Callable[[float], None]]:
    """Show on standard error how far a block is: a bar, or now and then a line in a log file.

    Args:
        title: what is being done.
        total: how much of it there is.
        unit: what is counted, for the rate ("clips").

    Yields:
        A function that takes how much more is done.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    logged = time.monotonic()
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=total, rate="")

        def advance(amount: float = 1) -> None:
            nonlocal logged
            bar.advance(task, amount)
            state = bar.tasks[0]
            speed = state.finished_speed or state.speed
            rate = f"{speed:,.0f} {unit}/s" if speed else ""
            bar.update(task, rate=rate)
            if not console.is_terminal and time.monotonic() - logged > LOG_SECONDS:
                logged = time.monotonic()
                left = f", {state.time_remaining:.0f} s left" if state.time_remaining else ""
                console.print(f"{title}: {state.completed:,.0f} of {total:,.0f}, {rate}{left}")

        yield advance
