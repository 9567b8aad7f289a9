"""IITKGP-SEHSC: 15 Hindi sentences by ten professionals in eight emotions (2011)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

EMOTIONS = "anger|disgust|fear|happy|neutral|sadness|sarcastic|surprise"
SEXES = dict.fromkeys(("1", "2", "4", "5"), "female") | dict.fromkeys(("3", "6", "10"), "male")


def _person(found: Mapping[str, str]) -> str:
    # Some names say 71 where they should say 1.
    return "1" if found["person"] == "71" else str(int(found["person"]))


_clips = from_filenames(
    rf"(?P<label>{EMOTIONS})/(?P<person>\d+)\.\d+\.[^/]*-(?P<sentence>\d+)",
    derive={"speaker": _person, "sex": lambda f: SEXES.get(_person(f))},
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    for clip in _clips(root):
        yield replace(clip, id=f"{clip.label}/{Path(clip.path).stem}")


corpus = Corpus(
    name="iitkgp_sehsc", title="IITKGP-SEHSC", languages=("hi",), elicitation="acted",
    licence="none stated (sent by the authors on request)", redistributable="nothing",
    homepage="https://cse.iitkgp.ac.in/~ksrao/",
    obtain="ask K. Sreenivasa Rao, Indian Institute of Technology Kharagpur, for the corpus",
    citation=Citation(
        "koolagudi2011iitkgpsehsc", "S. G. Koolagudi and R. Reddy and J. Yadav and K. S. Rao",
        "IITKGP-SEHSC: Hindi Speech Corpus for Emotion Analysis",
        "International Conference on Devices and Communications", 2011,
        "https://ieeexplore.ieee.org/document/5738540/",
    ),
    utterances=12_000, speakers=10,
    counts=dict.fromkeys(EMOTIONS.split("|"), 1500),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "neutral": "neutral", "sadness": "sadness",
        "sarcastic": Remap(
            "other", "other", "an attitude, no basic emotion; not in the 2024 paper",
        ),
        "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={"3/session1/sarcastic/3.1.sarcastic-15.wav": ""},
        utterances=(Utterance(
            "sarcastic/3.1.sarcastic-15", "3/session1/sarcastic/3.1.sarcastic-15.wav", "sarcastic",
            speaker="3", sex="male", sentence="15",
        ),),
    ),
    problems=(
        "12,000 is the described number (10 speakers, 10 sessions, 15 sentences, 8 emotions); "
        "copies in circulation lack speakers",
    ),
    unverified=(
        "homepage", "that a full copy holds all of the 12,000 utterances",
        "sex of the speakers 7, 8 and 9", "sampling rate",
    ),
    sources=("https://github.com/polvanrijn/mapping-nhb",),
)  # fmt: skip
