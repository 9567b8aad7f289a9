"""CLAP's audio half, HTS-AT (Wu et al., ICASSP 2023), from raw audio: ten seconds at 48 kHz."""

from functools import cache
from typing import Any

import torch

from .frames_ser import FrameEncoder
from .kaldi_ser import wide
from .settings_ser import settings_of

FLOOR = 1e-10


class ClapFrameEncoder(FrameEncoder):
    """States after the last stage, averaged over frequency: 3.2 per second.

    One layer: the earlier stages have other sizes. The input is as trained, a short clip repeated
    up to ten seconds; states of the repetitions are thrown away.

    Args:
        config: of the checkpoint's audio half, and under "input" what its preprocessor says:
            "sampling_rate", "samples" of the input, "fft" and "hop" in samples, "lowest" and
            "highest" in Hz, "padding", and "fused", whether the model is one that joins parts of
            long clips.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        from transformers import ClapAudioModel

        settings, front = settings_of(config)
        self.net = ClapAudioModel(settings)
        encoder = self.net.audio_encoder
        if settings.enable_fusion:
            # No clip is longer than the window: there is nothing to be joined, nor to be learnt.
            encoder.patch_embed.fusion_model.requires_grad_(False)
            encoder.patch_embed.mel_conv2d.requires_grad_(False)
        self.sampling_rate = front.get("sampling_rate", 48_000)
        self.samples = front.get("samples", 10 * self.sampling_rate)
        self.fft, self.hop = front.get("fft", 1024), front.get("hop", 480)
        self.padding = front.get("padding", "repeatpad")
        self.fused = front.get("fused", settings.enable_fusion)
        self.filters = (
            *(self.fft // 2 + 1, settings.num_mel_bins, self.sampling_rate),
            *(front.get("lowest", 50), front.get("highest", 14_000)),
            None if self.fused else "slaney",
        )
        merged = encoder.patch_stride[1] * 2 ** (encoder.num_layers - 1)
        self.window = self.samples / self.sampling_rate
        self.rate = settings.spec_size * encoder.freq_ratio // merged / self.window
        self.dim = encoder.num_features

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `FrameEncoder.forward`."""
        mel = self.log_mel(waves, lengths).to(self.net.dtype)[:, None]
        mel = mel.expand(-1, 4 if self.fused else 1, -1, -1)
        longer = torch.zeros(len(waves), 1, dtype=torch.bool, device=waves.device)
        output = self.net(mel, is_longer=longer).last_hidden_state
        per_sample = self.rate / self.sampling_rate
        frames = [max(1, round(length * per_sample)) for length in lengths.tolist()]
        states = output.mean(2).transpose(1, 2)[:, : max(frames), None]
        return states, torch.tensor(frames, device=waves.device)

    def log_mel(self, waves: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Compute the input of the network, (clips, 1001, 64) in dB as published."""
        waves = wide(self.repeated(waves, lengths))
        window = torch.hann_window(self.fft, dtype=waves.dtype, device=waves.device)
        spectrum = torch.stft(waves, self.fft, self.hop, window=window, return_complex=True)
        power = spectrum.real.square() + spectrum.imag.square()
        with torch.autocast(waves.device.type, enabled=False):
            mel = power.transpose(1, 2) @ _filters(*self.filters).to(power)
        return 10 * mel.clamp(min=FLOOR).log10()

    def repeated(self, waves: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Repeat each clip up to the input's length, zeros where it does not fit once more."""
        times = {
            "repeatpad": self.samples // lengths,
            "repeat": self.samples // lengths + 1,
            "pad": torch.ones_like(lengths),
        }[self.padding]
        at = torch.arange(self.samples, device=waves.device).expand(len(waves), -1)
        waves = waves.gather(1, at % lengths[:, None])
        return waves.masked_fill(at >= (times * lengths)[:, None], 0)


@cache
def _filters(
    bins: int, bands: int, rate: int, lowest: float, highest: float, norm: str | None
) -> torch.Tensor:
    from transformers.audio_utils import mel_filter_bank

    filters = mel_filter_bank(
        num_frequency_bins=bins,
        num_mel_filters=bands,
        min_frequency=lowest,
        max_frequency=highest,
        sampling_rate=rate,
        norm=norm,
        mel_scale="slaney" if norm else "htk",
    )
    # Models are built on the meta device too: what is cached must be real numbers.
    with torch.device("cpu"):
        return torch.from_numpy(filters)


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build an encoder from a checkpoint's configuration, weights drawn at random."""
    return ClapFrameEncoder(config)
