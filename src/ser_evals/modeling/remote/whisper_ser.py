"""Whisper encoders (Radford et al., ICML 2023) from raw audio, at any length."""

from functools import cache
from typing import Any

import torch
from torch.nn import functional

from .frames_ser import FrameEncoder

RATE = 16_000
WINDOW, HOP = 400, 160
TAIL = RATE // 2


class WhisperFrameEncoder(FrameEncoder):
    """All hidden states of a Whisper encoder, cut to samples // 320 frames.

    Args:
        config: of the Whisper checkpoint.
        context: "full": 30 s of input, as trained; "clip": the clip and half a second of silence,
            which is faster and gives other numbers.
    """

    sampling_rate = RATE

    def __init__(self, config: dict[str, Any], context: str = "full") -> None:
        super().__init__()
        from transformers import WhisperConfig
        from transformers.models.whisper.modeling_whisper import WhisperEncoder

        self.net = WhisperEncoder(WhisperConfig.from_dict(dict(config)))
        self.full = context == "full"
        self.layers, self.dim = len(self.net.layers) + 1, self.net.config.d_model
        self.hop = HOP * self.net.conv1.stride[0] * self.net.conv2.stride[0]
        self.rate = RATE / self.hop
        self.window = self.net.max_source_positions * self.hop / RATE

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `FrameEncoder.forward`."""
        most = self.net.max_source_positions
        reach = torch.full_like(lengths, most)
        if not self.full:
            reach = (lengths + TAIL).div(self.hop, rounding_mode="floor").clamp(max=most)
            reach += ((lengths + TAIL) % self.hop > 0) & (reach < most)
        longest = int(reach.max()) * self.hop
        waves = functional.pad(waves, (0, longest - waves.shape[1]))
        with torch.autocast(waves.device.type, enabled=False):
            mel = log_mel(waves.float(), self.net.num_mel_bins)
        frames = (lengths // self.hop).clamp(min=1)
        even = bool((reach == reach[0]).all())
        return self._states(mel, None if even else reach)[:, : int(frames.max())], frames

    def _states(self, mel: torch.Tensor, reach: torch.Tensor | None) -> torch.Tensor:
        """Run the encoder; of each clip only `reach` positions exist (None: all of them)."""
        net = self.net
        x, mask = beginning(net, mel, reach, self.hop // HOP)
        x = functional.dropout(x, net.dropout, self.training)
        states = [x]
        for layer in net.layers:
            x = layer(x, mask)
            states.append(x)
        states[-1] = net.layer_norm(x)
        return torch.stack(states, dim=2)


def beginning(
    net: Any, mel: torch.Tensor, reach: torch.Tensor | None, steps: int
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Compute what an encoder's layers are given.

    Args:
        net: `WhisperEncoder`.
        mel: (clips, bands, time).
        reach: positions that exist of each clip; None: all of them.
        steps: times per position.

    Returns:
        States (clips, positions, dim), and a mask (clips, 1, positions, positions) that lets no
        clip attend to what is beyond its end; None where nothing is.
    """
    mel = mel.to(net.conv1.weight.dtype)
    x = functional.gelu(net.conv1(_only(mel, reach, steps)))
    x = functional.gelu(net.conv2(_only(x, reach, steps))).transpose(1, 2)
    mask = None
    if reach is not None:
        beyond = torch.arange(x.shape[1], device=x.device) >= reach[:, None]
        mask = torch.zeros(beyond.shape, dtype=x.dtype, device=x.device)
        mask = mask.masked_fill(beyond, torch.finfo(x.dtype).min)[:, None, None]
        mask = mask.expand(-1, 1, x.shape[1], -1)
    return x + net.embed_positions.weight[: x.shape[1]], mask


def _only(x: torch.Tensor, reach: torch.Tensor | None, steps: int) -> torch.Tensor:
    """Put zeros, a convolution's own padding, where a clip does not reach; x (clips, _, time)."""
    if reach is None:
        return x
    beyond = torch.arange(x.shape[2], device=x.device) >= reach[:, None] * steps
    return x.masked_fill(beyond[:, None], 0)


def log_mel(waves: torch.Tensor, bands: int) -> torch.Tensor:
    """Return Whisper's log-mel spectrogram (clips, bands, samples // 160) of 16 kHz waves."""
    window = torch.hann_window(WINDOW, device=waves.device)
    power = torch.stft(waves, WINDOW, HOP, window=window, return_complex=True)[..., :-1].abs() ** 2
    mel = (_filters(bands).to(waves.device).T @ power).clamp(min=1e-10).log10()
    mel = torch.maximum(mel, mel.amax((1, 2), keepdim=True) - 8.0)
    return (mel + 4.0) / 4.0


@cache
def _filters(bands: int) -> torch.Tensor:
    from transformers.audio_utils import mel_filter_bank

    filters = mel_filter_bank(
        num_frequency_bins=1 + WINDOW // 2,
        num_mel_filters=bands,
        min_frequency=0.0,
        max_frequency=RATE / 2,
        sampling_rate=RATE,
        norm="slaney",
        mel_scale="slaney",
    )
    with torch.device("cpu"):
        return torch.tensor(filters, dtype=torch.float32)


def build(config: dict[str, Any], context: str = "full") -> FrameEncoder:
    """Build an encoder from a Whisper checkpoint's configuration, weights drawn at random."""
    return WhisperFrameEncoder(config, context)
