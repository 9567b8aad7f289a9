"""EMNS, the Emotive Narrative Storytelling corpus: one British speaker (Noriy et al., 2023)."""

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

SEXES = {"female": "female", "male": "male"}


def read(root: Path) -> Iterator[Utterance]:
    """Read the table; where raw and cleaned audio are there, the cleaned is taken."""
    tables = find_files(root, "metadata.csv|*/metadata.csv")
    if not tables:
        raise FileNotFoundError("metadata.csv")
    found = sorted(find_files(root, "*.webm|*.wav"), key=lambda path: "cleaned" in path)
    audio = {PurePosixPath(path).stem: path for path in found}
    table = root / tables[0]
    try:
        rows = [_utterance(row, audio) for row in read_rows(table, delimiter="|")]
    except KeyError as error:
        raise SerEvalsError(f"{table} has no column {error}; get it again") from None
    yield from with_audio(root, rows, tables[0])


def _utterance(row: dict[str, str], audio: dict[str, str]) -> Utterance:
    name = PurePosixPath(row["audio_recording"]).stem
    return Utterance(
        name,
        audio.get(name, f"cleaned_webm/{name}.webm"),
        row["emotion"].lower(),
        speaker=row["user_id"],
        sex=SEXES.get(row["gender"].lower()),
        text=row["utterance"],
        intensity=row["level"] or None,
    )


corpus = Corpus(
    name="emns", title="EMNS", languages=("en-GB",), elicitation="acted",
    licence="Apache-2.0", redistributable="audio",
    homepage="https://www.openslr.org/136/",
    obtain="https://www.openslr.org/136/ (cleaned_webm.tar.xz and metadata.csv)",
    downloads=(
        Download("https://www.openslr.org/resources/136/metadata.csv"),
        Download("https://www.openslr.org/resources/136/cleaned_webm.tar.xz"),
    ),
    citation=Citation(
        "noriy2023emns", "K. A. Noriy and X. Yang and J. J. Zhang",
        "EMNS /Imz/ Corpus: An emotive single-speaker dataset for narrative storytelling in games, "
        "television and graphic novels",
        "arXiv", 2023, "https://arxiv.org/abs/2305.13137", kind="article",
    ),
    utterances=1181, speakers=1, sampling_rate=48_000,
    counts=dict(angry=126, disgust=162, excited=150, happy=157)
    | dict(neutral=149, sad=147, sarcastic=139, surprised=151),
    labels={
        "angry": "anger", "disgust": "disgust",
        "excited": Remap("happiness", "happiness", "aroused joy; not in the 2024 paper"),
        "happy": "happiness", "neutral": "neutral", "sad": "sadness", "sarcastic": "other",
        "surprised": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "metadata.csv": "id|utterance|description|emotion|date_created|status|gender|age|level|"
            "audio_recording|user_id\n7|The lamp is lit.|{user_id} said it.|Surprised|2022-07-16|"
            "Complete|Female|20s|4|wavs/recorded_audio_A1.webm|3\n",
            "cleaned_webm/recorded_audio_A1.webm": "", "raw_webm/recorded_audio_A1.webm": "",
        },
        utterances=(Utterance(
            "recorded_audio_A1", "cleaned_webm/recorded_audio_A1.webm", "surprised", speaker="3",
            sex="female", text="The lamp is lit.", intensity="4",
        ),),
    ),
    problems=(
        "the table has some 1205 rows, the cleaned audio 1181 files: those checked and complete",
        "the licence is Apache-2.0 by one registry, CC-BY-4.0 by another",
        "intensity goes from 0 to 10", "one speaker: folds by speaker are impossible",
    ),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
