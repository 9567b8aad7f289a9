"""ser-evals: the measure for speech emotion recognition.

Importing this package imports neither torch nor any Hugging Face library; once `datasets` is
imported, before or after, `load_dataset("ser-evals/<corpus>", data_dir=...)` works.
"""

import importlib
from typing import Any

from ser_evals.after_import import after_import

__version__ = "0.1.0"

_HOMES = {
    "SerEvalsError": "ser_evals.errors",
    "list_corpora": "ser_evals.corpora",
    "get_corpus": "ser_evals.corpora",
    "load_corpus": "ser_evals.data",
    "list_backbones": "ser_evals.backbones",
    "get_backbone": "ser_evals.backbones",
    "run": "ser_evals.benchmark",
    "score": "ser_evals.scorecard",
    "report": "ser_evals.benchmark",
    "demo": "ser_evals.demo",
    "export": "ser_evals.exporting",
    "predict": "ser_evals.predicting",
    "verify": "ser_evals.submissions",
    "register": "ser_evals.evaluation",
    "evaluator": "ser_evals.evaluation",
    "SerConfig": "ser_evals.modeling.remote.configuration_ser",
    "SerFeatureExtractor": "ser_evals.modeling.remote.feature_extraction_ser",
    "SerForAudioClassification": "ser_evals.modeling.remote.modeling_ser",
    "SerCollator": "ser_evals.modeling.collator",
    "SerPipeline": "ser_evals.modeling.pipeline",
    "push_corpus": "ser_evals.hub",
    "push_metrics": "ser_evals.hub",
    "push_model": "ser_evals.hub",
    "push_results": "ser_evals.hub",
}
__all__ = ["__version__", "metrics", *_HOMES]


def __getattr__(name: str) -> Any:
    if name == "metrics":
        return importlib.import_module("ser_evals.metrics")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def _extend_datasets(load: Any) -> None:
    from ser_evals.data._register import install

    install(load)


after_import("datasets.load", _extend_datasets)


def _extend_transformers(module: Any) -> None:
    from ser_evals.modeling.registration import install

    install(module)


def _extend_pipelines(module: Any) -> None:
    from ser_evals.modeling.registration import install_pipeline

    install_pipeline(module)


after_import("transformers.pipelines", _extend_pipelines)

for _name in ("configuration_auto", "feature_extraction_auto", "modeling_auto"):
    after_import(f"transformers.models.auto.{_name}", _extend_transformers)
