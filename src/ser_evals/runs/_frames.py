"""Frames of everything that a job needs."""

from collections.abc import Mapping

from ser_evals.data import CorpusData
from ser_evals.errors import SerEvalsError
from ser_evals.features import FrameCache, Frames, extract
from ser_evals.modeling.encoders import open_encoder
from ser_evals.paths import cache_dir
from ser_evals.runs._crew import several, share, wait
from ser_evals.runs._settings import Settings


def frames_of(
    settings: Settings, corpora: Mapping[str, CorpusData]
) -> tuple[dict[str, int], Frames, bool]:
    """Encode what the cache does not hold yet.

    Returns:
        Digest of each recording -> its place in the frames, the frames, and whether they are
        z-scored for training.

    Raises:
        SerEvalsError: if the backbone has no such layer.
    """
    options = settings.protocol.frames
    cache = FrameCache(cache_dir(), settings.backbone.name, settings.revision, options)
    rows = [row for data in corpora.values() for row in data.rows]
    encoder = open_encoder(
        settings.backbone,
        context=options.context,
        device=settings.device,
        precision=options.precision,
    )
    layer = settings.protocol.layer
    if layer.isdigit() and int(layer) >= encoder.layers:
        raise SerEvalsError(
            f"no layer {layer}: {settings.backbone.name} has layers 0 to {encoder.layers - 1}"
        )
    on_cpu = settings.device == "cpu"
    extract(share(rows), encoder, cache, options, batch_size=1 if on_cpu else 16)
    if several():
        wait()
        cache = FrameCache(cache_dir(), settings.backbone.name, settings.revision, options)
    digests = list(dict.fromkeys(row["digest"] for row in rows))
    frames = cache.frames(digests)
    if layer != "weighted":
        frames = frames.only_layer(-1 if layer == "last" else int(layer))
    return {digest: i for i, digest in enumerate(digests)}, frames, encoder.standardise
