"""Backbone and head as one model for transformers."""

from pathlib import Path
from typing import Any

import torch

from ser_evals.errors import SerEvalsError
from ser_evals.exporting._head import Final
from ser_evals.exporting._run import Source
from ser_evals.modeling.pickles import load
from ser_evals.modeling.remote.build_ser import RAW
from ser_evals.modeling.remote.configuration_ser import SerConfig
from ser_evals.modeling.remote.feature_extraction_ser import SerFeatureExtractor
from ser_evals.modeling.remote.frames_ser import FrameEncoder
from ser_evals.modeling.remote.modeling_ser import SerForAudioClassification

LEFT_OUT = ("_name_or_path", "architectures", "dtype", "torch_dtype", "transformers_version")


def assemble(source: Source, head: Final) -> tuple[Any, Any]:
    """Return a `SerForAudioClassification` in evaluation mode and its `SerFeatureExtractor`.

    Raises:
        SerEvalsError: for a backbone that cannot be part of a model.
    """
    config, encoder = source.config, source.encoder
    described, net = _network(source)
    layer, frames = config["layer"], config["frames"]
    model = SerForAudioClassification(
        SerConfig(
            backbone=source.backbone.name,
            backbone_config=described,
            id2label=dict(enumerate(source.classes)),
            label2id={name: i for i, name in enumerate(source.classes)},
            head="frames",
            layer=int(layer) if layer.isdigit() else layer,
            hidden=config["head"]["hidden"],
            dropout=config["head"]["dropout"],
            standardise=encoder.standardise,
            context=frames["context"],
            frames_per_second=frames["rate"],
            windows=frames["windows"],
            half=not encoder.standardise,
            sampling_rate=encoder.sampling_rate,
            source_prior=head.prior,
            seen=[share > 0 for share in head.prior],
        )
    )
    if described["model_type"] in RAW:
        # as it was trained: the encoder has exchanged parts of its own copy, to be faster
        net = _reloaded(source)
    if net is not None:
        weights = net.state_dict()
        weights.pop("masked_spec_embed", None)  # of pre-training alone
        whole = isinstance(net, FrameEncoder)
        (model.backbone if whole else model.backbone.net).load_state_dict(weights)
    model.head.load_state_dict(head.state)
    extractor = SerFeatureExtractor(
        sampling_rate=encoder.sampling_rate, shortest=model.backbone.shortest
    )
    return model.eval(), extractor


def _network(source: Source) -> tuple[dict[str, Any], Any]:
    """Return what to build the backbone from, and the network that has its weights."""
    backbone, net = source.backbone, source.network
    described = getattr(source.encoder, "described", None)
    if described is not None:  # the encoder is what the model is going to have
        return described, net
    if backbone.engine == "opensmile":
        return {"model_type": "opensmile", "features": backbone.checkpoint}, None
    kind = net.config.model_type
    described = {k: v for k, v in net.config.to_diff_dict().items() if k not in LEFT_OUT}
    extractor = source.encoder.extractor
    if kind == "whisper":
        facts = (extractor.sampling_rate, extractor.n_fft, extractor.hop_length)
        if facts != (16_000, 400, 160):
            raise SerEvalsError(f"backbone {backbone.name!r}: its spectrogram is not Whisper's")
        return described | {"model_type": kind}, net
    front = {"sampling_rate": extractor.sampling_rate, "normalise": extractor.do_normalize}
    # Whoever trains it further needs a state of every layer: none may be dropped at random.
    tuned = {"apply_spec_augment": False, "layerdrop": 0.0}
    return described | {"model_type": kind, **tuned, "input": front}, net


def _reloaded(source: Source) -> Any:
    from transformers import AutoModel

    backbone, config = source.backbone, source.network.config
    options = {} if Path(backbone.checkpoint).is_dir() else {"revision": backbone.revision}
    config.add_adapter = False
    options |= {"config": config, "dtype": torch.float32}
    return load(AutoModel, backbone.checkpoint, allow_pickle=backbone.allow_pickle, **options)
