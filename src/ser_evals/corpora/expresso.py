"""Expresso: read speech and improvised dialogues in 26 styles (Nguyen et al., Interspeech 2023)."""

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

NAMES = from_filenames(
    r"(?P<speaker>ex\d\d)(?:-(?P<right>ex\d\d))?_(?P<label>[a-z-]+)"
    r"(?:_(?:emphasis|essentials|longform))?_\d+",
    derive={
        "label": lambda f: f["label"] + " (dialogue)" * bool(f["right"]),
        "session": lambda f: f"{f['speaker']}-{f['right']}" if f["right"] else None,
    },
)
STYLE = "a speaking style, no emotion"
TWO = "two voices in one recording, one of which would be on both sides of a split"
# Style of a dialogue to its class in the 2024 paper, where it is not "other".
PAPER = {"angry": "anger", "awe": "surprise", "bored": "neutral", "calm": "neutral"}
PAPER |= {"default": "neutral", "disgusted": "disgust", "fearful": "fear", "happy": "happiness"}
PAPER |= {"laughing": "happiness", "sad-sympathetic": "sadness", "sympathetic-sad": "sadness"}
DIALOGUES = dict(angry=13, awe=8, bored=6, calm=11, confused=10, default=33, desire=8)
DIALOGUES |= dict(disgusted=24, enunciated=9, fast=22, fearful=8, happy=18, laughing=22)
DIALOGUES |= dict(narration=12, nonverbal=23, projected=20, sarcastic=14, sleepy=5, whisper=12)
DIALOGUES |= {"animal-animaldir": 10, "animaldir-animal": 8, "child-childdir": 6}
DIALOGUES |= {"childdir-child": 5, "sad-sympathetic": 14, "sympathetic-sad": 18}


def read(root: Path) -> Iterator[Utterance]:
    """Read styles from the file names, and the words of read speech from its table, if any."""
    texts = {}
    for table in find_files(root, "read_transcriptions.txt|*/read_transcriptions.txt"):
        lines = (root / table).read_text(encoding="utf-8").splitlines()
        texts |= dict(line.split("\t", 1) for line in lines if "\t" in line)
    for utterance in NAMES(root):
        yield replace(utterance, text=texts.get(utterance.id))


def _styles(*names: str) -> dict[str, Remap]:
    return {name: Remap("other", "other", STYLE) for name in names}


corpus = Corpus(
    name="expresso", title="Expresso", languages=("en",), elicitation="acted",
    licence="CC-BY-NC-4.0", redistributable="audio",
    homepage="https://speechbot.github.io/expresso/",
    downloads=(Download(
        "https://dl.fbaipublicfiles.com/textless_nlp/expresso/data/expresso.tar",
        checksum="md5:6bf580a4cd4392ae2473626147b5307c", strip=1,
    ),),
    citation=Citation(
        "nguyen2023expresso",
        "T. A. Nguyen and W.-N. Hsu and A. D'Avirro and B. Shi and I. Gat and M. Fazel-Zarandi and "
        "T. Remez and J. Copet and G. Synnaeve and M. Hassid and F. Kreuk and Y. Adi and E. Dupoux",
        "EXPRESSO: A Benchmark and Analysis of Discrete Expressive Speech Resynthesis",
        "Interspeech", 2023, "https://arxiv.org/abs/2308.05725",
    ),
    utterances=11_954, speakers=4, sampling_rate=48_000,
    counts=dict(confused=1520, default=2483, enunciated=1520, happy=1520, laughing=1520)
    | dict(narration=4, sad=1519, singing=11, whisper=1518)
    | {f"{style} (dialogue)": number for style, number in DIALOGUES.items()},
    labels=_styles("enunciated", "narration", "singing", "whisper")
    | {
        "confused": "other",
        "default": "neutral",
        "happy": "happiness",
        "laughing": Remap("happiness", "happiness", "spoken while laughing"),
        "sad": "sadness",
    }
    | {f"{style} (dialogue)": Remap(None, PAPER.get(style, "other"), TWO) for style in DIALOGUES},
    read=read,
    sample=Sample(
        files={
            "audio_48khz/read/ex03/default/base/ex03_default_emphasis_00010.wav": "",
            "audio_48khz/conversational/ex04-ex01/animal-animaldir/"
            "ex04-ex01_animal-animaldir_005.wav": "",
            "read_transcriptions.txt": "ex03_default_emphasis_00010\tThat is *my* seat.\n",
        },
        utterances=(
            Utterance(
                "ex03_default_emphasis_00010",
                "audio_48khz/read/ex03/default/base/ex03_default_emphasis_00010.wav", "default",
                speaker="ex03", text="That is *my* seat.",
            ),
            Utterance(
                "ex04-ex01_animal-animaldir_005",
                "audio_48khz/conversational/ex04-ex01/animal-animaldir/"
                "ex04-ex01_animal-animaldir_005.wav",
                "animal-animaldir (dialogue)", speaker="ex04", session="ex04-ex01",
            ),
        ),
    ),
    problems=(
        "339 utterances are whole dialogues, one speaker on each channel; all pairs of the four "
        "meet, so that no split keeps them apart: by default they are dropped",
        "under the other label sets a dialogue's speaker is the one on the left channel",
        "the official split cuts files in two and has the four speakers in all parts: not read",
        "anger, disgust, fear and surprise are in dialogues only",
    ),
    unverified=("which two of the four speakers are female",),
    sources=("https://github.com/facebookresearch/textlesslib",),
)  # fmt: skip
