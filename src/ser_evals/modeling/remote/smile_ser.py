"""Feature sets of openSMILE, and the two small networks that are trained on them."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from transformers import initialization as init

from .frames_ser import FrameEncoder


class SmileSet(NamedTuple):
    """How much a feature set holds.

    Attributes:
        functionals: values per clip.
        descriptors: low-level descriptors per frame.
        deltas: whether each descriptor has a delta besides.
    """

    functionals: int
    descriptors: int
    deltas: bool = True


SETS = {
    "IS09": SmileSet(384, 16),
    "IS10": SmileSet(1582, 38),
    "IS11": SmileSet(4368, 59),
    "IS12": SmileSet(6125, 64),
    "IS13": SmileSet(6373, 65),
    "ComParE_2016": SmileSet(6373, 65),
    "eGeMAPSv02": SmileSet(88, 25, deltas=False),
}
"""Interspeech challenges 2009 to 2013 and 2016, and eGeMAPS, as `opensmile.FeatureSet` has them."""

LOUDEST = 32767 / 32768
"""openSMILE works on 16-bit integers, where a sample of 1 would turn into -1."""


class SmileFrames(FrameEncoder):
    """A feature set of openSMILE, computed on the CPU; undefined values become 0.

    Args:
        features: one of `SETS`.
        level: "functionals", one vector per clip, or "descriptors", low-level descriptors and
            their deltas every 10 ms.

    Source: Eyben, Woellmer & Schuller, "openSMILE" (ACM Multimedia 2010); the sets as in
    Triantafyllopoulos et al. 2025 (openSMILE 3.0.2; opensmile 2.6 holds the same files).

    Raises:
        ValueError: if there is no such set or level.

    Example:
        >>> SmileFrames("IS09", level="functionals").dim
        384
        >>> SmileFrames("IS09", level="descriptors").dim
        32
    """

    window = float("inf")  # openSMILE reads frame by frame

    def __init__(self, features: str, *, level: str) -> None:
        super().__init__()
        if features not in SETS:
            raise ValueError(f"no feature set {features!r}: there are {', '.join(SETS)}")
        chosen = SETS[features]
        self.features = features
        if level == "functionals":
            self.sink, self.dim, self.rate = "func", chosen.functionals, 0.0
            # Half a second: below it, several statistics over segments are undefined.
            self.shortest = 8_000
        elif level == "descriptors":
            # Two levels in one sink come frame by frame, as far as both of them reach: the two
            # frames that the deltas have more, at the end, are left out.
            self.sink = "lld;lld_de" if chosen.deltas else "lld"
            self.dim, self.rate = chosen.descriptors * (1 + chosen.deltas), 100.0
            # A tenth of a second: below it, some sets give no frame.
            self.shortest = 1_600
        else:
            raise ValueError(f"no level {level!r}: there are functionals and descriptors")

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Encode clips one by one, without gradients; see `FrameEncoder.forward`.

        Raises:
            ValueError: if opensmile is not installed, or its version holds other features.
        """
        samples = waves.detach().float().cpu().clamp(-1.0, LOUDEST).numpy()
        clips = [
            self._values(wave[:length])
            for wave, length in zip(samples, lengths.tolist(), strict=True)
        ]
        frames = torch.tensor([len(clip) for clip in clips], device=waves.device)
        return pad_sequence(clips, batch_first=True)[:, :, None].to(waves.device), frames

    def _values(self, wave: np.ndarray) -> torch.Tensor:
        """Return (frames, dim) of one clip."""
        table = _extractor(self.features, self.sink, self.dim).process_signal(
            wave, self.sampling_rate
        )
        values = np.nan_to_num(table.to_numpy(), nan=0.0, posinf=0.0, neginf=0.0)
        return torch.from_numpy(values).float()


@cache
def _extractor(features: str, sink: str, dim: int) -> Any:
    try:
        import opensmile
    except ImportError as error:
        raise ValueError(f"{features} needs opensmile: pip install 'opensmile>=2.6'") from error
    known = features in opensmile.FeatureSet.__members__
    smile = opensmile.Smile(opensmile.FeatureSet[features], sink) if known else None
    if smile is None or len(smile.feature_names) != dim:
        raise ValueError(
            f"opensmile {opensmile.__version__} has no {features} of {dim} values: "
            "pip install 'opensmile>=2.6'"
        )
    return smile


