"""Teach `datasets` to build a corpus from a local copy; everything else it does itself."""

import functools
import json
import sys
from pathlib import Path
from typing import Any

from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.data._index import index
from ser_evals.emotions import TAXONOMIES

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
        if not str(path).startswith(NAMESPACE) or not data_dir or name not in list_corpora():
            return original(path, *args, **kwargs)
        return _module(load, name, data_dir)

    dataset_module_factory.ser_evals = True
    load.dataset_module_factory = dataset_module_factory
    # get_dataset_config_names lives there and holds a reference of its own.
    if (inspect := sys.modules.get("datasets.inspect")) is not None:
        inspect.dataset_module_factory = dataset_module_factory


def _module(load: Any, name: str, data_dir: str | Path) -> Any:
    from ser_evals.data._builder import CorpusConfig

    # The hash names the builder's cache: it covers the maps, every row and every file's bytes,
    # so that no change of them is answered from an old cache. Unreadable files raise later.
    record = get_corpus(name)
    data = index(record, data_dir, taxonomy="native", skip_unreadable=True)
    taxonomies = ("native",) if record.labels is None else tuple(TAXONOMIES)
    maps = [(record.mapping(taxonomy), record.classes(taxonomy)) for taxonomy in taxonomies]
    facts = [maps, data.rows, data.unreadable]
    return load.DatasetModule(
        "ser_evals.data._builder",
        load.Hasher.hash(json.dumps(facts)),
        {"dataset_name": name, "data_dir": str(data.root.resolve())},
        builder_configs_parameters=load.BuilderConfigsParameters(
            builder_configs=[CorpusConfig(name=t, corpus=name) for t in taxonomies],
            default_config_name=taxonomies[0],
        ),
    )
