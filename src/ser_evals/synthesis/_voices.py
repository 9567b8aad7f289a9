"""Invented speakers."""

from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker: a larynx, a vocal tract, and a way of showing emotion.

    Args:
        name: speaker's name in the corpus; begins with f or m.
        sex: which distribution the voice was drawn from.
        f0: usual pitch in Hz.
        formant_scale: resonances relative to an adult male; a shorter tract has a larger value.
        breathiness: aspiration noise in dB relative to the average speaker.
        effort: brightness of the voice in octaves relative to the average speaker.
        rate: tempo relative to the language's.
        habits: how strongly this speaker uses pitch, loudness, tempo and voice quality to
            express emotion; 1 is average.
    """

    name: str
    sex: Literal["female", "male"]
    f0: float = 120.0
    formant_scale: float = 1.0
    breathiness: float = 0.0
    effort: float = 0.0
    rate: float = 1.0
    habits: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)


def draw_voices(count: int, rng: np.random.Generator) -> tuple[Voice, ...]:
    """Draw speakers, alternately female and male.

    Args:
        count: how many, at least 1.
        rng: source of chance.

    Returns:
        `count` voices named f01, m01, f02, ...

    Example:
        >>> [voice.name for voice in draw_voices(3, np.random.default_rng(0))]
        ['f01', 'm01', 'f02']
    """
    return tuple(_draw(index, rng) for index in range(count))


def _draw(index: int, rng: np.random.Generator) -> Voice:
    female = index % 2 == 0
    return Voice(
        name=f"{'f' if female else 'm'}{index // 2 + 1:02}",
        sex="female" if female else "male",
        f0=float((200 if female else 115) * 2 ** (rng.normal(0, 1.5) / 12)),
        formant_scale=float((1.16 if female else 1.0) * rng.normal(1, 0.03)),
        breathiness=float(rng.normal(2 if female else 0, 2)),
        effort=float(rng.normal(0, 0.25)),
        rate=float(rng.normal(1, 0.07)),
        habits=tuple(float(habit) for habit in rng.uniform(0.7, 1.3, 4)),
    )
