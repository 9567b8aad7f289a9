"""Every file of a corpus listened to, in several processes where that is worth their start."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from ser_evals.audio import Unreadable
from ser_evals.progress import progress
from ser_evals.validation._sound import Sound, Stretch, listen

WORTH_IT = 1000
"""Files that a process listens to in the time that it takes to start."""
SHOWN_FROM = 500

Heard = list[Sound] | str
Job = tuple[str, str, Sequence[Stretch]]


def hear(
    root: Path, wanted: Mapping[str, Sequence[Stretch]], *, workers: int = 1
) -> dict[str, Heard]:
    """Listen to stretches of files.

    Args:
        root: the corpus's folder.
        wanted: stretches by path of the file, relative to it.
        workers: processes; fewer are started if there is little to do.

    Returns:
        By path, a `Sound` per stretch, or the reason why the file cannot be decoded.
    """
    jobs = [(str(root), path, stretches) for path, stretches in wanted.items()]
    found = {}
    with (
        _processes(min(workers, len(jobs) // WORTH_IT)) as mapped,
        _shown(root.name, len(jobs)) as advance,
    ):
        for path, heard in mapped(_hear, jobs):
            found[path] = heard
            advance(1)
    return found


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _hear(job: Job) -> tuple[str, Heard]:
    root, path, stretches = job
    try:
        return path, listen(Path(root, path), stretches)
    except Unreadable as error:
        return path, error.reason


@contextmanager
def _processes(number: int) -> Iterator[Callable]:
    """Yield `map`, or the same over processes, which end as soon as the block is interrupted."""
    if number < 2:
        yield map
        return
    # Threads wait for Python's lock between the short operations on a short file: two of them
    # are 1.2 times as fast as one, two processes twice. Spawned ones inherit no locks.
    context = multiprocessing.get_context("spawn")
    # The interrupt of a terminal goes to all processes; the first one sees to the others.
    ignore = {"initializer": signal.signal, "initargs": (signal.SIGINT, signal.SIG_IGN)}
    pool = ProcessPoolExecutor(number, mp_context=context, **ignore)
    try:
        yield lambda work, jobs: pool.map(work, jobs, chunksize=64)
    finally:
        pool.shutdown(cancel_futures=True)


def _shown(name: str, files: int) -> AbstractContextManager[Callable[[float], None]]:
    if files < SHOWN_FROM:
        return nullcontext(lambda _: None)
    return progress(f"validate {name}", files, "files")
