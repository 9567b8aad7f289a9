"""Audio Spectrogram Transformer (Gong et al., Interspeech 2021) from raw audio."""

from typing import Any

import torch
from torch.nn import functional

from .frames_ser import FrameEncoder
from .kaldi_ser import HOP, WINDOW, log_mel
from .settings_ser import settings_of

MEAN, SPREAD = -4.2677393, 4.5689974
"""Of AudioSet's filter banks."""


class AstFrameEncoder(FrameEncoder):
    """All hidden states of the patches, averaged over frequency.

    The input always has the length that the network was trained on (1024 frames of 10 ms), and
    states of the padding are thrown away. With patches every 10 frames there are 10 per second.

    Args:
        config: of the checkpoint, and under "input" what its preprocessor says: "sampling_rate",
            and "mean" and "spread" of the filter bank, None where it is not normalised.
    """

    shortest = WINDOW

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        from transformers import AutoModel

        settings, front = settings_of(config)
        self.net = AutoModel.from_config(settings)
        self.sampling_rate = front.get("sampling_rate", 16_000)
        self.mean, self.spread = front.get("mean", MEAN), front.get("spread", SPREAD)
        self.input = settings.max_length, settings.num_mel_bins
        self.hop = HOP * settings.time_stride
        self.rate = self.sampling_rate / self.hop
        self.window = settings.max_length * HOP / self.sampling_rate
        self.layers, self.dim = settings.num_hidden_layers + 1, settings.hidden_size
        self.grid = self.net.embeddings.get_shape(settings)

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `FrameEncoder.forward`."""
        mel = self.filter_bank(waves, lengths).to(self.net.dtype)
        output = self.net(mel, output_hidden_states=True)
        # transformers 5 records the last layer before the final layer norm.
        states = torch.stack([*output.hidden_states[:-1], output.last_hidden_state], dim=2)
        high, wide = self.grid
        patches = states[:, -high * wide :]  # behind two tokens of the whole clip
        frames = lengths.div(self.hop, rounding_mode="floor").clamp(1, wide)
        return patches.unflatten(1, self.grid).mean(1)[:, : int(frames.max())], frames

    def filter_bank(self, waves: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Compute the input of the network, (clips, 1024, 128) as published."""
        longest, bands = self.input
        mel, _ = log_mel(waves, lengths, bands=bands, rate=self.sampling_rate, shape="hann")
        mel = functional.pad(mel, (0, 0, 0, longest - mel.shape[1]))
        return mel if self.mean is None else (mel - self.mean) / (2 * self.spread)


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build an encoder from a checkpoint's configuration, weights drawn at random."""
    return AstFrameEncoder(config)
