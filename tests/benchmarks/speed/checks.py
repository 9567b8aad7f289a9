"""What holds beside speed, each in a process of its own: `python checks.py WHAT NETWORK CLIPS`"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import soundfile
import torch
from contestants import plain, row

from ser_evals import features
from ser_evals.backbones import get_backbone
from ser_evals.features import FrameCache, FrameOptions, extract
from ser_evals.modeling.encoders import Encoder, open_encoder


def agreement(network: str, paths: list[str]) -> dict[str, dict[str, float]]:
    """Compare every frame of every layer with the plain loop's, before either is stored."""
    torch.set_num_threads(1)
    expected = plain(network, torch.float32)(paths)
    found = {}
    for precision in ("float32", "bfloat16"):
        encoder = open_encoder(get_backbone(Path("openai", network)), precision=precision)
        cosine, difference = 1.0, 0.0
        for path, states in zip(paths, expected, strict=True):
            (own,) = encoder.encode([soundfile.read(path, dtype="float32")[0]])
            difference = max(difference, float((own - states).abs().max()))
            # In double precision: in single the cosine itself would be off by as much.
            product = torch.cosine_similarity(own.double(), states.double(), dim=-1)
            cosine = min(cosine, float(product.min()))
        largest = max(float(states.abs().max()) for states in expected)
        found[precision] = {"cosine": cosine, "difference": difference, "largest": largest}
    return found


def _extract(rows: list[dict], encoder: Encoder, options: FrameOptions) -> None:
    with tempfile.TemporaryDirectory() as folder:
        extract(rows, encoder, FrameCache(Path(folder), "speed", "random", options), options)


def _fastest(network: str) -> tuple[Encoder, FrameOptions]:
    """Open the encoder behind which there is the least time to hide."""
    given = dict(context="clip", precision="bfloat16")
    encoder = open_encoder(get_backbone(Path("openai", network)), **given)
    return encoder, FrameOptions(rate=None, layers="all", windows="all", **given)


def hidden(network: str, paths: list[str]) -> dict[str, float]:
    """Time extraction from files at two rates and from memory, and decoding alone, two cores.

    Args:
        network: name of a checkpoint.
        paths: clips at 16 kHz; the same at 48 kHz lie in the folder `48kHz`.
    """
    torch.set_num_threads(2)
    encoder, options = _fastest(network)
    rows = {
        kind: [row(path, f"{number} {path}") for number in range(4) for path in found]
        for kind, found in (("16", paths), ("48", [f"48kHz/{Path(path).name}" for path in paths]))
    }
    held = {r["digest"]: features.decode(r, encoder) for r in rows["16"]}

    def in_memory() -> None:
        decode, features.decode = features.decode, lambda r, _: held[r["digest"]]
        try:
            _extract(rows["16"], encoder, options)
        finally:
            features.decode = decode

    jobs: dict[str, Callable[[], object]] = {
        "memory": in_memory,
        "16 kHz": lambda: _extract(rows["16"], encoder, options),
        "48 kHz": lambda: _extract(rows["48"], encoder, options),
        "decode 16 kHz": lambda: [features.decode(r, encoder) for r in rows["16"]],
        "decode 48 kHz": lambda: [features.decode(r, encoder) for r in rows["48"]],
    }
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(3):
        for kind, job in jobs.items():
            start = time.perf_counter()
            job()
            best[kind] = min(best[kind], time.perf_counter() - start)
    return best


def memory(network: str, paths: list[str], count: int) -> dict[str, float]:
    """Measure by how many MiB the most memory in use grows during the extraction of clips."""
    torch.set_num_threads(2)
    # Smaller shards than usual, so that few clips fill some.
    features.FLUSH_CLIPS = 64
    encoder, options = _fastest(network)
    # One clip under many names: the longest come last, and of more clips they would be more.
    rows = [row(paths[0], str(i)) for i in range(count)]
    _extract(rows[:8], encoder, options)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _extract(rows, encoder, options)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "clips": count,
        "MiB": (after - before) / (2**20 if sys.platform == "darwin" else 2**10),
    }


if __name__ == "__main__":
    what, network, clips, *more = sys.argv[1:]
    paths = json.loads(Path(clips).read_text())
    check = {"agreement": agreement, "hidden": hidden, "memory": memory}[what]
    print(json.dumps(check(network, paths, *map(int, more))))
