"""The eight classes every corpus is mapped to, and the maps (taxonomies) there are."""

from typing import Literal

EMOTIONS: tuple[str, ...] = (
    "happiness",
    "sadness",
    "disgust",
    "fear",
    "surprise",
    "anger",
    "other",
    "neutral",
)
"""The eight classes of SER Evals (Interspeech 2024), in the index order of its heads and tables."""

Taxonomy = Literal["ser_evals", "ser_evals_2024", "native"]

TAXONOMIES: dict[str, str] = {
    "ser_evals": "the eight classes; other states go to 'other' or are dropped, with the reason",
    "ser_evals_2024": "the eight classes, mapped exactly as in the Interspeech 2024 paper",
    "native": "the corpus's own labels, unmapped",
}
