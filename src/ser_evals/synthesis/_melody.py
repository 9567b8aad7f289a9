"""The pitch of an utterance."""

import numpy as np

from ser_evals.synthesis._languages import Language
from ser_evals.synthesis._prosody import Prosody
from ser_evals.synthesis._timing import Timing


def melody(
    timing: Timing,
    language: Language,
    prosody: Prosody,
    times: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the pitch in semitones relative to the speaker's usual one.

    Args:
        timing: where the vowels are, and which are stressed.
        language: accents and declination.
        prosody: level, range, final contour and tremor.
        times: seconds at which the pitch is wanted, shape (n,).
        rng: source of chance.

    Returns:
        Semitones, shape (n,).
    """
    ends = np.cumsum([phone.seconds for phone in timing.phones])
    is_vowel = ~np.isnan(timing.stress)
    centres = (ends - np.array([phone.seconds for phone in timing.phones]) / 2)[is_vowel]
    progress = np.linspace(0.5, -0.5, len(centres))
    accents = language.accent * (timing.stress[is_vowel] - 0.4) + rng.normal(0, 0.4, len(centres))
    tune = 2**prosody.range * (language.declination * progress + accents)
    semitones = prosody.pitch + np.interp(times, centres, tune)
    semitones += prosody.contour * np.clip((times / times[-1] - 0.6) / 0.3, 0, 1)
    phase = rng.uniform(0, 2 * np.pi)
    return semitones + max(prosody.tremor, 0) * np.sin(2 * np.pi * 6 * times + phase)
