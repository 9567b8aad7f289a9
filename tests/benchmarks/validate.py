"""How many files per second does a validation manage: `python tests/benchmarks/validate.py`

The aim is 300 per second and core, nothing known of the files before (no cache of scans). EmoDB
is measured where SER_EVALS_TEST_CORPORA names a folder with it, and generated noise, which is
enough for several processes, everywhere. Times of processors are those of all processes.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from ser_evals.validation import Validation, cores, validate

RATE, SECONDS = 16_000, 2.8


def generate(folder: Path, files: int) -> None:
    """Write a copy of the corpus `synthetic` that holds noise."""
    rng = np.random.default_rng(0)
    (folder / "synthetic").mkdir()
    for number in range(files):
        samples = rng.integers(-3000, 3000, round(RATE * SECONDS), dtype=np.int16)
        name = f"f{number % 100:02d}_anger_{number}.wav"
        soundfile.write(folder / "synthetic" / name, samples, RATE)


def measure(name: str, data_dir: Path, workers: int) -> None:
    """Validate as if for the first time, and print the rates."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["SER_EVALS_CACHE"] = cache
        wall, before = time.perf_counter(), os.times()
        found: Validation = validate(name, data_dir=data_dir, workers=workers)
        wall, after = time.perf_counter() - wall, os.times()
    files = found.found["files"]
    spent = sum(after[:4]) - sum(before[:4])
    print(
        f"{name:10} {files:6} files  {workers:3} processes  {files / wall:7.0f} files/s  "
        f"{files / spent:7.0f} per second of processor time  "
        f"{files / wall / workers:7.0f} per second and process"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--files", type=int, default=4000, help="number of generated files")
    options = parser.parse_args()
    real = Path(os.environ.get("SER_EVALS_TEST_CORPORA", ""), "emodb")
    if real.is_dir():
        measure("emodb", real.parent, 1)
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), options.files)
        for workers in sorted({1, 2, cores()}):
            measure("synthetic", Path(folder), workers)


if __name__ == "__main__":
    main()
