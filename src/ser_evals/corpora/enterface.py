"""eNTERFACE'05, elicited emotional speech in English, on video (Martin et al., 2006)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

CODES = {"an": "anger", "di": "disgust", "fe": "fear", "ha": "happiness", "sa": "sadness"}
CODES |= {"su": "surprise"}

names = from_filenames(
    r"subject (?P<speaker>\d+)/[a-z]+/(?:sentence (?P<folder>\d)/)?"
    r"s_?\d+_(?P<label>[a-z]{2})(?:_(?P<number>\d))?(?:avi)?",
    labels=CODES,
    glob="*.avi|*.mp4|*.wav|*.flac",
    derive={
        # Two files lie in each other's folder: which of the two is right, nobody says.
        "sentence": lambda f: f["label"] + f["number"] if f["folder"] == f["number"] != "" else None
    },
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    """Take the speaker from the folder: subject 11's files are named like those of subject 12."""
    for u in names(root):
        stem = PurePosixPath(u.path).stem.removesuffix("avi")
        yield replace(u, id=re.sub(r"^s_?\d+", f"s{u.speaker}", stem))


corpus = Corpus(
    name="enterface", title="eNTERFACE'05", languages=("en",), elicitation="elicited",
    licence="scientific research only (stated in the publication)", redistributable="labels",
    homepage="https://enterface.net/enterface05/emotion.html",
    downloads=(Download(
        "http://www.enterface.net/enterface05/docs/results/databases/project2_database.zip",
    ),),
    citation=Citation(
        "martin2006enterface", "O. Martin and I. Kotsia and B. Macq and I. Pitas",
        "The eNTERFACE'05 Audio-Visual Emotion Database",
        "International Conference on Data Engineering Workshops", 2006, "10.1109/ICDEW.2006.145",
    ),
    utterances=1293, speakers=44, sampling_rate=48_000,
    counts=dict(anger=216, disgust=216, fear=216, happiness=213, sadness=216, surprise=216),
    labels={label: label for label in CODES.values()},
    read=read,
    sample=Sample(
        files={
            "subject 11/anger/sentence 4/s12_an_4.avi": "",
            "subject 12/anger/sentence 4/s12_an_4.avi": "",
            "subject 16/surprise/sentence 3/s16_su_3avi.avi": "",
            "subject 2/anger/sentence 1/s2_an_2.avi": "",
            "subject 3/fear/sentence 5/s_3_fe_5.avi": "", "subject 6/disgust/s6_di.avi": "",
        },
        utterances=(
            Utterance(
                "s11_an_4", "subject 11/anger/sentence 4/s12_an_4.avi", "anger", speaker="11",
                sentence="an4",
            ),
            Utterance(
                "s12_an_4", "subject 12/anger/sentence 4/s12_an_4.avi", "anger", speaker="12",
                sentence="an4",
            ),
            Utterance(
                "s16_su_3", "subject 16/surprise/sentence 3/s16_su_3avi.avi", "surprise",
                speaker="16", sentence="su3",
            ),
            Utterance("s2_an_2", "subject 2/anger/sentence 1/s2_an_2.avi", "anger", speaker="2"),
            Utterance(
                "s3_fe_5", "subject 3/fear/sentence 5/s_3_fe_5.avi", "fear", speaker="3",
                sentence="fe5",
            ),
            Utterance("s6_di", "subject 6/disgust/s6_di.avi", "disgust", speaker="6"),
        ),
    ),
    problems=(
        "the folder names the speaker: the files of subject 11 are named s12, others s_3",
        "copies by file name lose subject 11 or 12 (1,263 utterances instead of 1,293)",
        "44 folders of subjects, where the homepage counts 42",
        "subject 6 has one file per emotion, without a sentence; subject 23 lacks three files",
        "s2_an_1 and s2_an_2 lie in each other's folder: their sentence is unknown",
    ),
    unverified=(
        "sex of the speakers",
        "which folders are the 42 subjects of the publication: a subject may have two",
    ),
    sources=(
        "https://enterface.net/enterface05/emotion.html", "https://github.com/emo-box/EmoBox",
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
