"""Synthetic speech with synthetic emotions: a formant synthesiser for demonstrations and tests.

No human speaks here, and no score on this speech says anything about people. It exists so that
everything in the package can be tried before the first corpus is downloaded:

    >>> sorted(CORPORA)
    ['synthetic', 'synthetic_other']

`generate(data_dir, name="synthetic")` writes the corpus that `ser_evals.corpora.synthetic` reads.
The voices are pulses and noise through resonators (source and filter, as in Klatt 1980), the
sentences are drawn from two invented languages, and the emotions follow the acoustic correlates
that reviews of vocal expression agree on (Banse & Scherer 1996; Juslin & Laukka 2003).
"""

from ser_evals.synthesis._corpus import CORPORA, Recipe, generate
from ser_evals.synthesis._languages import LANGUAGES, Language
from ser_evals.synthesis._prosody import PROSODIES, Prosody
from ser_evals.synthesis._speech import synthesise
from ser_evals.synthesis._voices import Voice, draw_voices

__all__ = [
    "CORPORA",
    "LANGUAGES",
    "PROSODIES",
    "Language",
    "Prosody",
    "Recipe",
    "Voice",
    "draw_voices",
    "generate",
    "synthesise",
]
