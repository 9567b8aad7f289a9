"""A network of `ser_evals.modeling.remote` as an encoder of the frames cache."""

from typing import Any

import numpy as np
import torch

from ser_evals.errors import SerEvalsError
from ser_evals.modeling.encoders._contract import Encoder
from ser_evals.modeling.remote.build_ser import build
from ser_evals.modeling.remote.frames_ser import FrameEncoder

LEFT_OUT = (
    *("_name_or_path", "architectures", "dtype", "torch_dtype", "transformers_version"),
    *("id2label", "label2id", "num_labels", "problem_type"),
)
"""What a checkpoint's configuration says beyond the network."""


class NetworkFrames(Encoder):
    """A `FrameEncoder`, frozen: clips are padded to one batch, which does not change them.

    Args:
        frames: the network, with its weights.
        described: what `build_ser.build` made it from.
        device: where to run it.
        standardise: whether a head must z-score the values.
    """

    mixes_lengths = True

    def __init__(
        self,
        frames: FrameEncoder,
        described: dict[str, Any],
        device: Any,
        *,
        standardise: bool = False,
    ) -> None:
        self.device = torch.device(device)
        self.frames = frames.eval().requires_grad_(False).to(self.device)
        self.network = self.frames if any(True for _ in frames.parameters()) else None
        self.described, self.standardise = described, standardise
        self.sampling_rate, self.layers, self.dim = frames.sampling_rate, frames.layers, frames.dim
        self.rate, self.window, self.shortest = frames.rate, frames.window, frames.shortest

    @torch.inference_mode()
    def encode(self, waves: list[np.ndarray]) -> list[torch.Tensor]:
        lengths = torch.tensor([len(wave) for wave in waves])
        values = torch.zeros(len(waves), int(lengths.max()))
        for row, wave in zip(values, waves, strict=True):
            row[: len(wave)] = torch.as_tensor(wave)
        try:
            states, counts = self.frames(values.to(self.device), lengths.to(self.device))
        except ValueError as error:
            raise SerEvalsError(str(error)) from error
        return [s[:n].float().cpu() for s, n in zip(states, counts.tolist(), strict=True)]


def built(name: str, described: dict[str, Any]) -> FrameEncoder:
    """Build a network, weights drawn at random.

    Args:
        name: for messages.
        described: what `build_ser.build` takes.

    Raises:
        SerEvalsError: if it cannot be built.
    """
    try:
        return build(described)
    except (ValueError, TypeError) as error:
        raise SerEvalsError(f"{name}: unusable config.json ({error})") from error


def around(model: Any, front: dict[str, Any], device: Any) -> NetworkFrames:
    """Put a loaded model of transformers behind what makes its input.

    Args:
        model: of a type that `build_ser.build` knows.
        front: what its preprocessor says, see the file of that type.
        device: where to run it.
    """
    facts = {k: v for k, v in model.config.to_diff_dict().items() if k not in LEFT_OUT}
    described = facts | {"model_type": model.config.model_type, "input": front}
    with torch.device("meta"):  # its own weights are not needed
        frames = build(described)
    frames.net = model
    return NetworkFrames(frames, described, device)
