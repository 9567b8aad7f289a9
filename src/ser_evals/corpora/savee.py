"""SAVEE: Surrey Audio-Visual Expressed Emotion, sound only, four British men (2010)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

LETTERS = {"a": "anger", "d": "disgust", "f": "fear", "h": "happiness", "n": "neutral"}
LETTERS |= {"sa": "sadness", "su": "surprise"}

_clips = from_filenames(
    r"(?P<speaker>DC|JE|JK|KL)[_/](?P<label>[a-z]{1,2})\d\d",
    labels=LETTERS,
    derive={"sex": lambda f: "male"},
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    for clip in _clips(root):
        # DC/a01.wav as released, DC_a01.wav in common copies: one id for both.
        yield replace(clip, id=f"{clip.speaker}_{Path(clip.path).stem.split('_')[-1]}")


corpus = Corpus(
    name="savee", title="SAVEE", languages=("en-GB",), elicitation="acted",
    licence="research only, after registration", redistributable="nothing",
    homepage="http://kahlan.eps.surrey.ac.uk/savee/Database.html",
    obtain="register at http://personal.ee.surrey.ac.uk/Personal/P.Jackson/SAVEE/Register.html and "
    "unpack AudioData.zip",
    citation=Citation(
        "haq2010savee", "S. Haq and P. J. B. Jackson", "Multimodal Emotion Recognition",
        "Machine Audition: Principles, Algorithms and Systems, IGI Global", 2010,
        "http://personal.ee.surrey.ac.uk/Personal/P.Jackson/pub/ma10/HaqJackson_MachineAudition10_approved.pdf",
    ),
    utterances=480, speakers=4, sampling_rate=44_100,
    counts=dict.fromkeys(LETTERS.values(), 60) | {"neutral": 120},
    labels={label: label for label in LETTERS.values()},
    read=read,
    sample=Sample(
        files={"DC/su01.wav": "", "JE_n30.wav": ""},
        utterances=(
            Utterance("DC_su01", "DC/su01.wav", "surprise", speaker="DC", sex="male"),
            Utterance("JE_n30", "JE_n30.wav", "neutral", speaker="JE", sex="male"),
        ),
    ),
    problems=(
        "four men and no woman",
        "three sentences are common to all emotions, most are not: text and emotion are related",
    ),
    unverified=("which number is which sentence",),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
