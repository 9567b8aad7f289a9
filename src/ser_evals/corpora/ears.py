"""EARS: its emotional part, 107 speakers reading and speaking freely in 23 states (2024)."""

import json
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
    from_filenames,
)

AT = "https://raw.githubusercontent.com/facebookresearch/ears_dataset/"
COMMIT = "613935413a2eac115d191fffc5c74b34ca7cc884"
RELEASE = "https://github.com/facebookresearch/ears_dataset/releases/download/dataset"
NAMES = (
    "adoration amazement amusement anger confusion contentment cuteness desire disappointment "
    "disgust distress embarrassment ecstasy fear guilt interest neutral pain pride realization "
    "relief sadness serenity"
)
# As the files spell them.
LABELS = {name: name for name in NAMES.split(" ")}
LABELS |= {"embarassment": "embarrassment", "extasy": "ecstasy"}

_clips = from_filenames(
    r"(?P<speaker>p\d{3})/emo_(?P<label>[a-z]+)_(?P<kind>freeform|sentences)",
    labels=LABELS,
    derive={"sentence": lambda f: f["label"] if f["kind"] == "sentences" else None},
    # Reading styles, other monologues, laughter and so on carry no emotion label.
    skip=r"(?!emo_)[^/]*\.(?i:wav)$",
    ids="path",
)


def _table(root: Path, name: str) -> dict:
    for path in sorted(root.rglob(name)):
        return json.loads(path.read_text(encoding="utf-8"))
    return {}


def read(root: Path) -> Iterator[Utterance]:
    people, texts = _table(root, "speaker_statistics.json"), _table(root, "transcripts.json")
    for clip in _clips(root):
        stem = Path(clip.path).stem
        sex = people.get(clip.speaker, {}).get("gender")
        yield replace(
            clip,
            id=f"{clip.speaker}/{stem}",
            sex=sex if sex in ("female", "male") else None,
            text=texts.get(stem),
        )


def _other(other: str = "other") -> Remap:
    return Remap("other", other, "none of the basic seven; not in the 2024 paper")


corpus = Corpus(
    name="ears", title="EARS (emotional part)", languages=("en",), elicitation="acted",
    licence="CC-BY-NC-4.0", redistributable="audio",
    homepage="https://github.com/facebookresearch/ears_dataset",
    obtain="https://github.com/facebookresearch/ears_dataset (p001.zip to p107.zip)",
    downloads=(
        *(Download(f"{RELEASE}/p{number:03d}.zip") for number in range(1, 108)),
        Download(f"{AT}{COMMIT}/speaker_statistics.json"),
        Download(f"{AT}{COMMIT}/transcripts.json"),
    ),
    citation=Citation(
        "richter2024ears",
        "J. Richter and Y.-C. Wu and S. Krenn and S. Welker and B. Lay and S. Watanabe and "
        "A. Richard and T. Gerkmann",
        "EARS: An Anechoic Fullband Speech Dataset Benchmarked for Speech Enhancement and "
        "Dereverberation",
        "Interspeech", 2024, "10.21437/Interspeech.2024-153",
    ),
    utterances=None, speakers=107, sampling_rate=48_000,
    labels={name: _other() for name in NAMES.split(" ")}
    | {name: name for name in ("anger", "disgust", "fear", "neutral")}
    | {
        "sadness": "sadness",
        "amazement": _other("surprise"),
        "amusement": Remap(
            "happiness",
            "happiness",
            "what makes laugh; not in the 2024 paper, which sent the amused speech of Thorsten to "
            "happiness",
        ),
        "contentment": Remap("happiness", "happiness", "quiet joy; not in the 2024 paper"),
        "disappointment": _other("sadness"),
        "ecstasy": Remap("happiness", "happiness", "great joy; not in the 2024 paper"),
        "guilt": _other("sadness"),
        "serenity": _other("neutral"),
    },
    read=read,
    sample=Sample(
        files={
            "p004/emo_extasy_sentences.wav": "", "p004/emo_anger_freeform.wav": "",
            "p004/rainbow_01_loud.wav": "",
            "transcripts.json": '{"emo_extasy_sentences": "It snows!"}',
            "speaker_statistics.json": '{"p004": {"gender": "male"}}',
        },
        utterances=(
            Utterance(
                "p004/emo_extasy_sentences", "p004/emo_extasy_sentences.wav", "ecstasy",
                speaker="p004", sex="male", sentence="extasy", text="It snows!",
            ),
            Utterance(
                "p004/emo_anger_freeform", "p004/emo_anger_freeform.wav", "anger", speaker="p004",
                sex="male",
            ),
        ),
    ),
    problems=(
        "a file holds several sentences, or half a minute of free speech",
        "the sentences of an emotion speak of it: text and emotion are related",
        "without speaker_statistics.json the sex of the speakers is unknown",
    ),
    unverified=("that all speakers recorded all 46 files",),
    sources=("https://github.com/facebookresearch/ears_dataset",),
)  # fmt: skip
