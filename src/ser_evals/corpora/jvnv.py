"""JVNV: Japanese emotional speech with nonverbal vocalisations, four speakers (2024)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

EMOTIONS = {"anger": "anger", "disgust": "disgust", "fear": "fear"}
EMOTIONS |= {"happy": "happiness", "sad": "sadness", "surprise": "surprise"}

_clips = from_filenames(
    r"(?P<speaker>(?P<sex>[FM])\d)_(?P<label>[a-z]+)_(?P<part>free|regular)_(?P<number>\d+)",
    derive={
        "sex": lambda f: {"F": "female", "M": "male"}[f["sex"]],
        "sentence": lambda f: f"{f['label']}_{f['part']}_{f['number']}",
    },
)


def read(root: Path) -> Iterator[Utterance]:
    texts = {}
    for path in sorted(root.rglob("transcription.csv")):
        lines = (line.split("|") for line in path.read_text(encoding="utf-8-sig").splitlines())
        # Name without the speaker, nonverbal phrase, text.
        texts = {line[0]: line[-1].strip() for line in lines if len(line) == 3}
    for clip in _clips(root):
        yield replace(clip, text=texts.get(clip.sentence))


corpus = Corpus(
    name="jvnv", title="JVNV", languages=("ja",), elicitation="acted",
    licence="CC-BY-SA-4.0", redistributable="audio",
    homepage="https://sites.google.com/site/shinnosuketakamichi/research-topics/jvnv_corpus",
    downloads=(Download("https://ss-takashi.sakura.ne.jp/corpus/jvnv/jvnv_ver1.zip"),),
    citation=Citation(
        "xin2024jvnv",
        "D. Xin and J. Jiang and S. Takamichi and Y. Saito and A. Aizawa and H. Saruwatari",
        "JVNV: A Corpus of Japanese Emotional Speech With Verbal Content and Nonverbal Expressions",
        "IEEE Access 12, 19752-19764", 2024, "10.1109/ACCESS.2024.3360885", "article",
    ),
    utterances=1615, speakers=4,
    labels=EMOTIONS,
    read=read,
    sample=Sample(
        files={
            "jvnv_v1/F1/happy/free/F1_happy_free_01.wav": "",
            "jvnv_v1/transcription.csv": "happy_free_01|わあ|わあ、雪だ。\n",
        },
        utterances=(Utterance(
            "F1_happy_free_01", "jvnv_v1/F1/happy/free/F1_happy_free_01.wav", "happy", speaker="F1",
            sex="female", sentence="happy_free_01", text="わあ、雪だ。",
        ),),
    ),
    problems=(
        "no neutral speech, and each sentence belongs to one emotion",
        "every utterance holds a laugh, a cry or the like beside its words",
    ),
    unverified=("utterances per label", "sampling rate"),
    sources=("https://github.com/felixbur/nkululeko", "https://arxiv.org/abs/2310.06072"),
)  # fmt: skip
