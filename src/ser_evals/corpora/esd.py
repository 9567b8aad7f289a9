"""ESD: 350 sentences in Mandarin and 350 in English, five emotions (Zhou, Speech Comm. 2022)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, find_files, from_filenames

MEN = {4, 5, 6, 8, 10, 11, 12, 13, 14, 20}
LABELS = ("Angry", "Happy", "Neutral", "Sad", "Surprise")
NAMES = from_filenames(
    r"\d{4}/(?P<label>[A-Za-z]+)/(?:(?:train|evaluation|test)/)?(?P<speaker>\d{4})_(?P<n>\d{6})",
    labels={label: label.lower() for label in LABELS},
    derive={
        "sex": lambda f: "male" if int(f["speaker"]) in MEN else "female",
        "language": lambda f: "en" if int(f["speaker"]) > 10 else None,
        # The 350 sentences come five times, once in each emotion.
        "sentence": lambda f: (
            f"{'en' if int(f['speaker']) > 10 else 'zh'}{(int(f['n']) - 1) % 350 + 1:03}"
        ),
    },
)


def read(root: Path) -> Iterator[Utterance]:
    """Read the file names, and the texts that lie beside each speaker's folders."""
    texts = {}
    for path in find_files(root, "????.txt|*/????.txt"):
        lines = (line.split("\t") for line in _decoded(root / path).splitlines())
        texts |= {cells[0].strip(): cells[1].strip() for cells in lines if len(cells) > 2}
    for utterance in NAMES(root):
        yield replace(utterance, text=texts.get(utterance.id))


def _decoded(path: Path) -> str:
    """Decode a table of texts: UTF-16 with its mark, UTF-8, or the code page of its language."""
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        mandarin = path.stem.isdigit() and int(path.stem) <= 10
        return data.decode("gb18030" if mandarin else "cp1252", errors="replace")


corpus = Corpus(
    name="esd", title="ESD", languages=("zh", "en"), elicitation="acted",
    licence="research only, by a signed form", redistributable="nothing",
    homepage="https://hltsingapore.github.io/ESD/",
    obtain="fill in the licence linked on https://github.com/HLTSingapore/Emotional-Speech-Data "
    "and send it to zhoukun@u.nus.edu; unpack the folders 0001 to 0020",
    citation=Citation(
        "zhou2022esd", "K. Zhou and B. Sisman and R. Liu and H. Li",
        "Emotional voice conversion: Theory, databases and ESD", "Speech Communication", 2022,
        "10.1016/j.specom.2021.11.006", kind="article",
    ),
    utterances=35_000, speakers=20, sampling_rate=16_000,
    counts=dict.fromkeys(("angry", "happy", "neutral", "sad", "surprise"), 7000),
    labels={
        "angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness",
        "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "0005/Neutral/0005_000001.wav": "", "0005/0005.txt": "0005_000001\t今天下雨。\t中立\n",
            "0015/Angry/test/0015_000351.wav": "",
            "0015/0015.txt": "0015_000351\tThe rain fell.\tAngry\n\n0015_000352 no tabs here\n",
        },
        utterances=(
            Utterance(
                "0005_000001", "0005/Neutral/0005_000001.wav", "neutral", speaker="0005",
                sex="male", sentence="zh001", text="今天下雨。",
            ),
            Utterance(
                "0015_000351", "0015/Angry/test/0015_000351.wav", "angry", speaker="0015",
                sex="female", sentence="en001", text="The rain fell.", language="en",
            ),
        ),
    ),
    problems=(
        "the folders train, evaluation and test of some copies hold the same speakers: not read",
        "the tables of texts are in UTF-8, UTF-16, GB 18030 or Latin-1, and some lines lack tabs",
        "the licence of the repository (MIT) is that of its code",
    ),
    unverified=("sex of the speakers: as two projects heard it, no document states it",),
    sources=(
        "https://github.com/HLTSingapore/Emotional-Speech-Data",
        "https://github.com/emo-box/EmoBox", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/michen00/multilingual_speech_valence_classification_datasets",
    ),
)  # fmt: skip
