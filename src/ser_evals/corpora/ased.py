"""ASED: Amharic Speech Emotional Dataset, 65 speakers of four dialects (Retta et al., 2023)."""

from collections.abc import Mapping

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

# One file name, S4-04-02-01-29, has a capital.
LETTERS = {"n": "neutral", "f": "fearful", "h": "happy", "s": "sad", "S": "sad", "a": "angry"}
# Five file names contradict the other names of their speaker; 25 women as in the README.
WOMEN = frozenset({*range(1, 38, 2), 43, 47, 48, 49, 58, 62})


def _sentence(found: Mapping[str, str]) -> str:
    # 01 and 02 are spoken with every emotion, the other numbers mean another sentence in each.
    own = "" if found["number"] in ("01", "02") else found["label"].lower() + "-"
    return own + found["number"]


corpus = Corpus(
    name="ased", title="ASED", languages=("am",), elicitation="acted",
    licence="none stated (the paper: freely available for download; citation asked for)",
    redistributable="labels",
    homepage="https://github.com/Ethio2021/ASED_V1",
    obtain="https://github.com/Ethio2021/ASED_V1",
    downloads=(Download(
        "https://github.com/Ethio2021/ASED_V1/archive/30fee0345cbd37e12dd725fbe69f90522cffb046.zip",
        strip=1,
    ),),
    citation=Citation(
        "retta2023ased",
        "E. A. Retta and E. Almekhlafi and R. Sutcliffe and M. Mhamed and H. Ali and J. Feng",
        "A New Amharic Speech Emotion Dataset and Classification Benchmark",
        "ACM Transactions on Asian and Low-Resource Language Information Processing", 2023,
        "10.1145/3529759", "article",
    ),
    utterances=2474, speakers=65, sampling_rate=16_000,
    counts=dict(angry=486, fearful=510, happy=486, neutral=522, sad=470),
    labels={
        "angry": "anger", "fearful": "fear", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness",
    },
    read=from_filenames(
        r"(?P<label>[A-Za-z])\d-(?P<number>\d\d)-\d\d-\d\d-(?P<speaker>\d\d)", labels=LETTERS,
        derive={
            "sentence": _sentence,
            "sex": lambda f: "female" if int(f["speaker"]) in WOMEN else "male",
        },
    ),
    sample=Sample(
        files={"01Neutral/n1-01-01-02-44.wav": "", "04Sad/S4-04-02-01-29.wav": ""},
        utterances=(
            Utterance(
                "n1-01-01-02-44", "01Neutral/n1-01-01-02-44.wav", "neutral", speaker="44",
                sex="male", sentence="01",
            ),
            Utterance(
                "S4-04-02-01-29", "04Sad/S4-04-02-01-29.wav", "sad", speaker="29", sex="female",
                sentence="s-04",
            ),
        ),
    ),
    duplicates=(
        ("n1-07-01-02-53", "n1-07-02-02-53"), ("h3-01-01-02-08", "h3-01-02-02-08"),
        ("s4-03-01-01-23", "s4-03-02-01-23"), ("a5-07-01-02-63", "a5-07-02-02-63"),
    ),
    problems=(
        "one file of each of the speakers 09, 15, 21, 23 and 25 bears the code of a man",
        "that 01 and 02 are the common sentences follows from the counts; no document says so",
    ),
    sources=("https://github.com/Ethio2021/ASED_V1",),
)  # fmt: skip
