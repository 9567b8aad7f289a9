"""What is known of a backbone before it is loaded."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Backbone:
    """An encoder of speech, by its facts; sizes and rates come from its configuration.

    Args:
        name: what it is called here and in result tables.
        checkpoint: Hub id or local folder; for feature sets, the name of the set, with ":lld"
            for its low-level descriptors and their deltas instead of functionals; for networks
            written here, the network's name or the Hub id of its weights.
        engine: what computes it; "network" is a network written in this package, called `name`.
        aliases: what papers call it; `get_backbone` takes them in any case of letters.
        papers: protocols whose paper reports it: "ser_evals_2024", "fifteen_years".
        head: what the paper puts behind a feature set: "mlp" on functionals, "lstm" on
            low-level descriptors; None where the protocol alone decides.
        sampling_rate: Hz that it takes, only where the checkpoint does not say so itself.
        revision: 40-hex commit of the checkpoint, or None: unpinned, resolved when it is loaded.
        url: published weights that are not on the Hub.
        family: architecture, such as "whisper".
        year: of first publication.
        licence: of the weights; SPDX identifier where there is one.
        pretraining: names of the corpora it was trained on, as far as published; a test corpus
            among them is reported as contamination.
        allow_pickle: whether its weights may be a pickle: for the user to say, in no record.
    """

    name: str
    checkpoint: str
    engine: Literal["transformers", "librosa", "opensmile", "network"] = "transformers"
    aliases: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    head: Literal["mlp", "lstm"] | None = None
    sampling_rate: int | None = None
    revision: str | None = None
    url: str | None = None
    family: str = "unknown"
    year: int | None = None
    licence: str = "unknown"
    pretraining: tuple[str, ...] = ()
    allow_pickle: bool = False
