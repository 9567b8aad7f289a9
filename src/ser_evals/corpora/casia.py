"""CASIA, acted emotional speech in Mandarin (Chinese Academy of Sciences, 2008)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames
from ser_evals.errors import unknown

# The two parts of the complete corpus spell the same four speakers differently.
SPEAKERS = {"liuchanhg": "liuchanhg", "chang.liu": "liuchanhg"}
SPEAKERS |= {"wangzhe": "wangzhe", "zhe.wang": "wangzhe"}
SPEAKERS |= {"zhaoquanyin": "zhaoquanyin", "quanyin.zhao": "zhaoquanyin"}
SPEAKERS |= {"zhaozuoxiang": "zhaozuoxiang", "zuoxiang.zhao": "zhaozuoxiang"}
LABELS = {name: name for name in ("angry", "fear", "happy", "neutral", "sad", "surprise")}


def speaker(found: Mapping[str, str]) -> str:
    """Return who speaks: the end of the file's name, otherwise the folder above the emotion's."""
    name = (found["name"] or found["folder"]).lower()
    if name not in SPEAKERS:
        raise unknown("speaker", name, SPEAKERS)
    return SPEAKERS[name]


names = from_filenames(
    # A name at the end, or a folder before: one of the two is there.
    r"(?:(?P<folder>[A-Za-z.]+)/)?(?P<label>[a-z]+)/(?P<sentence>\d+)"
    r"(?:-[a-z]+-(?P<name>[A-Za-z.]+)|(?(folder)|(?!)))",
    labels=LABELS | {"normal": "neutral"},
    derive={"speaker": speaker},
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    """Give both layouts, and both parts of the complete corpus, ids of one kind."""
    for u in names(root):
        parts = PurePosixPath(u.path).with_suffix("").parts
        first = u.speaker if "-" in parts[-1] else parts[-3]
        yield replace(u, id=f"{first.lower()}/{u.label}/{u.sentence}")


corpus = Corpus(
    name="casia", title="CASIA", languages=("zh",), elicitation="acted",
    licence="proprietary (the complete corpus is sold; 1,200 utterances circulate as a trial)",
    redistributable="nothing",
    homepage="http://www.chineseldc.org",
    obtain="the licence agreement of the CASIA Chinese emotional corpus, signed with ChineseLDC, "
    "http://www.chineseldc.org; put the speakers' folders into the folder",
    citation=Citation(
        "tao2008casia", "J. Tao and F. Liu and M. Zhang and H. Jia",
        "Design of Speech Corpus for Mandarin Text to Speech", "The Blizzard Challenge Workshop",
        2008,
    ),
    utterances=1200, speakers=4, sampling_rate=16_000,
    counts=dict(angry=200, fear=200, happy=200, neutral=200, sad=200, surprise=200),
    labels={
        "angry": "anger", "fear": "fear", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={"ZhaoZuoxiang/neutral/239.wav": "", "6/sad/201-sad-zhaoquanyin.wav": ""},
        utterances=(
            Utterance(
                "zhaozuoxiang/neutral/239", "ZhaoZuoxiang/neutral/239.wav", "neutral",
                speaker="zhaozuoxiang", sentence="239",
            ),
            Utterance(
                "zhaoquanyin/sad/201", "6/sad/201-sad-zhaoquanyin.wav", "sad",
                speaker="zhaoquanyin", sentence="201",
            ),
        ),
    ),
    problems=(
        "counts are those of the public part, sentences 201 to 250; the complete corpus has 9,600",
        "the public part goes round in two layouts, by speaker and emotion or by emotion alone",
    ),
    unverified=(
        "the terms of the licence", "names of the files of the complete corpus",
        "sex of the speakers",
    ),
    sources=("https://github.com/emo-box/EmoBox", "https://twblogs.net/a/5b7c8b2b2b71770a43db7cf9"),
)  # fmt: skip
