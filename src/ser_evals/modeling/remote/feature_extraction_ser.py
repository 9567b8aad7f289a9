"""Raw audio to padded batches."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from transformers import BatchFeature, SequenceFeatureExtractor


class SerFeatureExtractor(SequenceFeatureExtractor):
    """Mono waves of any sampling rate to a padded batch; the model does everything else.

    Args:
        sampling_rate: Hz that the model takes.
        shortest: fewest samples of a batch.

    Example:
        >>> extractor = SerFeatureExtractor(sampling_rate=16_000, shortest=400)
        >>> batch = extractor([np.zeros(100), np.zeros(300)])
        >>> batch["input_values"].shape, batch["attention_mask"].sum(1)
        ((2, 400), array([100, 300]))
    """

    model_input_names = ["input_values", "attention_mask"]

    def __init__(
        self,
        feature_size: int = 1,
        sampling_rate: int = 16_000,
        padding_value: float = 0.0,
        shortest: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(feature_size, sampling_rate, padding_value, **kwargs)
        self.shortest = shortest

    def __call__(
        self,
        raw_speech: Any,
        sampling_rate: int | None = None,
        return_tensors: str | None = None,
        *,
        padding: bool | str = True,
        max_length: int | None = None,
        truncation: bool = False,
        return_attention_mask: bool = True,
    ) -> BatchFeature:
        """Make a batch.

        Args:
            raw_speech: mono samples (samples,), or a list of such clips.
            sampling_rate: Hz of the clips; other than the model's, they are resampled.
            return_tensors: "pt" or "np".
            padding: True or "longest", or "max_length"; there is always some.
            max_length: samples.
            truncation: cut longer clips to `max_length`.
            return_attention_mask: the model needs it where clips differ in length.

        Returns:
            "input_values" (clips, samples) float32, padded with zeros to the longest clip, and
            "attention_mask" of the same shape, 1 where there is a clip.

        Raises:
            ValueError: for clips that are empty, not mono, or hold NaN or infinite samples.
        """
        clips = [
            self.resample(clip, sampling_rate or self.sampling_rate, name=f"clip {i}")
            for i, clip in enumerate(_listed(raw_speech))
        ]
        if not clips:
            raise ValueError("raw_speech: expected a clip or a list of clips, found an empty list")
        if truncation and max_length:
            clips = [clip[:max_length] for clip in clips]
        least = max_length if padding == "max_length" and max_length else 0
        longest = max(self.shortest, least, *map(len, clips))
        values = np.full((len(clips), longest), self.padding_value, np.float32)
        mask = np.zeros((len(clips), longest), np.int64)
        for row, clip in enumerate(clips):
            values[row, : len(clip)] = clip
            mask[row, : len(clip)] = 1
        batch = {"input_values": values}
        if return_attention_mask:
            batch["attention_mask"] = mask
        return BatchFeature(batch, tensor_type=return_tensors)

    def resample(self, clip: Any, sampling_rate: int, *, name: str = "clip") -> np.ndarray:
        """Check one clip and bring it to the model's rate.

        Args:
            clip: mono samples (samples,).
            sampling_rate: their rate in Hz.
            name: what to call it in errors.

        Returns:
            float32 samples.
        """
        wave = np.asarray(clip.detach().cpu() if hasattr(clip, "detach") else clip, np.float32)
        if wave.ndim != 1:
            raise ValueError(
                f"{name}: expected mono samples (samples,), found shape {wave.shape}: average the "
                "channels, or give several clips as a list"
            )
        if not np.isfinite(wave).all():
            raise ValueError(f"{name}: holds NaN or infinite samples")
        if sampling_rate <= 0:
            raise ValueError(f"sampling_rate: expected Hz, got {sampling_rate}")
        if len(wave) and sampling_rate != self.sampling_rate:
            wave = _resampled(wave, sampling_rate, self.sampling_rate)
        if not len(wave):
            raise ValueError(f"{name}: holds no samples")
        return wave.astype(np.float32, copy=False)


def _listed(raw: Any) -> Sequence[Any]:
    """Return a list of clips; a list of numbers is one clip."""
    if isinstance(raw, list | tuple) and (not raw or np.ndim(raw[0]) > 0):
        return raw
    return [raw]


def _resampled(wave: np.ndarray, rate: int, wanted: int) -> np.ndarray:
    try:
        import soxr

        return soxr.resample(wave, rate, wanted)
    except ImportError:
        pass
    try:
        import librosa

        return librosa.resample(wave, orig_sr=rate, target_sr=wanted, res_type="polyphase")
    except ImportError as error:
        raise ValueError(
            f"clips of {rate} Hz need resampling to {wanted} Hz: pip install soxr"
        ) from error


SerFeatureExtractor.register_for_auto_class()
