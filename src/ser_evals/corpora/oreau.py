"""Oréau, acted emotional speech in French, sentences of the classroom (Kerkeni et al., 2020)."""

from collections.abc import Iterator
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

# The letters are those of the French words: colère, dégoût, joie, peur, tristesse.
LETTERS = {"C": "anger", "D": "disgust", "J": "joy", "N": "neutral", "P": "fear"}
LETTERS |= {"S": "surprise", "T": "sadness"}

first, second = (
    from_filenames(
        r"(?:(?P<sex>[fm])/sess[a-z]/|(?<![fm]/sess[a-z]/))"
        r"(?P<speaker>\d\d)(?P<number>[a-z]\d\d)(?P<label>[A-Z])[a-z]",
        labels=LETTERS,
        skip=skip,
        derive={
            "sex": lambda f: {"f": "female", "m": "male"}.get(f["sex"]),
            # Each emotion has sentences of its own, numbered from 01.
            "sentence": lambda f: f["label"] + f["number"],
        },
    )
    for skip in (None, "Or[^/]*FR_01")
)


def read(root: Path) -> Iterator[Utterance]:
    """Read the second version; the first, which contains it, only where it is alone."""
    found = list(second(root))
    yield from found or first(root)


corpus = Corpus(
    name="oreau", title="Oréau", languages=("fr",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/4405783",
    obtain="https://zenodo.org/records/4405783 (OréauFR_02)",
    citation=Citation(
        "kerkeni2020oreau", "L. Kerkeni and C. Cleder and Y. Serrestou and K. Raoof",
        "French Emotional Speech Database - Oréau", "", 2020, "10.5281/zenodo.4405783",
    ),
    utterances=434, speakers=32, sampling_rate=44_100,
    counts=dict(anger=67, disgust=67, fear=51, joy=62, neutral=70, sadness=55, surprise=62),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "joy": "happiness",
        "neutral": "neutral", "sadness": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "OréauFR_02/f/sessj/10a02Ja.wav": "", "OréauFR_02/07z03Sa.wav": "",
            "OréauFR_01/f/sessj/10a07Ja.wav": "",
        },
        utterances=(
            Utterance(
                "10a02Ja", "OréauFR_02/f/sessj/10a02Ja.wav", "joy", speaker="10", sex="female",
                sentence="Ja02",
            ),
            Utterance(
                "07z03Sa", "OréauFR_02/07z03Sa.wav", "surprise", speaker="07", sentence="Sz03",
            ),
        ),
    ),
    problems=(
        "counts are those of version 2, what listeners recognised; version 1 has 502 utterances",
        "the folders hold 7 women and 25 men, where the description counts 8 and 24",
        "unpacked elsewhere the é of the folder's name may be two characters",
    ),
    unverified=(
        "the licence and the authors: from lists of corpora, the page itself was not read",
    ),
    sources=("https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko"),
)  # fmt: skip