class _Standardised(nn.Module):
    """A network that z-scores its input; mean 0 and spread 1 until `standardise` sets them."""

    mean: torch.Tensor
    spread: torch.Tensor

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("spread", torch.ones(dim))

    @torch.no_grad()
    def standardise(self, mean: torch.Tensor, spread: torch.Tensor) -> None:
        """Set the mean and standard deviation of every feature, both of shape (dim,).

        Raises:
            ValueError: if a spread is not above 0.
        """
        if not bool((spread > 0).all()):
            raise ValueError("spread must be above 0: give 1 where a feature is constant")
        self.mean.copy_(mean)
        self.spread.copy_(spread)

    def initialise(self, part: nn.Module) -> None:
        """Draw the weights of one part of the network, as torch does."""
        if part is self:
            init.zeros_(self.mean)
            init.ones_(self.spread)
        elif isinstance(part, nn.Linear | nn.LSTM):
            fan = part.in_features if isinstance(part, nn.Linear) else part.hidden_size
            for weights in part.parameters():
                init.uniform_(weights, -(fan**-0.5), fan**-0.5)

    def _scaled(self, states: torch.Tensor) -> torch.Tensor:
        return (states[:, :, 0].to(self.mean.dtype) - self.mean) / self.spread


class SmileMlp(_Standardised):
    """Three linear layers, ReLU and dropout behind the first two: for functionals.

    Args:
        dim: values per clip.
        n_classes: number of classes.
        hidden: width of both hidden layers.
        dropout: probability.

    Source: Triantafyllopoulos et al. 2025, "-s-mlp". Its text has "3-layered MLPs with 64 hidden
    units each"; its toolkit counts the output among the layers, and so does this.

    Example:
        >>> net = SmileMlp(384, n_classes=4)
        >>> sum(p.numel() for p in net.parameters())
        29060
    """

    def __init__(self, dim: int, *, n_classes: int, hidden: int = 64, dropout: float = 0.5) -> None:
        super().__init__(dim)
        self.network = nn.Sequential(
            nn.Linear(dim, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, n_classes),
        )

    def forward(self, states: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """Map (clips, 1, 1, dim), and `frames` all 1, to logits (clips, classes).

        Raises:
            ValueError: if clips have more than one vector.
        """
        if states.shape[1] != 1:
            raise ValueError(f"one vector per clip is expected, not {states.shape[1]} frames")
        return self.network(self._scaled(states)[:, 0])


class SmileLstm(_Standardised):
    """An LSTM of two layers, the mean over time, two linear layers: for frames of descriptors.

    Args:
        dim: values per frame.
        n_classes: number of classes.
        hidden: units of each recurrent and of the hidden linear layer.
        dropout: probability, between the recurrent layers and behind the hidden linear one.

    Source: Triantafyllopoulos et al. 2025, "-d-lstm". Its text has dropout behind all hidden
    layers; its toolkit has none between the mean and the linear layers, and neither has this.

    Example:
        >>> net = SmileLstm(32, n_classes=4)
        >>> sum(p.numel() for p in net.parameters())
        18084
    """

    def __init__(self, dim: int, *, n_classes: int, hidden: int = 32, dropout: float = 0.5) -> None:
        super().__init__(dim)
        self.recurrent = nn.LSTM(dim, hidden, num_layers=2, dropout=dropout, batch_first=True)
        self.network = nn.Sequential(
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, n_classes)
        )

    def forward(self, states: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """Map (clips, frames, 1, dim), and how many frames are valid, to (clips, classes)."""
        # It reads forwards only: what pads a clip cannot reach the frames that are averaged.
        values, _ = self.recurrent(self._scaled(states))
        behind = torch.arange(values.shape[1], device=values.device) >= frames[:, None]
        total = values.masked_fill(behind[:, :, None], 0.0).sum(1)
        return self.network(total / frames[:, None])


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build the front end from "features" and "level", by default functionals."""
    return SmileFrames(config.get("features", ""), level=config.get("level", "functionals"))
