"""Encoders on raw audio with a convolutional front: wav2vec 2.0, HuBERT, WavLM and relatives."""

from math import prod
from typing import Any

import torch

from .frames_ser import FrameEncoder
from .padding_ser import clips_of, frames, ignore_padding
from .settings_ser import every_layer, settings_of


class RawFrameEncoder(FrameEncoder):
    """All hidden states of a network on raw audio.

    Args:
        config: of the checkpoint, and under "input" what its preprocessor says: "sampling_rate",
            and "normalise", whether each clip is scaled to mean 0 and variance 1.
    """

    window = 30.0

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        from transformers import AutoModel

        settings, front = settings_of(every_layer(config))
        self.net = AutoModel.from_config(settings)
        if not settings.mask_time_prob and not settings.mask_feature_prob:
            self.net.masked_spec_embed = None  # UniSpeech-SAT has one all the same
        self.sampling_rate = front.get("sampling_rate", 16_000)
        self.normalise = front.get("normalise", True)
        self.layers, self.dim = settings.num_hidden_layers + 1, settings.hidden_size
        self.kernels, self.strides = settings.conv_kernel, settings.conv_stride
        self.rate = self.sampling_rate / prod(self.strides)
        reach = 1
        for kernel, stride in zip(reversed(self.kernels), reversed(self.strides), strict=True):
            reach = (reach - 1) * stride + kernel
        self.shortest = reach
        ignore_padding(self.net)

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `FrameEncoder.forward`."""
        waves = waves[:, : int(lengths.max())]
        inside = torch.arange(waves.shape[1], device=waves.device) < lengths[:, None]
        samples = None if bool(inside.all()) else lengths.tolist()
        # Computed again in the backward pass, its norm would not know the lengths any more.
        self.net.feature_extractor.conv_layers[0].gradient_checkpointing = False
        with clips_of(samples):
            output = self.net(
                self._scaled(waves, inside).to(self.net.dtype),
                attention_mask=None if samples is None else inside.long(),
                output_hidden_states=True,
            )
        # transformers 5 records the last layer before the final layer norm of large models.
        states = torch.stack([*output.hidden_states[:-1], output.last_hidden_state], dim=2)
        counts = [frames(n, self.kernels, self.strides) for n in lengths.tolist()]
        return states, torch.tensor(counts, device=waves.device)

    def _scaled(self, waves: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
        if not self.normalise:
            return waves
        count = inside.sum(1, keepdim=True)
        mean = waves.masked_fill(~inside, 0).sum(1, keepdim=True) / count
        waves = (waves - mean).masked_fill(~inside, 0)
        return waves / (waves.square().sum(1, keepdim=True) / count + 1e-7).sqrt()


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build an encoder from a checkpoint's configuration, weights drawn at random."""
    return RawFrameEncoder(config)
