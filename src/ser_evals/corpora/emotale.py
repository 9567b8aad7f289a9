"""EmoTale: five sentences in Danish and English, enacted by 18 speakers (Hjuler et al., 2025)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Remap,
    Sample,
    Utterance,
    from_filenames,
    read_rows,
)
from ser_evals.errors import SerEvalsError, unknown

LETTERS = {"A": "anger", "B": "boredom", "H": "happiness", "N": "neutral", "S": "sadness"}
MEN = ("004", "005", "006", "015", "018", "019")
RATERS = ("a1", "a2", "a3")
TEXTS = {
    "DK_1": "Dugen ligger på køleskabet.",
    "DK_2": "Det sorte ark papir er placeret deroppe ved siden af tømmerstykket.",
    "DK_3": "De bar det bare ovenpå og nu skal de ned igen.",
    "DK_4": "Det vil være på det sted, hvor vi altid opbevarer det.",
    "DK_5": "Om syv timer er det morgen.",
    "EN_1": "The tablecloth is lying on the fridge.",
    "EN_2": "The black sheet of paper is located up there besides the piece of timber.",
    "EN_3": "They just carried it upstairs and now they are going down again.",
    "EN_4": "It will be in the place where we always store it.",
    "EN_5": "In seven hours it will be morning.",
}


def _sentence(found: Mapping[str, str]) -> str:
    return f"{found['tongue']}_{found['number']}"


def _votes(row: Mapping[str, str]) -> tuple[str, ...]:
    letters = [row[f"{rater}_cat"] for rater in RATERS]
    for letter in letters:
        if letter not in LETTERS:
            raise unknown("answer", letter, LETTERS, f" to {row['file']}")
    return tuple(LETTERS[letter] for letter in letters)


_clips = from_filenames(
    r"(?P<tongue>DK|EN)_(?P<speaker>\d{3})_(?P<label>[A-Z])_(?P<number>[1-5])",
    labels=LETTERS,
    derive={
        "sex": lambda f: "male" if f["speaker"] in MEN else "female",
        "language": lambda f: "en" if f["tongue"] == "EN" else None,
        "sentence": _sentence,
        "text": lambda f: TEXTS[_sentence(f)],
    },
)


def read(root: Path) -> Iterator[Utterance]:
    table = next(iter(sorted(root.rglob("annotations.csv"))), root / "annotations.csv")
    rows = {row["file"].removesuffix(".wav"): row for row in read_rows(table)}
    for clip in _clips(root):
        if clip.id not in rows:
            raise SerEvalsError(f"{table} has no row for {clip.id!r}: take both from one version")
        row = rows[clip.id]
        votes = _votes(row)
        yield replace(
            clip,
            votes=votes,
            raters=RATERS,
            confidence=votes.count(clip.label) / len(votes),
            arousal=fmean(float(row[f"{rater}_A"]) for rater in RATERS),
            valence=fmean(float(row[f"{rater}_V"]) for rater in RATERS),
            dominance=fmean(float(row[f"{rater}_D"]) for rater in RATERS),
        )


corpus = Corpus(
    name="emotale", title="EmoTale", languages=("da", "en"), elicitation="acted",
    licence="none (the datasheet: under copyright, no licence; citation asked for)",
    redistributable="labels",
    homepage="https://github.com/snehadas/EmoTale",
    obtain="https://github.com/snehadas/EmoTale",
    downloads=(Download(
        "https://github.com/snehadas/EmoTale/archive/41e7d00f0949d4e7c8d1ae5101a344037ae056de.zip",
        strip=1,
    ),),
    citation=Citation(
        "hjuler2025emotale", "M. J. Hjuler and H. V. Skat-Rørdam and L. H. Clemmensen and S. Das",
        "EmoTale: An Enacted Speech-emotion Dataset in Danish", "ASRU", 2025,
        "https://arxiv.org/abs/2508.14548",
    ),
    utterances=800, speakers=18, sampling_rate=48_000,
    counts=dict.fromkeys(LETTERS.values(), 160),
    dimensions=dict.fromkeys(("arousal", "valence", "dominance"), (1, 5)),
    labels={
        "anger": "anger",
        "boredom": Remap(
            "other", "sadness",
            "a state of its own, none of the seven basic ones; not in the 2024 paper, which sent "
            "the boredom of EmoDB to sadness",
        ),
        "happiness": "happiness", "neutral": "neutral", "sadness": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            "wav/EN_004_B_5.wav": "",
            "annotations.csv": "file,a1_A,a1_V,a1_D,a1_cat,a2_A,a2_V,a2_D,a2_cat,"
            "a3_A,a3_V,a3_D,a3_cat,gt_emotion\n"
            "EN_004_B_5.wav,2.0,2.0,1.5,B,1.0,2.5,2.0,N,3.0,3.0,2.5,N,B\n",
        },
        utterances=(Utterance(
            "EN_004_B_5", "wav/EN_004_B_5.wav", "boredom", speaker="004", sex="male",
            sentence="EN_5", text="In seven hours it will be morning.", language="en",
            votes=("boredom", "neutral", "neutral"), raters=("a1", "a2", "a3"), confidence=1 / 3,
            arousal=2.0, valence=2.5, dominance=2.0,
        ),),
    ),
    problems=(
        "the README speaks of two annotators, annotations.csv holds three",
        "speakers are up to 39 years old; three are children (9 to 12)",
        "four of the speakers recorded Danish only",
    ),
    sources=("https://github.com/snehadas/EmoTale", "https://arxiv.org/abs/2508.14548"),
)  # fmt: skip
