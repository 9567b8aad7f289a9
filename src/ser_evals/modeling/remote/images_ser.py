"""Networks that were trained on images, on log-mel spectrograms: one vector per clip.

Triantafyllopoulos et al. 2025 take fourteen of them from torchvision 0.16. AlexNet and VGG are
those very networks, in `image_nets_ser`; of the others transformers has the architectures, with
the same number of weights. The image is the spectrogram on end, time from top to bottom and bands
from left to right, three times over, in dB as it is; so autrainer hands it over.
"""

import os
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from .frames_ser import FrameEncoder
from .image_nets_ser import KINDS, LEAST, PlainNet, check
from .mel_ser import BANDS, HOP, SHORTEST, SILENCE, log_mel

_SMALL = {"model_type": "convnext", "depths": [3, 3, 27, 3]}
_DEEP = {"model_type": "swin", "depths": [2, 2, 18, 2]}
MODELS: dict[str, dict[str, Any]] = {
    **{kind: {"model_type": kind} for kind in KINDS},
    "resnet50": {"model_type": "resnet"},
    "efficientnet_b0": {
        "model_type": "efficientnet",
        "image_size": 224,
        "width_coefficient": 1.0,
        "depth_coefficient": 1.0,
        "hidden_dim": 1280,
        "dropout_rate": 0.2,
    },
    "convnext_t": {"model_type": "convnext"},
    "convnext_s": _SMALL,
    "convnext_b": {**_SMALL, "hidden_sizes": [128, 256, 512, 1024]},
    "convnext_l": {**_SMALL, "hidden_sizes": [192, 384, 768, 1536]},
    "swin_t": {"model_type": "swin"},
    "swin_s": _DEEP,
    "swin_b": {**_DEEP, "embed_dim": 128, "num_heads": [4, 8, 16, 32]},
}
"""Configurations of the fourteen networks of the study, as `build` takes them."""


class ImageEncoder(FrameEncoder):
    """What the last layer of an image classifier reads; that layer itself is left out.

    | network | the vector | its size |
    |---|---|---|
    | AlexNet, VGG | second hidden layer of the classifier, behind ReLU and dropout | 4,096 |
    | ResNet-50, EfficientNet-B0 | average over the last feature map | 2,048; 1,280 |
    | ConvNeXt | average over the last feature map, then layer norm | 768, 768, 1,024, 1,536 |
    | Swin | layer norm, then average over the last feature map | 768, 768, 1,024 |

    Clips of one length go through the network together and no others with them, so that there is
    no padding. In training, batch normalisation therefore sees clips of one length at a time:
    crop them to one. Clips below `shortest` get zeros behind them, whoever the caller is.

    Args:
        config: "model_type", one of alexnet, vgg11, vgg13, vgg16, vgg19, resnet, efficientnet,
            convnext and swin; the options of `PlainNet` or of the configuration that transformers
            has; and under "input", where the spectrogram is to be resized (bilinear, with
            anti-aliasing), the "size" of the image, [height, width] or None.

    A Swin transformer gets images of 224 x 224 at least: below 193, its last stage has fewer cells
    on a side than a window has, and the one in transformers fails. Without "size", bands of
    silence are added to the 64 and clips are padded to `shortest`, 2.23 s; autrainer resizes to
    [224, 224] instead. Either way the last stage is always one window wide: were it wider for some
    clips only, those after a narrow one would get other vectors than before it, because in
    transformers such a stage stops shifting its windows for good.

    Raises:
        ValueError: for a type that is not known.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        config = dict(config)
        kind, front = config.pop("model_type", None), config.pop("input", {})
        self.size = tuple(front["size"]) if front.get("size") else None
        if kind in KINDS:
            self.net = PlainNet(kind, config.pop("classes", 0), **config)
            self.dim, self.least = self.net.dim, LEAST[kind]
        else:
            self.net, self.dim, self.least = _transformers(kind, config)
        if self.size is None:
            self.shortest = max(SHORTEST, HOP * (self.least - 1))
        else:
            self.shortest = SHORTEST
            if min(self.size) < self.least:
                raise ValueError(f"input size {list(self.size)}: {kind} needs {self.least} a side")

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Embed clips; the states are (clips, 1, 1, dim). See `FrameEncoder.forward`."""
        vectors: list[torch.Tensor] = [waves] * len(waves)
        for length in lengths.unique().tolist():
            (members,) = torch.where(lengths == length)
            alike = self.embed(self.images(waves[members, :length]))
            for place, vector in zip(members.tolist(), alike, strict=True):
                vectors[place] = vector
        return torch.stack(vectors)[:, None, None], torch.ones_like(lengths)

    def images(self, waves: torch.Tensor) -> torch.Tensor:
        """Turn clips of one length, (clips, samples), into (clips, 3, height, width) in dB."""
        waves = functional.pad(waves, (0, max(0, self.shortest - waves.shape[1])))
        mel = log_mel(waves)[:, None]
        if self.size is not None:
            mel = functional.interpolate(mel, self.size, mode="bilinear", antialias=True)
        elif self.least > BANDS:
            mel = functional.pad(mel, (0, self.least - BANDS), value=SILENCE)
        return mel.expand(-1, 3, -1, -1)

    def embed(self, images: torch.Tensor) -> torch.Tensor:
        """Turn (images, 3, height, width) into (images, dim)."""
        images = images.to(next(self.net.parameters()).dtype)
        if isinstance(self.net, PlainNet):
            return self.net(images)
        return self.net(images).pooler_output.flatten(1)

    def load_published(
        self, source: str | os.PathLike | Mapping[str, Any], revision: str | None = None
    ) -> "ImageEncoder":
        """Load published weights, every name and shape accounted for; returns the encoder.

        Args:
            source: for AlexNet and VGG torchvision's file or what it holds; for the others a
                checkpoint of transformers, a folder or a name on the Hub.
            revision: commit on the Hub.

        Raises:
            ValueError: if a name is missing or left over, or a shape differs.
        """
        if isinstance(self.net, PlainNet):
            self.net.load_published(source)
            return self
        from transformers import AutoModel

        # Not by state alone: transformers renames weights of older checkpoints when it loads them.
        model, report = AutoModel.from_pretrained(
            source,
            revision=revision,
            dtype=torch.float32,
            output_loading_info=True,
            trust_remote_code=False,
        )
        if missing := sorted(report["missing_keys"]):
            raise ValueError(f"{source}: {len(missing)} weights are missing, such as {missing[0]}")
        check(self.net.state_dict(), model.state_dict(), self.net.config.model_type)
        self.net.load_state_dict(model.state_dict())
        return self


