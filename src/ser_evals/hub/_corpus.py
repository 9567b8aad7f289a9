"""A corpus as a dataset repository."""

from functools import partial
from pathlib import Path
from typing import Unpack

from ser_evals.corpora import get_corpus, own_folder
from ser_evals.errors import SerEvalsError
from ser_evals.hub._access import check_access
from ser_evals.hub._gate import SHARDS, check
from ser_evals.hub._publish import publish
from ser_evals.hub._target import Options, Pushed, Target
from ser_evals.paths import cache_dir
from ser_evals.sharing import prepare


def push_corpus(
    name: str | Path, *, data_dir: str | Path | None = None, **target: Unpack[Options]
) -> Pushed:
    """Push what the licence of a corpus allows to the dataset repository of its name.

    Parquet with or without audio, the card and the numbers, tagged with the record's version; of
    a corpus that may not be passed on the card and the numbers alone. What was prepared is kept
    in the cache, and what is there already is not sent again.

    Args:
        name: corpus name, or the path of a record of your own (".py").
        data_dir: folder with one folder per corpus; not needed where no row may be published.
        target: org, private, pr, dry_run: see `Target`.

    Raises:
        SerEvalsError: without a copy, for unreadable audio, and for what can go wrong on the Hub.
    """
    corpus, to = get_corpus(name), Target(**target)
    if data_dir is None and corpus.redistributable != "nothing":
        raise SerEvalsError(
            f"{corpus.name}: give --data-dir, the folder that holds {corpus.name}/: its "
            f"{corpus.redistributable} may be published"
        )
    own = None if data_dir is None else own_folder(corpus, data_dir)
    check_access(to)
    folder = cache_dir() / "push" / "corpora" / to.org / corpus.name
    prepared = prepare(name, data_dir=own, output=folder, organisation=to.org)
    return publish(
        prepared.folder,
        f"{to.org}/{corpus.name}",
        "dataset",
        to,
        title=f"{corpus.title}, version {corpus.version} of its record",
        tag=f"v{corpus.version}",
        owned=[SHARDS],
        gate=partial(check, corpus),
    )
