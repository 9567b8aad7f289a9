"""KSUEmotions: Modern Standard Arabic, 23 speakers, recorded in two phases (LDC2017S12)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

NAMES = ("neutral", "happiness", "sadness", "surprise", "questioning", "anger")

_clips = from_filenames(
    # The first digit of a speaker is the sex.
    r"D\d+E(?P<label>\d\d)P(?P<speaker>(?P<sex>[01])\d\d)S(?P<sentence>\d\d)T\d+",
    labels={f"{code:02d}": name for code, name in enumerate(NAMES)},
    derive={"sex": lambda f: {"0": "male", "1": "female"}[f["sex"]]},
    glob="*.flac|*.wav",
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    for clip in _clips(root):
        # Whether the phases share file names is not documented.
        phase = re.search(r"Phase_?(\d)", clip.path, re.IGNORECASE)
        prefix = f"{phase[1]}_" if phase else ""
        yield replace(clip, id=prefix + Path(clip.path).stem)


corpus = Corpus(
    name="ksuemotions", title="KSUEmotions", languages=("ar",), elicitation="acted",
    licence="LDC user agreement", redistributable="nothing",
    homepage="https://catalog.ldc.upenn.edu/LDC2017S12",
    obtain="licence LDC2017S12 from the Linguistic Data Consortium (membership or fee), "
    "https://catalog.ldc.upenn.edu/LDC2017S12",
    citation=Citation(
        "meftah2021ksuemotions",
        "A. H. Meftah and M. A. Qamhan and Y. Seddiq and Y. A. Alotaibi and S. A. Selouani",
        "King Saud University Emotions Corpus: Construction, Analysis, Evaluation, and Comparison",
        "IEEE Access", 2021, "https://ieeexplore.ieee.org/document/9393909/", "article",
    ),
    utterances=None, speakers=23,
    labels={
        "anger": "anger", "happiness": "happiness", "neutral": "neutral",
        "questioning": Remap("other", "other", "an intonation, no emotion; not in the 2024 paper"),
        "sadness": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={"data/SPEECH/Phase_1/E04/D05E04P104S01T01.flac": ""},
        utterances=(Utterance(
            "1_D05E04P104S01T01", "data/SPEECH/Phase_1/E04/D05E04P104S01T01.flac", "questioning",
            speaker="104", sex="female", sentence="01",
        ),),
    ),
    problems=(
        "recorded in two phases: whoever bears another number in each, if anybody, is not kept in "
        "one fold",
    ),
    unverified=(
        "utterances of a full copy", "that a speaker's number means the same person in both phases",
        "sampling rate",
    ),
    sources=(
        "https://www.scribd.com/document/645486220/Evaluation-of-an-Arabic-Speech-Corpus-of-Emotions-A-Perceptual-and-Statistical-Analysis",
        "https://paperexplained.cn/articles/paper/detail/21ae4471b40696405e20fd6aa498de329b53829d",
    ),
)  # fmt: skip
