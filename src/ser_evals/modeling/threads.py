"""Work for several processor cores: one thread each, and no thread inside an operation.

Threads inside an operation wait for each other at the end of every one of them, a thousand times a
second, and split sums by the number of cores. Whole jobs side by side do neither: they are faster
where other programs want the cores too, and their results do not depend on how many there are.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

T = TypeVar("T")
S = TypeVar("S")


class Stopped(Exception):
    """Raised inside a job when another one failed or the user interrupted."""


@contextmanager
def one_thread_each() -> Iterator[int]:
    """Let every operation run in its caller's thread; yields the number of cores to use."""
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield cores
    finally:
        torch.set_num_threads(cores)


def side_by_side(
    work: Callable[[S, Callable[[], None]], T], items: Iterable[S], *, cores: int
) -> list[T]:
    """Apply a function to items in as many threads as there are cores.

    Args:
        work: called with an item and a function to call often, which raises `Stopped` once
            another item has failed.
        items: what to work on.
        cores: number of threads.

    Returns:
        The results, in order.
    """
    stop = threading.Event()

    def check() -> None:
        if stop.is_set():
            raise Stopped

    def job(item: S) -> T:
        check()
        return work(item, check)

    start = {"initializer": torch.set_num_threads, "initargs": (1,)}
    with ThreadPoolExecutor(cores, **start) as pool:
        futures: Sequence = [pool.submit(job, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
