"""Several processes (torchrun, accelerate launch) share the work; the first one writes."""

from collections.abc import Sequence
from typing import TypeVar

from accelerate import PartialState
from accelerate.utils import gather_object

T = TypeVar("T")


def several() -> bool:
    """Return whether other processes take part."""
    return PartialState().num_processes > 1


def share(items: Sequence[T]) -> list[T]:
    """Return this process's part of a list that all of them hold."""
    state = PartialState()
    return list(items[state.process_index :: state.num_processes])


def together(items: list[T]) -> list[T]:
    """Return what all processes hold, in every one of them."""
    return gather_object(items) if several() else items


def wait() -> None:
    """Wait until all processes are here."""
    PartialState().wait_for_everyone()


def leads() -> bool:
    """Return whether this process is the one that writes results."""
    return PartialState().is_main_process