def _transformers(kind: str | None, config: dict[str, Any]) -> tuple[nn.Module, int, int]:
    """Return a network, weights drawn at random, its vectors' size and the least side it takes."""
    if kind not in ("resnet", "efficientnet", "convnext", "swin"):
        known = ", ".join((*KINDS, "resnet", "efficientnet", "convnext", "swin"))
        raise ValueError(f"backbone_config: unknown model_type {kind!r} (known: {known})")
    from transformers import AutoConfig, AutoModel

    settings = AutoConfig.for_model(kind, **config)
    net = AutoModel.from_config(settings)
    if kind == "resnet":
        return net, settings.hidden_sizes[-1], 1
    if kind == "convnext":
        stages = len(settings.hidden_sizes)
        return net, settings.hidden_sizes[-1], settings.patch_size * 2 ** (stages - 1)
    if kind == "swin":
        stages = len(settings.depths)
        return (
            net,
            settings.hidden_size,
            (settings.window_size * settings.patch_size * 2 ** (stages - 1)),
        )
    # Its own pooling ends after 1,280 cells, 6.8 minutes.
    net.pooler = nn.AdaptiveAvgPool2d(1)
    # Checkpoints say 0.99 as TensorFlow means it, the share of the old; torch's is of the new.
    momentum = min(settings.batch_norm_momentum, 1 - settings.batch_norm_momentum)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = momentum
    return net, settings.hidden_dim, 32


def build(config: str | dict[str, Any]) -> FrameEncoder:
    """Build an encoder, weights drawn at random.

    Args:
        config: a name in `MODELS`, or a configuration as `ImageEncoder` takes it.

    Raises:
        ValueError: if there is no such network.

    Example:
        >>> encoder = build({"model_type": "resnet", "depths": [1, 1, 1, 1]})
        >>> encoder.dim, encoder.rate, encoder.shortest
        (2048, 0.0, 257)
    """
    if isinstance(config, str):
        if config not in MODELS:
            raise ValueError(f"no image network {config!r}: there are {', '.join(MODELS)}")
        config = MODELS[config]
    return ImageEncoder(config)
