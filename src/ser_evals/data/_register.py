"""Teach `datasets` to build a corpus from a local copy; everything else it does itself."""

import contextlib
import difflib
import functools
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ser_evals.corpora import Corpus, get_corpus, list_corpora
from ser_evals.data._embed import EMBEDDING
from ser_evals.data._index import CorpusData, index
from ser_evals.errors import SerEvalsError, unknown

if TYPE_CHECKING:
    from datasets import Dataset

NAMESPACE = "ser-evals/"


def install(load: Any) -> None:
    """Wrap `datasets.load.dataset_module_factory`.

    `load_dataset("ser-evals/<corpus>", data_dir=...)` is answered here. Without `data_dir` the
    call goes through untouched, so the Hub's Parquet, `revision=` and streaming work as ever.

    Args:
        load: the module `datasets.load`.
    """
    original = load.dataset_module_factory
    if getattr(original, "ser_evals", False):
        return

    @functools.wraps(original)
    def dataset_module_factory(path: str, *args: Any, **kwargs: Any) -> Any:
        name = str(path).removeprefix(NAMESPACE)
        # After path come revision, download_config, download_mode and data_dir.
        data_dir = kwargs.get("data_dir", args[3] if len(args) > 3 else None)
        if not str(path).startswith(NAMESPACE) or not _ours(name, data_dir):
            return original(path, *args, **kwargs)
        return _module(load, name, data_dir)

    dataset_module_factory.ser_evals = True
    load.dataset_module_factory = dataset_module_factory
    # get_dataset_config_names lives there and holds a reference of its own.
    if (inspect := sys.modules.get("datasets.inspect")) is not None:
        inspect.dataset_module_factory = dataset_module_factory


def _ours(name: str, data_dir: str | Path | None) -> bool:
    """Say whether a corpus is to be built here; what the Hub cannot answer is said at once."""
    known = list_corpora()
    if name in known:
        if data_dir or get_corpus(name).redistributable != "nothing":
            return bool(data_dir)
        raise SerEvalsError(
            f"{name} may not be passed on, the Hub has its card only: give data_dir, the folder "
            f"of your copy ({get_corpus(name).obtain})"
        )
    near = difflib.get_close_matches(name.lower(), known, n=1)
    if near and data_dir and Path(data_dir).expanduser().is_dir():
        raise unknown("corpus", name, known)
    return False


def build(name: str | Path, data: CorpusData, *, skip_unreadable: bool) -> "Dataset":
    """Return a corpus as the dataset that `load_dataset` builds and keeps in its cache.

    Args:
        name: of the corpus, or the path of its record.
        data: the corpus as it lies on disk.
        skip_unreadable: whether files were left out of it.

    Raises:
        SerEvalsError: if a recording cannot be read.
    """
    from datasets import concatenate_datasets, load
    from datasets.exceptions import DatasetGenerationError

    found = _module(load, name, data.root)
    options = found.builder_kwargs | {"skip_unreadable": skip_unreadable}
    kind = load.get_dataset_builder_class(found, dataset_name=options["dataset_name"])
    builder = kind(config_name=data.taxonomy, hash=found.hash, **options)
    try:
        builder.download_and_prepare()
    except DatasetGenerationError as error:
        raise error.__cause__ if isinstance(error.__cause__, SerEvalsError) else error from None
    splits = list(builder.as_dataset().values())
    if len(splits) == 1:
        return splits[0]
    whole = concatenate_datasets(splits)
    place = {name: i for i, name in enumerate(whole["id"])}
    return whole.select([place[row["id"]] for row in data.rows])


def _module(load: Any, name: str | Path, data_dir: str | Path) -> Any:
    from ser_evals.data._builder import CorpusConfig

    # The hash names the builder's cache: it covers the record, every row and every recording,
    # so that no change of them is answered from an old cache. Unreadable files raise later.
    record = get_corpus(name)
    data = index(record, data_dir, taxonomy="native", skip_unreadable=True)
    names = [*record.taxonomies, *_tasks_of_others(record)]
    maps = [(t, record.mapping(t), record.classes(t)) for t in names]
    facts = [record.title, record.citation.bibtex, record.homepage, record.licence]
    facts += [maps, data.rows, data.unreadable, EMBEDDING]
    return load.DatasetModule(
        "ser_evals.data._builder",
        load.Hasher.hash(json.dumps(facts)),
        {"dataset_name": record.name, "data_dir": str(data.root.resolve())},
        builder_configs_parameters=load.BuilderConfigsParameters(
            builder_configs=[CorpusConfig(name=t, corpus=str(name)) for t in names],
            default_config_name=names[0],
        ),
    )


def _tasks_of_others(record: Corpus) -> list[str]:
    """Return the tasks of other corpora that mean something for this one."""
    names = {task for name in list_corpora() for task in get_corpus(name).tasks}
    fitting = []
    for task in sorted(names - set(record.tasks)):
        with contextlib.suppress(SerEvalsError):
            record.mapping(task)
            fitting.append(task)
    return fitting
