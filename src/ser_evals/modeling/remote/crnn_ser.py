"""End-to-end networks on raw speech: blocks of 1-D convolution, then a recurrent network."""

from math import prod
from typing import Any

import torch
from torch import nn

from .frames_ser import FrameEncoder


class ConvBlock(nn.Module):
    """Convolution (stride 1), batch normalisation, activation, max-pooling without overlap.

    Args:
        inputs: channels in.
        outputs: channels out.
        kernel: width of the convolution; (kernel - 1) // 2 zeros are put on either side.
        pool: width and step of the pooling.
        activation: a module.
    """

    def __init__(
        self, inputs: int, outputs: int, *, kernel: int, pool: int, activation: nn.Module
    ) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(inputs, outputs, kernel, padding=(kernel - 1) // 2)
        self.normalisation = nn.BatchNorm1d(outputs)
        self.activation = activation
        self.pool = pool
        nn.init.kaiming_uniform_(self.convolution.weight)
        nn.init.zeros_(self.convolution.bias)

    @property
    def lost(self) -> int:
        """Steps that the convolution gives less than it is given: 1 for an even kernel."""
        return self.convolution.kernel_size[0] - 1 - 2 * self.convolution.padding[0]

    def forward(
        self, values: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Map (clips, channels, steps) and the steps of each clip to the same of the output."""
        # The convolution pads a clip that stands alone with zeros: so must it do in a batch.
        behind = torch.arange(values.shape[2], device=values.device) >= lengths[:, None]
        values = self.convolution(values.masked_fill(behind[:, None], 0.0))
        values = self.activation(self.normalisation(values))
        pooled = nn.functional.max_pool1d(values, self.pool)
        return pooled, (lengths - self.lost) // self.pool


class ConvRecurrent(FrameEncoder):
    """Convolutional blocks and an LSTM of two layers of 256 units; its outputs are the frames.

    In training, batch normalisation sees what pads a batch too: crop clips to one length.

    Args:
        channels: output channels of each block.
        kernels: width of its convolution.
        pools: width of its pooling.
        activation: class of its activation.
        hidden: units of each recurrent layer.
        depth: recurrent layers.
        dropout: between recurrent layers.
    """

    def __init__(
        self,
        channels: tuple[int, ...],
        kernels: tuple[int, ...],
        pools: tuple[int, ...],
        activation: type[nn.Module],
        *,
        hidden: int = 256,
        depth: int = 2,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            ConvBlock(inputs, outputs, kernel=kernel, pool=pool, activation=activation())
            for inputs, outputs, kernel, pool in zip(
                (1, *channels[:-1]), channels, kernels, pools, strict=True
            )
        )
        between = dropout if depth > 1 else 0.0
        self.recurrent = nn.LSTM(
            channels[-1], hidden, num_layers=depth, dropout=between, batch_first=True
        )
        self.dim = hidden
        self.rate = self.sampling_rate / prod(pools)
        self.shortest = 1
        for block in reversed(self.blocks):
            self.shortest = self.shortest * block.pool + block.lost

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Encode clips; see `FrameEncoder.forward`.

        Raises:
            ValueError: if a clip has fewer than `shortest` samples.
        """
        if int(lengths.min()) < self.shortest:
            raise ValueError(
                f"a clip of {int(lengths.min())} samples: pad it with zeros to {self.shortest}"
            )
        values, frames = waves[:, None], lengths
        for block in self.blocks:
            values, frames = block(values, frames)
        # It reads forwards only, so that nothing behind a clip reaches the clip's own frames.
        states, _ = self.recurrent(values.transpose(1, 2))
        return states[:, :, None], frames


class CRNN18(ConvRecurrent):
    """The audio network of Tzirakis et al. 2018: 3 blocks, leaky ReLU, 25 frames per second.

    Args:
        options: `hidden`, `depth` and `dropout` of `ConvRecurrent`.

    Source: "End-to-End Speech Emotion Recognition Using Deep Neural Networks" (ICASSP 2018), in
    the sizes of the authors' toolkit End2You ("emo18"). There, the recurrent network reads one
    vector per chunk, its pooled steps laid side by side, without dropout; here it reads every
    pooled step of the whole clip, with dropout, as in Triantafyllopoulos et al. 2025.

    Example:
        >>> encoder = CRNN18()
        >>> encoder.rate, encoder.dim, encoder.shortest
        (25.0, 256, 731)
    """

    def __init__(self, **options: Any) -> None:
        super().__init__((64, 128, 256), (8, 6, 6), (10, 8, 8), nn.LeakyReLU, **options)


class CRNN19(ConvRecurrent):
    """The 1-D network of Zhao et al. 2019: 4 local feature learning blocks, ELU, 62.5 frames/s.

    Args:
        options: `hidden`, `depth` and `dropout` of `ConvRecurrent`.

    Source: "Speech emotion recognition using deep 1D & 2D CNN LSTM networks" (Biomedical Signal
    Processing and Control 47, 2019), as in End2You ("zhao19") and Triantafyllopoulos et al.
    2025. Other implementations of the paper have one recurrent layer and keep its last state.

    Example:
        >>> encoder = CRNN19()
        >>> encoder.rate, encoder.dim, encoder.shortest
        (62.5, 256, 256)
    """

    def __init__(self, **options: Any) -> None:
        super().__init__((64, 64, 128, 128), (3, 3, 3, 3), (4, 4, 4, 4), nn.ELU, **options)


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build "crnn18" or "crnn19" from its "model_type" and the options of `ConvRecurrent`.

    Raises:
        ValueError: for another type.
    """
    kinds = {"crnn18": CRNN18, "crnn19": CRNN19}
    kind = config.get("model_type")
    if kind not in kinds:
        raise ValueError(f"no network {kind!r}: there are {', '.join(kinds)}")
    return kinds[kind](**{k: config[k] for k in ("hidden", "depth", "dropout") if k in config})
