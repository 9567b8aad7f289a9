"""Teach transformers' Auto classes the model type "ser"."""

import importlib
from typing import Any

HOMES = {
    "transformers.models.auto.configuration_auto": ("AutoConfig", "configuration_ser"),
    "transformers.models.auto.feature_extraction_auto": (
        "AutoFeatureExtractor",
        "feature_extraction_ser",
    ),
    "transformers.models.auto.modeling_auto": ("AutoModelForAudioClassification", "modeling_ser"),
}
"""Where each Auto class is defined, and the module of `modeling.remote` that it needs."""


def install_pipeline(module: Any) -> None:
    """Let `pipeline("audio-classification")` resample clips for our models without torchaudio.

    Args:
        module: `transformers.pipelines`, just imported.
    """
    ours = "ser_evals.modeling.remote.pipeline_ser.SerPipeline"
    module.PIPELINE_REGISTRY.supported_tasks["audio-classification"]["impl"] = ours


def install(module: Any) -> None:
    """Register with the Auto class that a module defines; doing it twice changes nothing.

    Args:
        module: one of `HOMES`, just imported.
    """
    auto, home = HOMES[module.__name__]
    remote = "ser_evals.modeling.remote"
    config = importlib.import_module(f"{remote}.configuration_ser").SerConfig
    own = importlib.import_module(f"{remote}.{home}")
    if auto == "AutoConfig":
        module.AutoConfig.register(config.model_type, config, exist_ok=True)
    elif auto == "AutoFeatureExtractor":
        module.AutoFeatureExtractor.register(config, own.SerFeatureExtractor, exist_ok=True)
    else:
        getattr(module, auto).register(config, own.SerForAudioClassification, exist_ok=True)


def register() -> None:
    """Register with all of them now."""
    for name in HOMES:
        install(importlib.import_module(name))
