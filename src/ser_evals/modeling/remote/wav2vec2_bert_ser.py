"""w2v-BERT 2.0 (Seamless Communication, 2023) from raw audio: pairs of log-mel frames."""

from typing import Any

import torch

from .frames_ser import FrameEncoder
from .kaldi_ser import HOP, WINDOW, log_mel
from .settings_ser import every_layer, settings_of

SCALE = 2.0**15
"""Of samples as 16-bit numbers."""


class Wav2Vec2BertFrameEncoder(FrameEncoder):
    """All hidden states of the conformer; each clip's bands have mean 0 and variance 1.

    Args:
        config: of the checkpoint, and under "input" what its preprocessor says: "sampling_rate",
            "bands", and "stride", how many frames of 10 ms make one.
    """

    window = 30.0

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        from transformers import AutoModel

        config = {**every_layer(config), "use_intermediate_ffn_before_adapter": False}
        settings, front = settings_of(config)
        self.net = AutoModel.from_config(settings)
        self.sampling_rate = front.get("sampling_rate", 16_000)
        self.bands, self.stride = front.get("bands", 80), front.get("stride", 2)
        self.rate = self.sampling_rate / (HOP * self.stride)
        # One frame, and two of the filter bank: their variance scales them.
        self.shortest = WINDOW + HOP * max(1, self.stride - 1)
        self.layers = settings.num_hidden_layers + 1
        self.dim = settings.hidden_size

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `FrameEncoder.forward`."""
        bands = self.filter_bank(waves, lengths)
        frames = ((lengths - WINDOW).div(HOP, rounding_mode="floor") + 1) // self.stride
        longest = int(frames.max())
        given = bands[:, : longest * self.stride].unflatten(1, (longest, self.stride)).flatten(2)
        inside = torch.arange(longest, device=frames.device) < frames[:, None]
        output = self.net(
            given.masked_fill(~inside[..., None], 0).to(self.net.dtype),
            attention_mask=None if bool(inside.all()) else inside.long(),
            output_hidden_states=True,
        )
        states = [*output.hidden_states[:-1], output.last_hidden_state]
        return torch.stack(states, dim=2), frames

    def filter_bank(self, waves: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Compute normalised frames of 10 ms, (clips, frames, bands)."""
        mel, count = log_mel(
            waves * SCALE, lengths, bands=self.bands, rate=self.sampling_rate, shape="povey"
        )
        count = count[:, None, None]
        inside = torch.arange(mel.shape[1], device=mel.device)[:, None] < count
        mel = (mel - mel.sum(1, keepdim=True) / count).masked_fill(~inside, 0)
        variance = mel.square().sum(1, keepdim=True) / (count - 1)
        return mel / (variance + 1e-7).sqrt()


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build an encoder from a checkpoint's configuration, weights drawn at random."""
    return Wav2Vec2BertFrameEncoder(config)
