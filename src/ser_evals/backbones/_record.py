"""What is known of a backbone before it is loaded."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Backbone:
    """An encoder of speech, by its facts; sizes and rates come from its configuration.

    Args:
        name: what it is called here and in result tables.
        checkpoint: Hub id or local folder; for feature sets, the name of the set.
        engine: what computes it.
        revision: 40-hex commit of the checkpoint, or None: unpinned, resolved when it is loaded.
        family: architecture, such as "whisper".
        year: of publication.
        licence: SPDX identifier where there is one.
        pretraining: names of the corpora it was trained on, as far as published; a test corpus
            among them is reported as contamination.
    """

    name: str
    checkpoint: str
    engine: Literal["transformers", "librosa", "opensmile"] = "transformers"
    revision: str | None = None
    family: str = "unknown"
    year: int | None = None
    licence: str = "unknown"
    pretraining: tuple[str, ...] = ()
