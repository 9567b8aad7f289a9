"""Several processes (torchrun, accelerate launch) share the work; the first one writes."""

import os
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from typing import TypeVar

import torch
from accelerate import PartialState
from accelerate.utils import gather_object

from ser_evals.errors import SerEvalsError

T = TypeVar("T")
NOTHING = object()


@cache
def crew() -> PartialState:
    """Return Accelerate's view of the processes.

    Raises:
        SerEvalsError: if several were launched on a device where they cannot meet.
    """
    # Accelerate joins processes without GPUs only where it is told that they have none.
    wanted = os.environ.get("ACCELERATE_USE_CPU", "").lower() in ("1", "true", "yes", "on")
    state = PartialState(cpu=wanted or not torch.accelerator.is_available())
    launched = int(os.environ.get("WORLD_SIZE", 1))
    if launched > 1 and state.num_processes == 1:
        raise SerEvalsError(
            f"{launched} processes were launched, and on {state.device} they cannot share the work:"
            " launch one, or set ACCELERATE_USE_CPU=true"
        )
    return state


def processes() -> int:
    """Return how many processes take part."""
    return crew().num_processes


def several() -> bool:
    """Return whether other processes take part."""
    return processes() > 1


def share(items: Sequence[T]) -> list[T]:
    """Return this process's part of a list that all of them hold."""
    return list(items[crew().process_index :: processes()])


def together(items: list[T]) -> list[T]:
    """Return what all processes hold, in the order that `share` took it from, in each of them."""
    if not several():
        return items
    rounds = zip_longest(*gather_object([items]), fillvalue=NOTHING)
    return [item for each in rounds for item in each if item is not NOTHING]


def wait() -> None:
    """Wait until all processes are here."""
    crew().wait_for_everyone()


def leads() -> bool:
    """Return whether this process is the one that writes results."""
    return crew().is_main_process
