"""ShEMO, emotional speech in Persian from radio plays (Mohamad Nezami et al., 2019)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Utterance,
    find_files,
    from_filenames,
)

LETTERS = {"A": "anger", "F": "fear", "H": "happiness", "N": "neutral", "S": "sadness"}
LETTERS |= {"W": "surprise"}

names = from_filenames(
    r"(?P<speaker>[FM]\d\d)(?P<label>[A-Z])\d\d",
    labels=LETTERS,
    derive={"sex": lambda f: "female" if f["speaker"][0] == "F" else "male"},
)


def read(root: Path) -> Iterator[Utterance]:
    """Add the texts where the archive of transcripts was unpacked too."""
    texts = {PurePosixPath(path).stem: root / path for path in find_files(root, "*.ort")}
    for u in names(root):
        text = texts[u.id].read_text(encoding="utf-8-sig") if u.id in texts else ""
        # Marks of direction are for the eye alone.
        yield replace(u, text=text.strip(" \r\n\u200e\u200f") or None)


corpus = Corpus(
    name="shemo", title="ShEMO", languages=("fa",), elicitation="acted",
    licence="free for academic purposes (stated in the README; no formal licence)",
    redistributable="labels",
    homepage="https://github.com/mansourehk/ShEMO",
    obtain="female.zip, male.zip and transcript.zip of https://github.com/mansourehk/ShEMO; where "
    "GitHub refuses, the addresses that nkululeko names in data/shemo/README.md",
    citation=Citation(
        "mohamadnezami2019shemo", "O. Mohamad Nezami and P. Jamshid Lou and M. Karami",
        "ShEMO: a large-scale validated database for Persian speech emotion detection",
        "Language Resources and Evaluation", 2019, "10.1007/s10579-018-9427-x", "article",
    ),
    utterances=3000, speakers=87, sampling_rate=44_100,
    counts=dict(anger=1059, fear=38, happiness=201, neutral=1028, sadness=449, surprise=225),
    labels={
        "anger": "anger",
        "fear": Remap("fear", "other", "few utterances: the 2024 paper counts them as other"),
        "happiness": "happiness", "neutral": "neutral", "sadness": "sadness",
        "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "female/F03S02.wav": "", "male/M02F01.wav": "",
            "transcript/final text/F03S02.ort": "\ufeffبرف می‌بارد.\r\n",
        },
        utterances=(
            Utterance(
                "F03S02", "female/F03S02.wav", "sadness", speaker="F03", sex="female",
                text="برف می‌بارد.",
            ),
            Utterance("M02F01", "male/M02F01.wav", "fear", speaker="M02", sex="male"),
        ),
    ),
    problems=(
        "the archives lie in Git LFS, whose quota is sometimes spent: then only pointers arrive",
        "a revised copy in circulation has 2,838 of the utterances",
        "some files are sampled at 22.05 kHz",
    ),
    unverified=("which speakers share a scene of a play",),
    sources=(
        "https://github.com/mansourehk/ShEMO", "https://github.com/emo-box/EmoBox",
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
