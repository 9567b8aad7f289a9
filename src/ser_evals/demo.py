"""The first thing a newcomer runs."""

from pathlib import Path

import pandas as pd

from ser_evals import benchmark
from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.errors import SerEvalsError
from ser_evals.paths import cache_dir
from ser_evals.synthesis import CORPORA, generate

OUTPUT = "results/demo"


def demo(
    *,
    data_dir: str | Path | None = None,
    output: str | Path = OUTPUT,
    backbone: str | Path = benchmark.BACKBONE,
) -> pd.DataFrame:
    """Run the benchmark on synthetic speech, or on the corpora found in a folder.

    Args:
        data_dir: folder with one folder per corpus; without it two synthetic corpora are made.
        output: folder for the results.
        backbone: MFCC functionals by default, which need no download.

    Returns:
        The rows of scores.csv.

    Raises:
        SerEvalsError: if the folder holds no corpus that is known.
    """
    if data_dir is None:
        folder = cache_dir() / "synthetic"
        names = list(CORPORA)
        for name in names:
            generate(folder, name=name)
    else:
        folder = Path(data_dir).expanduser()
        names = _found(folder)
    return benchmark.run(names, names, backbone, data_dir=folder, output=output)


def _found(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise SerEvalsError(f"no folder {folder}: give one that holds a folder per corpus")
    known = {path.name for path in folder.iterdir() if path.is_dir()} & set(list_corpora())
    names = sorted(name for name in known if get_corpus(name).labels is not None)
    if not names:
        raise SerEvalsError(
            f"no known corpus in {folder}: expected folders such as {folder / 'emodb'}; "
            "see 'ser-evals corpora list'"
        )
    return names
