"""The frames cache: one forward pass per utterance, backbone revision and set of options."""

import hashlib
import json
import math
import mmap
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from ser_evals.errors import SerEvalsError
from ser_evals.features._frames import Frames
from ser_evals.paths import write_atomically

EXTRACTION = 2
"""Changes when, and only when, the same audio and options give other numbers."""


@dataclass(frozen=True, kw_only=True)
class FrameOptions:
    """What is kept of an encoder's hidden states.

    Args:
        rate: frames per second, 0 for one per clip, None for the encoder's own.
        layers: "all", or "last" alone.
        context: "full" or "clip", see `ser_evals.modeling.encoders.CONTEXTS`.
        windows: "all" windows of a long clip, or the "first" 30 s alone.
        precision: "float32" or "bfloat16", see `ser_evals.modeling.encoders.PRECISIONS`.
    """

    rate: float | None
    layers: str
    context: str
    windows: str
    precision: str = "float32"

    def key(self) -> dict[str, float | str | None]:
        """Return what tells caches apart; the usual precision goes without saying."""
        facts = asdict(self)
        if self.precision == "float32":
            del facts["precision"]
        return facts


class FrameCache:
    """Shards of frames in one folder; a shard is written at once and never changed.

    Args:
        root: folder of all caches.
        backbone: name of the backbone, for the reader's eye.
        revision: what identifies its numbers.
        options: what is kept.
    """

    def __init__(self, root: Path, backbone: str, revision: str, options: FrameOptions) -> None:
        key = {"revision": revision, "extraction": EXTRACTION, **options.key()}
        digest = hashlib.blake2b(json.dumps(key, sort_keys=True).encode(), digest_size=8)
        self.folder = root / "frames" / backbone / digest.hexdigest()
        self.key = {"backbone": backbone, **key}
        self._clips: dict[str, torch.Tensor] = {}
        for path in sorted(self.folder.glob("*.safetensors")):
            self._open(path)

    def __contains__(self, digest: str) -> bool:
        return digest in self._clips

    def add(self, clips: Mapping[str, torch.Tensor]) -> None:
        """Write a shard.

        Args:
            clips: frames of shape (frames, layers, dim) by the digest of their audio.
        """
        if not self.folder.is_dir():
            write_atomically(self.folder / "key.json", json.dumps(self.key, indent=2).encode())
        packed = _joined(list(clips.values()))
        lengths = json.dumps({digest: len(clip) for digest, clip in clips.items()})
        name = hashlib.blake2b(lengths.encode(), digest_size=8).hexdigest()
        path = self.folder / f"{name}.safetensors"
        write_atomically(path, save({"frames": packed}, metadata={"clips": lengths}))
        self._open(path)

    def frames(self, digests: Sequence[str]) -> Frames:
        """Return the frames of utterances, views of the memory-mapped shards."""
        return Frames([self._clips[digest] for digest in digests])

    def _open(self, path: Path) -> None:
        try:
            with safe_open(path, "pt") as file:
                packed = file.get_tensor("frames")
                lengths = json.loads(file.metadata()["clips"])
            parts = packed.split(list(lengths.values()))
        except (SafetensorError, KeyError, OSError, RuntimeError, TypeError, ValueError):
            # Damaged from outside: writing is atomic. It is computed again.
            return
        self._clips.update(zip(lengths, parts, strict=True))


def _joined(clips: Sequence[torch.Tensor]) -> torch.Tensor:
    """Concatenate clips in memory that goes back to the system afterwards.

    An ordinary tensor of some megabytes leaves a hole into which the next one does not quite
    fit: a process would grow by all that it ever wrote.
    """
    kinds = {clip.dtype for clip in clips}
    kind = kinds.pop() if len(kinds) == 1 else torch.float32
    shape = (sum(map(len, clips)), *clips[0].shape[1:])
    room = mmap.mmap(-1, math.prod(shape) * kind.itemsize)
    return torch.cat(list(clips), out=torch.frombuffer(room, dtype=kind).view(shape))


def check_space(folder: Path, needed: float) -> None:
    """Refuse a job whose frames will not fit on the disk.

    Args:
        folder: where they will lie.
        needed: bytes.

    Raises:
        SerEvalsError: with what is needed and what is free.
    """
    home = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(home).free
    if needed > free:
        raise SerEvalsError(
            f"the frames of this job need {needed / 1e9:.1f} GB below {home}, {free / 1e9:.1f} GB "
            "are free: free the disk, set SER_EVALS_CACHE to a larger one, or use --limit"
        )


def unique(rows: Iterable[Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    """Return rows by the digest of their audio: equal bytes are encoded once."""
    return {str(row["digest"]): row for row in rows}
