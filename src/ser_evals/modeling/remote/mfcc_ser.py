"""MFCC functionals with librosa: one vector per clip."""

from typing import Any

import numpy as np
import torch

from .frames_ser import FrameEncoder

COEFFICIENTS = 20


class MfccEncoder(FrameEncoder):
    """Mean, standard deviation, 5th and 95th percentile of 20 MFCCs and their first two deltas.

    64 mel bands, 32 ms windows every 10 ms; there is nothing to train, and it runs on the CPU.
    """

    dim = 4 * 3 * COEFFICIENTS
    shortest = 2_048

    def forward(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `FrameEncoder.forward`."""
        clips = zip(waves.detach().float().cpu().numpy(), lengths.tolist(), strict=True)
        values = np.stack([self._functionals(wave[:length]) for wave, length in clips])
        return torch.from_numpy(values).to(waves.device)[:, None, None], torch.ones_like(lengths)

    def _functionals(self, wave: np.ndarray) -> np.ndarray:
        try:
            import librosa
        except ImportError as error:
            raise ValueError("MFCC functionals need librosa: pip install librosa") from error
        mfcc = librosa.feature.mfcc(
            y=wave, sr=self.sampling_rate, n_mfcc=COEFFICIENTS, n_fft=512, hop_length=160, n_mels=64
        )
        track = np.concatenate([mfcc, *(librosa.feature.delta(mfcc, order=k) for k in (1, 2))])
        low, high = np.percentile(track, (5, 95), axis=1)
        return np.concatenate([track.mean(1), track.std(1), low, high]).astype(np.float32)


def build(config: dict[str, Any]) -> FrameEncoder:
    """Build the encoder; there is nothing to configure."""
    return MfccEncoder()
