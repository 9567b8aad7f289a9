"""From a sentence to a row of sounds with durations."""

from dataclasses import dataclass, replace

import numpy as np

from ser_evals.errors import SerEvalsError, unknown
from ser_evals.synthesis._languages import Language
from ser_evals.synthesis._phones import CONSONANTS, SILENCE, VOWELS, Phone


@dataclass(frozen=True, slots=True)
class Timing:
    """A sentence in time.

    Args:
        phones: its sounds, with durations in seconds.
        stress: for each sound 1 (stressed vowel), 0 (other vowel) or NaN (no vowel).
    """

    phones: tuple[Phone, ...]
    stress: np.ndarray


def time_sentence(
    text: str, language: Language, tempo: float, pause: float, rng: np.random.Generator
) -> Timing:
    """Lay a sentence out in time.

    Args:
        text: letters of `_phones`, words separated by spaces.
        language: rhythm and place of stress.
        tempo: speed relative to the durations of the phones, above 0.
        pause: probability of a pause between two words.
        rng: source of chance.

    Raises:
        SerEvalsError: if a letter is no sound, or none is a vowel.
    """
    if not VOWELS.keys() & set(text):
        raise SerEvalsError(f"cannot speak {text!r}: expected a vowel ({' '.join(VOWELS)})")
    phones, stress = [SILENCE], [np.nan]
    for position, word in enumerate(text.split()):
        if position and rng.random() < pause:
            phones.append(SILENCE)
            stress.append(np.nan)
        for sounds, mark in _spell(word, language):
            phones.extend(sounds)
            stress.extend([mark] * len(sounds))
    last = int(np.flatnonzero(~np.isnan(stress))[-1])
    lengthening = np.where(np.arange(len(phones)) >= last, 1.4, 1.0)
    lengthening *= np.where(np.array(stress) == 1, language.rhythm, 1.0)
    lengthening *= np.exp(rng.normal(0, 0.1, len(phones))) / tempo
    timed = [replace(p, seconds=p.seconds * x) for p, x in zip(phones, lengthening, strict=True)]
    return Timing((*timed, SILENCE), np.array([*stress, np.nan]))


def _spell(word: str, language: Language) -> list[tuple[tuple[Phone, ...], float]]:
    vowels = [place for place, letter in enumerate(word) if letter in VOWELS]
    stressed = vowels[max(language.stressed, -len(vowels))] if vowels else None
    spelled = []
    for place, letter in enumerate(word):
        if letter in VOWELS:
            spelled.append(((VOWELS[letter],), float(place == stressed)))
        elif letter in CONSONANTS:
            spelled.append((CONSONANTS[letter], np.nan))
        else:
            raise unknown("sound", letter, [*VOWELS, *CONSONANTS])
    return spelled
