"""EmotionTTS Open DB, its emotional part: Korean, 15 speakers, 100 sentences per emotion."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames
from ser_evals.errors import unknown

WOMEN = ("ema", "emb", "nea", "neb", "nec", "ned", "nee")
HUNDREDS = ("neutral", "happy", "angry", "sad")


def _label(number: str) -> str:
    hundred = (int(number) - 1) // 100
    if not 0 <= hundred < len(HUNDREDS):
        raise unknown("number", number, ("00001 to 00400",))
    return HUNDREDS[hundred]


def _sentence(speaker: str, number: str) -> str:
    # The plain sentences are the same in all emotions, the emotional ones differ.
    return f"em{(int(number) - 1) % 100 + 1:03d}" if speaker[0] == "e" else f"ne{number[2:]}"


_clips = from_filenames(
    r"(?P<speaker>em[abfgh]|ne[a-eklmno])(?P<number>\d{5})",
    derive={
        "label": lambda f: _label(f["number"]),
        "sentence": lambda f: _sentence(f["speaker"], f["number"]),
        "sex": lambda f: "female" if f["speaker"] in WOMEN else "male",
    },
    # The other parts of the repository hold speech without labels.
    glob="*em[abfgh]?????.wav|*ne[abcdeklmno]?????.wav",
)


def read(root: Path) -> Iterator[Utterance]:
    for clip in _clips(root):
        path = PurePosixPath(clip.path)
        script = root / path.parent.parent / "script" / f"{path.stem}.txt"
        text = script.read_text("utf-8-sig").strip() if script.is_file() else None
        yield replace(clip, text=text or None)


REPOSITORY = "https://github.com/emotiontts/emotiontts_open_db"

corpus = Corpus(
    name="emotiontts", title="EmotionTTS Open DB", languages=("ko",), elicitation="acted",
    licence="CC-BY-NC-SA-4.0 for the public twentieth; the rest on application, research only",
    redistributable="labels",
    homepage=REPOSITORY,
    obtain="a twentieth (300 of 6000) is public; for all of it fill in the form "
    "http://naver.me/GaQSRZdm (Selvas AI decides) and put Emotional into the corpus's folder",
    downloads=(Download(
        f"{REPOSITORY}/archive/5c8ccc80cb11e8de113c25f9ad019dc5d3a8e47b.zip", strip=1,
    ),),
    citation=Citation(
        "selvas2020emotiontts", "Selvas AI", "EmotionTTS Open DB", "", 2020, REPOSITORY,
    ),
    utterances=6000, speakers=15, sampling_rate=22_050,
    counts=dict(angry=1500, happy=1500, neutral=1500, sad=1500),
    labels={"angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness"},
    read=read,
    sample=Sample(
        files={
            "Emotional/plain-to-emotional/ema/wav/ema00102.wav": "",
            "Emotional/plain-to-emotional/ema/script/ema00102.txt": "\ufeff비가 옵니다.\n",
            "Emotional/emotional-to-emotional/nek/wav/nek00400.wav": "",
            "Main/main/lmy/wav/lmy00001.wav": "",
        },
        utterances=(
            Utterance(
                "ema00102", "Emotional/plain-to-emotional/ema/wav/ema00102.wav", "happy",
                speaker="ema", sex="female", sentence="em002", text="비가 옵니다.",
            ),
            Utterance(
                "nek00400", "Emotional/emotional-to-emotional/nek/wav/nek00400.wav", "sad",
                speaker="nek", sex="male", sentence="ne400",
            ),
        ),
    ),
    problems=(
        "the public part has 5 sentences per speaker and emotion (300 utterances, 75 per emotion)",
        "ten speakers (ne?) read sentences that fit the emotion: the words give it away; five "
        "(em?) read the same sentences in all emotions",
        "every sentence is read by all speakers of its part",
        "the label is the hundred of the number in the file name",
    ),
    unverified=(
        "whether speakers of the two parts with one letter (ema and nea, emb and neb) are the same",
        "whether any file of the whole corpus is missing",
    ),
    sources=(REPOSITORY, "https://github.com/SuperKogito/SER-datasets"),
)  # fmt: skip
