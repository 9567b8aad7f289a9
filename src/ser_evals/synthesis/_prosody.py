"""How emotions change a voice, and how each speaker does it a little differently."""

from dataclasses import dataclass, fields

import numpy as np

from ser_evals.errors import unknown
from ser_evals.synthesis._languages import Language
from ser_evals.synthesis._voices import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """Deviation from neutral speech; zero everywhere is neutral.

    Args:
        pitch: level in semitones.
        range: width of the melody in octaves of its size (1 doubles every rise and fall).
        contour: final rise (or fall) in semitones.
        tremor: depth of a 6 Hz trembling of the pitch in semitones.
        energy: loudness in dB.
        tempo: speed in octaves (1 is twice as fast).
        pause: additional probability of a pause between words.
        effort: brightness: corner of the glottal spectrum in octaves.
        breath: aspiration noise in dB.
        jitter: irregularity of the glottal cycle in percent of it.
        formants: shift of all resonances in octaves (spread lips raise them).
        space: size of the vowel space in octaves (slack articulation makes it smaller).
    """

    pitch: float = 0.0
    range: float = 0.0
    contour: float = 0.0
    tremor: float = 0.0
    energy: float = 0.0
    tempo: float = 0.0
    pause: float = 0.0
    effort: float = 0.0
    breath: float = 0.0
    jitter: float = 0.0
    formants: float = 0.0
    space: float = 0.0


PROSODIES: dict[str, Prosody] = {
    "anger": Prosody(
        pitch=4, range=0.6, contour=-1.5, energy=7, tempo=0.2, effort=1.0, breath=-4, jitter=0.8,
        space=0.15,
    ),
    "disgust": Prosody(
        pitch=-1, range=-0.2, contour=-2, energy=-1, tempo=-0.3, pause=0.3, effort=-0.2, jitter=2.5,
        formants=-0.08, space=0.1,
    ),
    "fear": Prosody(
        pitch=5, range=-0.5, contour=0.5, tremor=0.7, energy=0.5, tempo=0.3, effort=0.1, breath=6,
        jitter=1.5, space=-0.1,
    ),
    "happiness": Prosody(
        pitch=4, range=0.8, contour=2, energy=4, tempo=0.1, effort=0.5, formants=0.08, space=0.1,
    ),
    "neutral": Prosody(),
    "sadness": Prosody(
        pitch=-1.5, range=-0.9, contour=-1.5, energy=-6, tempo=-0.3, pause=0.4, effort=-1.0,
        breath=5, space=-0.3,
    ),
    "surprise": Prosody(
        pitch=5, range=0.7, contour=7, energy=3, tempo=-0.05, effort=0.3, breath=1, formants=-0.03,
    ),
}  # fmt: skip
"""Prosody by emotion: signs and order of size as in Banse & Scherer 1996 and Juslin & Laukka 2003;
the numbers themselves are invented."""

_CUE = dict(
    pitch=0, range=0, contour=0, tremor=0, energy=1, tempo=2, pause=2,
    effort=3, breath=3, jitter=3, formants=3, space=3,
)  # fmt: skip
_SPREAD = Prosody(
    pitch=0.9, range=0.15, contour=0.8, tremor=0.1, energy=1.0, tempo=0.06, pause=0.05,
    effort=0.12, breath=1.0, jitter=0.2, formants=0.015, space=0.05,
)  # fmt: skip


def realise(emotion: str, voice: Voice, language: Language, rng: np.random.Generator) -> Prosody:
    """Return how this speaker utters this emotion this time.

    Args:
        emotion: a key of `PROSODIES`.
        voice: whose habits weigh the cues.
        language: whose custom weighs the cues.
        rng: source of chance: the strength of the emotion, and a spread in every parameter.

    Raises:
        SerEvalsError: if the emotion has no prosody.
    """
    if emotion not in PROSODIES:
        raise unknown("emotion", emotion, PROSODIES)
    strength = rng.normal(1, 0.15)
    weights = [a * b for a, b in zip(voice.habits, language.cues, strict=True)]
    return Prosody(
        **{
            name: strength * weights[_CUE[name]] * getattr(PROSODIES[emotion], name)
            + rng.normal(0, getattr(_SPREAD, name))
            for name in (field.name for field in fields(Prosody))
        }
    )
