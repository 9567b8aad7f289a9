"""What a protocol fixes."""

from dataclasses import dataclass
from typing import Literal

from ser_evals.features import FrameOptions
from ser_evals.training import HeadSettings


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """How corpora are split, what is trained, and what is scored.

    Args:
        name: its name in result tables.
        source: where it is described.
        taxonomy: label map.
        seeds: number of training seeds.
        layer: "weighted", "last", or the number of a layer.
        frames: what is kept of the backbone's hidden states.
        head: how heads are trained.
        split: "groups": official splits, else speaker-disjoint folds; "utterances": one random
            division that ignores speakers (as published, never ranked).
        n_folds: folds made where there is no official split.
        test_share: of the random division.
        in_domain_prior: see `ser_evals.scoring.PRIORS`.
        out_of_domain_prior: the same for zero-shot tests.
        class_sets: sets of classes scored out of domain.
        masked: classes never predicted out of domain.
    """

    name: str
    source: str
    taxonomy: str
    seeds: int
    layer: str
    frames: FrameOptions
    head: HeadSettings
    split: Literal["groups", "utterances"]
    n_folds: int = 5
    test_share: float = 0.2
    in_domain_prior: str = "none"
    out_of_domain_prior: str = "source"
    class_sets: tuple[str, ...] = ("shared", "all")
    masked: tuple[str, ...] = ()
