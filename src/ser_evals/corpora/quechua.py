"""Quechua Collao: words and sentences in nine emotions (Scientific Data, 2022)."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Remap,
    Sample,
    Utterance,
    find_files,
    read_rows,
    with_audio,
)
from ser_evals.errors import SerEvalsError

SEXES = {"a1": "female", "a2": "male", "a3": "female", "a4": "female", "a5": "male", "a6": "male"}
# Some rows of the map have the noun, some the adjective.
WORDS = {"angry": "anger", "bored": "boredom", "sad": "sadness"}
DIMENSIONS = ("arousal", "dominance", "valence")


def read(root: Path) -> Iterator[Utterance]:
    """Read the map of files, and the mean of the four raters from one table per dimension."""
    book = _found(root, "Data.xlsx")
    tables = {name: root / _found(root, f"{name.capitalize()}.csv") for name in DIMENSIONS}
    audio = {PurePosixPath(path).stem: path for path in find_files(root)}
    try:
        rated = {name: _means(table) for name, table in tables.items()}
        rows = [_utterance(row, audio, rated) for row in _map(root / book)]
    except KeyError as error:
        raise SerEvalsError(f"no column {error} in Data.xlsx or a table of ratings") from None
    yield from with_audio(root, rows, book)


def _found(root: Path, name: str) -> str:
    tables = find_files(root, f"{name}|*/{name}")
    if not tables:
        raise FileNotFoundError(name)
    return tables[0]


def _map(path: Path) -> list[dict[str, str]]:
    """Return the rows of the sheet "map", or of the first where none is named so."""
    try:
        return read_rows(path, sheet="map")
    except SerEvalsError:
        return read_rows(path)


def _means(path: Path) -> dict[str, float]:
    means = {}
    for row in read_rows(path):
        cells = [row[rater] for rater in ("N1", "N2", "N3", "N4")]
        votes = [float(cell) for cell in cells if re.fullmatch(r"[1-5](\.0+)?", cell)]
        if votes:
            means[row["Audio"]] = sum(votes) / len(votes)
    return means


def _utterance(
    row: dict[str, str], audio: dict[str, str], rated: dict[str, dict[str, float]]
) -> Utterance:
    number, speaker, label = row["Audio"], row["Actor"].lower(), row["emotion"].lower()
    return Utterance(
        number,
        audio.get(number, f"Audios/{number}.wav"),
        WORDS.get(label, label),
        speaker=speaker,
        sex=SEXES.get(speaker),
        sentence=row["File"][3:7].replace("To", "T0") or None,
        **{name: rated[name].get(number) for name in DIMENSIONS},
    )


OWN = "a state of its own, none of the seven basic ones; not in the 2024 paper"

corpus = Corpus(
    name="quechua", title="Quechua Collao", languages=("qu",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://doi.org/10.6084/m9.figshare.20292516.v4",
    downloads=(Download("https://figshare.com/ndownloader/files/37361143", name="quechua.zip"),),
    citation=Citation(
        "paccotacya2022quechua",
        "R. Y. G. Paccotacya-Yanque and C. A. Huanca-Anquise and J. Escalante-Calcina and "
        "W. R. Ramos-Lovón and Á. E. Cuno-Parari",
        "A speech corpus of Quechua Collao for automatic dimensional emotion recognition",
        "Scientific Data", 2022, "10.1038/s41597-022-01855-9", kind="article",
    ),
    utterances=12_416, speakers=6,
    labels={
        "anger": "anger", "boredom": Remap("other", "sadness", OWN),
        "calm": Remap("other", "neutral", OWN),
        "excited": Remap("happiness", "happiness", "aroused joy; not in the 2024 paper"),
        "fear": "fear", "happy": "happiness", "neutral": "neutral", "sadness": "sadness",
        "sleepy": "other",
    },
    dimensions=dict.fromkeys(DIMENSIONS, (1, 5)),
    read=read,
    sample=Sample(
        files={
            "Data/Data/Data.xlsx": "Audio\tActor\temotion\tFile\n1\ta2\tangry\ta2_T043_1\n"
            "22415\ta1\thappy\ta1_To43_1\n",
            "Labels/Labels/Arousal.csv": "Audio,N1,N2,N3,N4\n1,4,5,4,5\n22415,3,3,33,3\n",
            "Labels/Labels/Dominance.csv": "Audio,N1,N2,N3,N4\n1,4,4,,4\n",
            "Labels/Labels/Valence.csv": "Audio,N1,N2,N3,N4\n1,1,2,2,1\n",
        }
        | dict.fromkeys(("Audios/1.wav", "Audios/22415.wav"), ""),
        utterances=(Utterance(
            "1", "Audios/1.wav", "anger", speaker="a2", sex="male", sentence="T043", arousal=4.5,
            dominance=4.0, valence=1.5,
        ),),
    ),
    broken={
        "11817": "its row of the map names no valid file",
        "14197": "its row of the map names no valid speaker",
        "20888": "its row of the map names no valid speaker",
        "22415": "one of its ratings is no number from 1 to 5",
    },
    problems=(
        "dimensions are means of the four raters; those of Labels.csv are wrong for 22210",
        "audEERING's release has the arousal ratings in its tables of valence",
        "texts and translations are in Script/Script.xlsx, which is not read",
        "sex of the speakers: annotated by a third party",
    ),
    unverified=(
        "counts per label, and whether the 12,420 of the publication include the four left out",
        "sampling rate",
    ),
    sources=(
        "https://github.com/audeering/datasets",
        "https://www.nature.com/articles/s41597-022-01855-9",
    ),
)  # fmt: skip
