"""AlexNet and VGG, whose weights are published for torchvision only.

Krizhevsky, "One weird trick for parallelizing convolutional neural networks" (2014), as torchvision
has it, and Simonyan & Zisserman, "Very deep convolutional networks for large-scale image
recognition" (ICLR 2015), without batch normalisation. Names and sizes of the weights are those of
`alexnet-owt-7be5be79.pth`, `vgg11-8a719046.pth`, `vgg13-19584684.pth`, `vgg16-397923af.pth` and
`vgg19-dcbb9e9d.pth`.
"""

import os
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

VGG = {
    "vgg11": (1, 1, 2, 2, 2),
    "vgg13": (2, 2, 2, 2, 2),
    "vgg16": (2, 2, 3, 3, 3),
    "vgg19": (2, 2, 4, 4, 4),
}
"""Convolutions in each of the five stages."""
KINDS = ("alexnet", *VGG)
LEAST = {"alexnet": 63} | dict.fromkeys(VGG, 32)
"""Least height and width of an image: below it, pooling leaves nothing."""


class PlainNet(nn.Module):
    """A network without branches: convolutions, average pooling to a square, a classifier.

    Args:
        kind: one of `KINDS`.
        classes: outputs; 0 leaves the last layer out, and the network gives what that one reads.
        width: channels of the first convolution; the others keep their proportion to it.
        hidden: units of the two hidden layers of the classifier.
        dropout: probability, before the linear layers (AlexNet) or behind the hidden ones (VGG).

    Raises:
        ValueError: if there is no such network.

    Example:
        >>> with torch.device("meta"):
        ...     net = PlainNet("vgg16")
        >>> sum(p.numel() for p in net.parameters())
        138357544
    """

    def __init__(
        self,
        kind: str,
        classes: int = 1000,
        *,
        width: int = 64,
        hidden: int = 4096,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        if kind not in KINDS:
            raise ValueError(f"no image network {kind!r}: there are {', '.join(KINDS)}")
        if kind == "alexnet":
            self.features, side, channels = _alexnet(width), 6, 4 * width
        else:
            self.features, side, channels = _vgg(VGG[kind], width), 7, 8 * width
        self.avgpool = nn.AdaptiveAvgPool2d(side)
        first, second = nn.Linear(channels * side**2, hidden), nn.Linear(hidden, hidden)
        drops = nn.Dropout(dropout), nn.Dropout(dropout)
        if kind == "alexnet":
            layers = [drops[0], first, nn.ReLU(), drops[1], second, nn.ReLU()]
        else:
            layers = [first, nn.ReLU(), drops[0], second, nn.ReLU(), drops[1]]
        self.classifier = nn.Sequential(*layers)
        if classes:
            self.classifier.append(nn.Linear(hidden, classes))
        if kind in VGG:
            self.apply(_initialise)
        self.kind, self.dim = kind, classes or hidden

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Map (images, 3, height, width), each side at least `LEAST`, to (images, dim)."""
        return self.classifier(self.avgpool(self.features(images)).flatten(1))

    def load_published(self, source: str | os.PathLike | Mapping[str, Any]) -> "PlainNet":
        """Load torchvision's weights, every name and shape accounted for; returns the network.

        Args:
            source: path of the file, or what it holds. Only `classifier.6.*` is passed over, and
                only where `classes` is 0.

        Raises:
            ValueError: if a name is missing or left over, or a shape differs.
        """
        weights = source
        if not isinstance(source, Mapping):
            weights = torch.load(source, map_location="cpu", weights_only=True)
        own, weights = self.state_dict(), dict(weights)
        for name in ("classifier.6.weight", "classifier.6.bias"):
            if name not in own:
                weights.pop(name, None)
        check(own, weights, self.kind)
        self.load_state_dict(weights)
        return self


def check(own: Mapping[str, Any], weights: Mapping[str, Any], network: str) -> None:
    """Refuse weights whose names or shapes are not those of a network.

    Args:
        own: state of the network.
        weights: what is to be loaded.
        network: its name, for the message.

    Raises:
        ValueError: with the first three that differ.
    """
    wrong = sorted(
        name
        for name in own.keys() | weights.keys()
        if getattr(own.get(name), "shape", None) != getattr(weights.get(name), "shape", 0)
    )
    if wrong:
        raise ValueError(
            f"not the weights of this {network}: {len(wrong)} names or shapes differ, such as "
            f"{', '.join(map(str, wrong[:3]))}"
        )


def _alexnet(width: int) -> nn.Sequential:
    return nn.Sequential(
        *(nn.Conv2d(3, width, 11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Conv2d(width, 3 * width, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Conv2d(3 * width, 6 * width, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(6 * width, 4 * width, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(4 * width, 4 * width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2)),
    )


def _vgg(stages: tuple[int, ...], width: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    inputs = 3
    for stage, convolutions in enumerate(stages):
        outputs = width * min(8, 2**stage)
        for _ in range(convolutions):
            layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU()]
            inputs = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers)


def _initialise(module: nn.Module) -> None:
    """Draw VGG's weights as torchvision does; torch's own are too small for its depth."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
    elif isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.01)
    else:
        return
    nn.init.zeros_(module.bias)
