"""JL-Corpus: New Zealand English, five primary and five secondary emotions (James, 2018)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

LABELS = ("angry", "excited", "happy", "neutral", "sad")
LABELS += ("anxious", "apologetic", "assertive", "concerned", "encouraging")
PATTERN = r"(?P<speaker>(?P<sex>female|male)[12])_(?P<label>[a-z]+)_(?P<sentence>\d+[ab])_[12]"
RAW = from_filenames(PATTERN, glob="*JL(wav+txt)/*.wav")
ANYWHERE = from_filenames(PATTERN)


def read(root: Path) -> Iterator[Utterance]:
    """Read the file names, and the text beside each file if it is there."""
    # Other folders of the archive may hold copies; some people have none of its folders.
    for utterance in list(RAW(root)) or ANYWHERE(root):
        text = (root / utterance.path).with_suffix(".txt")
        words = text.read_text(encoding="utf-8", errors="replace") if text.is_file() else ""
        yield replace(utterance, text=words.strip() or None)


FOLDER = "Raw JL corpus (unchecked and unannotated)/JL(wav+txt)"
OWN = "a state of its own, none of the seven basic ones; not in the 2024 paper"

corpus = Corpus(
    name="jl_corpus", title="JL-Corpus", languages=("en-NZ",), elicitation="acted",
    licence="CC0-1.0", redistributable="audio",
    homepage="https://www.kaggle.com/tli725/jl-corpus",
    obtain="https://www.kaggle.com/tli725/jl-corpus (with a Kaggle account)",
    citation=Citation(
        "james2018jl", "J. James and L. Tian and C. I. Watson",
        "An Open Source Emotional Speech Corpus for Human Robot Interaction Applications",
        "Interspeech", 2018, "10.21437/Interspeech.2018-1349",
    ),
    utterances=2400, speakers=4, sampling_rate=44_100,
    counts=dict.fromkeys(LABELS, 240),
    labels={
        "angry": "anger", "anxious": Remap("other", "fear", OWN), "apologetic": "other",
        "assertive": "other", "concerned": "other", "encouraging": "other",
        "excited": Remap("happiness", "happiness", "aroused joy; not in the 2024 paper"),
        "happy": "happiness", "neutral": "neutral", "sad": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            f"{FOLDER}/male2_concerned_6b_1.wav": "",
            f"{FOLDER}/male2_concerned_6b_1.txt": "The boat is late.\n",
            f"{FOLDER}/female1_happy_1a_2.wav": "",
        },
        utterances=(
            Utterance(
                "male2_concerned_6b_1", f"{FOLDER}/male2_concerned_6b_1.wav", "concerned",
                speaker="male2", sex="male", sentence="6b", text="The boat is late.",
            ),
            Utterance(
                "female1_happy_1a_2", f"{FOLDER}/female1_happy_1a_2.wav", "happy",
                speaker="female1", sex="female", sentence="1a",
            ),
        ),
    ),
    problems=(
        "the licence is CC0-1.0 by one registry, ODC-By by another",
        "by the name of their folder the files are unchecked",
    ),
    unverified=("whether the letter in a sentence's number changes the words or the session",),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/felixbur/nkululeko",
        "https://github.com/michen00/multilingual_speech_valence_classification_datasets",
    ),
)  # fmt: skip
