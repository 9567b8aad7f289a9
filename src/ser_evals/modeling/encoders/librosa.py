"""MFCC functionals with librosa: one vector per clip."""

from typing import Any

import numpy as np
import torch

from ser_evals.backbones import Backbone
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.remote.frames_ser import WINDOW

FAMILIES = ("librosa",)
COEFFICIENTS = 20


class MfccFunctionals(Encoder):
    """Mean, standard deviation, 5th and 95th percentile of 20 MFCCs and their first two deltas.

    64 mel bands, 32 ms windows every 10 ms.
    """

    sampling_rate = 16_000
    layers = 1
    rate = 0.0
    window = WINDOW
    shortest = 2_048
    standardise = True
    dim = 4 * 3 * COEFFICIENTS

    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        return [torch.from_numpy(self._functionals(wave))[None, None] for wave in waves]

    def _functionals(self, wave: np.ndarray) -> np.ndarray:
        import librosa

        mfcc = librosa.feature.mfcc(
            y=wave, sr=self.sampling_rate, n_mfcc=COEFFICIENTS, n_fft=512, hop_length=160, n_mels=64
        )
        track = np.concatenate([mfcc, *(librosa.feature.delta(mfcc, order=k) for k in (1, 2))])
        low, high = np.percentile(track, (5, 95), axis=1)
        return np.concatenate([track.mean(1), track.std(1), low, high]).astype(np.float32)


def load(backbone: Backbone, config: Any, *, context: str, device: Any) -> Encoder:
    """Build the extractor; it has no weights and runs on the CPU."""
    return MfccFunctionals()
