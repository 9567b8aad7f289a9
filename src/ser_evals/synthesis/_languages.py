"""Two invented languages that differ in sounds, syllables, rhythm and melody."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a language sounds like before anybody feels anything.

    Args:
        tag: private-use BCP-47 tag.
        vowels: its vowels; a letter given twice is twice as frequent.
        onsets: consonants that begin a syllable.
        codas: consonants that end one.
        closed: share of the syllables that end in a consonant, 0 to 1.
        stressed: index of the stressed syllable in a word, as in Python.
        rhythm: how much longer a stressed vowel is than an unstressed one; 1 is syllable-timed.
        accent: height of a stressed syllable in semitones.
        declination: fall of the voice from beginning to end in semitones.
        tempo: speed relative to the durations of the phones.
        cues: how strongly pitch, loudness, tempo and voice quality express emotion; 1 is usual.
    """

    tag: str
    vowels: str
    onsets: str
    codas: str
    closed: float
    stressed: int
    rhythm: float
    accent: float
    declination: float
    tempo: float
    cues: tuple[float, float, float, float]

    def sentence(self, rng: np.random.Generator) -> str:
        """Draw a meaningless sentence of two or three words, five to seven syllables.

        Args:
            rng: source of chance.

        Returns:
            Letters of `_phones`, words separated by spaces.

        Example:
            >>> LANGUAGES["qaa"].sentence(np.random.default_rng(0)).count(" ") in (1, 2)
            True
        """
        words = {5: (2, 3), 6: (3, 3), 7: (2, 3, 2)}[int(rng.integers(5, 8))]
        return " ".join("".join(self._syllable(rng) for _ in range(n)) for n in words)

    def _syllable(self, rng: np.random.Generator) -> str:
        onset, vowel = rng.choice(list(self.onsets)), rng.choice(list(self.vowels))
        return onset + vowel + (rng.choice(list(self.codas)) if rng.random() < self.closed else "")


LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language(
            tag="qaa",
            vowels="aaeiou",
            onsets="ptkbdmnlrs",
            codas="nl",
            closed=0.1,
            stressed=-2,
            rhythm=1.1,
            accent=2.0,
            declination=3.0,
            tempo=1.05,
            cues=(1.0, 1.0, 1.0, 1.0),
        ),
        Language(
            tag="qab",
            vowels="aiyøəəɛu",
            onsets="tkgvzʃxsfmr",
            codas="sʃxtkn",
            closed=0.55,
            stressed=0,
            rhythm=1.5,
            accent=3.5,
            declination=1.0,
            tempo=1.25,
            cues=(0.9, 0.8, 1.2, 1.3),
        ),
    )
}
"""The languages by tag: `qaa` has open, even syllables; `qab` hisses, clusters and stresses."""
