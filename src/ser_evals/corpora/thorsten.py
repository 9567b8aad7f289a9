"""Thorsten-Voice 2021.06 emotional: one man, 300 sentences in eight styles of German."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Remap,
    Sample,
    Utterance,
    find_files,
    from_filenames,
)

names = from_filenames(
    r"(?P<label>[a-z]+)/(?P<sentence>[0-9a-f]{32})",
    derive={"speaker": lambda f: "thorsten", "sex": lambda f: "male"},
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    """Give ids of style and sentence, and the texts where their table is there."""
    texts = {}
    for table in find_files(root, "*thorsten-emotional-metadata.csv"):
        for line in (root / table).read_text(encoding="utf-8-sig").splitlines():
            sentence, _, text = line.partition("|")
            texts[sentence] = text.strip()
    for u in names(root):
        yield replace(u, id=f"{u.label}/{u.sentence}", text=texts.get(u.sentence))


corpus = Corpus(
    name="thorsten",
    title="Thorsten-Voice 2021.06 emotional",
    languages=("de",),
    elicitation="acted",
    licence="CC0-1.0",
    redistributable="audio",
    homepage="https://zenodo.org/records/5525023",
    obtain="https://zenodo.org/records/5525023 or https://www.openslr.org/110",
    downloads=(
        Download(
            "https://zenodo.org/records/5525023/files/thorsten-emotional_v02.tgz?download=1",
            size=399_301_812,
            checksum="md5:f19585f3759c6d026757c46024a37aa4",
            name="thorsten-emotional_v02.tgz",
        ),
    ),
    citation=Citation(
        "mueller2021thorsten",
        "T. Müller and D. Kreutz",
        "Thorsten-Voice Dataset 2021.06 emotional",
        "",
        2021,
        "10.5281/zenodo.5525023",
    ),
    utterances=2399,
    speakers=1,
    counts=dict(
        amused=300,
        angry=300,
        disgusted=300,
        drunk=300,
        neutral=300,
        sleepy=300,
        surprised=300,
        whisper=299,
    ),
    sampling_rate=22_050,
    labels={
        "amused": Remap("happiness", "happiness", "amusement is a kind of happiness"),
        "angry": "anger",
        "disgusted": "disgust",
        "drunk": Remap("other", "other", "a state, no emotion"),
        "neutral": "neutral",
        "sleepy": Remap("other", "other", "a state, no emotion"),
        "surprised": "surprise",
        "whisper": Remap("other", "other", "a way of speaking, no emotion"),
    },
    read=read,
    sample=Sample(
        files={
            "thorsten-emotional_v02/drunk/106d5a7b05735126bbe67be9fa2ca981.wav": "",
            "thorsten-emotional_v02/amused/106d5a7b05735126bbe67be9fa2ca981.wav": "",
            "thorsten-emotional_v02/thorsten-emotional-metadata.csv": (
                "106d5a7b05735126bbe67be9fa2ca981|Draußen schneit es.\n"
            ),
        },
        utterances=tuple(
            Utterance(
                f"{style}/106d5a7b05735126bbe67be9fa2ca981",
                f"thorsten-emotional_v02/{style}/106d5a7b05735126bbe67be9fa2ca981.wav",
                style,
                speaker="thorsten",
                sex="male",
                sentence="106d5a7b05735126bbe67be9fa2ca981",
                text="Draußen schneit es.",
            )
            for style in ("drunk", "amused")
        ),
    ),
    problems=(
        "one speaker: folds can keep sentences apart, not speakers",
        "the same 300 file names in every folder; whisper lacks 2cc2cc4a34b961ef1657cc82dbd18875",
    ),
    sources=(
        "https://github.com/felixbur/nkululeko",
        "https://github.com/SuperKogito/SER-datasets",
        "https://github.com/spaghettiSystems/serval",
    ),
)
