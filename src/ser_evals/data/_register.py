"""Teach `datasets` to build a corpus from a local copy; everything else it does itself."""

from typing import Any

from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.data._index import index

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

    def dataset_module_factory(path: str, *args: Any, **kwargs: Any) -> Any:
        name = str(path).removeprefix(NAMESPACE)
        data_dir = kwargs.get("data_dir")
        if not str(path).startswith(NAMESPACE) or not data_dir or name not in list_corpora():
            return original(path, *args, **kwargs)
        return _module(load, name, data_dir)

    dataset_module_factory.ser_evals = True
    load.dataset_module_factory = dataset_module_factory


def _module(load: Any, name: str, data_dir: str) -> Any:
    # The hash names the builder's cache: it covers the record, the file list and the bytes, so
    # that no change of any of them is answered from an old cache. Unreadable files raise later.
    record = get_corpus(name)
    taxonomy = "native" if record.labels is None else "ser_evals"
    data = index(record, data_dir, taxonomy="native", skip_unreadable=True)
    maps = {} if record.labels is None else record.mapping("ser_evals_2024")
    digest = load.Hasher.hash([data.fingerprint, data.unreadable, record.mapping(taxonomy), maps])
    return load.DatasetModule(
        "ser_evals.data._builder",
        digest,
        {"dataset_name": name, "corpus": name, "data_dir": data_dir},
        builder_configs_parameters=load.BuilderConfigsParameters(default_config_name=taxonomy),
    )
