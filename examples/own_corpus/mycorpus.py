"""A record of a corpus of your own: all that the package needs to know of it.

Every field is explained in the docstring of `ser_evals.corpora.Corpus`. Files of this corpus are
called audio/ada-A1.wav: the speaker, a letter for the emotion, the number of the take.
"""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

LETTERS = {"A": "angry", "B": "bored", "J": "joyful", "N": "calm"}

corpus = Corpus(
    name="mycorpus", title="My corpus", languages=("de",), elicitation="acted",
    licence="all rights reserved", redistributable="nothing",
    homepage="https://example.org/mycorpus", obtain="ask the laboratory",
    citation=Citation("me2026mycorpus", "M. Yself", "My corpus", "", 2026),
    utterances=48, speakers=6, counts=dict(angry=12, bored=12, calm=12, joyful=12),
    # Every label goes to one of the eight classes, to None where it is dropped on purpose, or to a
    # Remap, which also gives the reason.
    labels={
        "angry": "anger", "joyful": "happiness", "calm": "neutral",
        "bored": Remap("other", "other", "none of the seven basic emotions"),
    },
    read=from_filenames(r"(?P<speaker>[a-z]+)-(?P<label>[A-Z])\d", labels=LETTERS),
    # A tiny tree, and what reading it must give: documentation, and a test that is for free.
    sample=Sample(
        files={"audio/ada-A1.wav": ""},
        utterances=(Utterance("ada-A1", "audio/ada-A1.wav", "angry", speaker="ada"),),
    ),
)  # fmt: skip
