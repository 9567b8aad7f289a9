"""TurEV-DB: single Turkish words in four emotions, six speakers (Canpolat et al., 2020)."""

from collections.abc import Mapping

from ser_evals.corpora import Citation, Corpus, Download, Remap, Sample, Utterance, from_filenames
from ser_evals.errors import SerEvalsError, unknown

CODES = {"kz": "angry", "sk": "calm", "mt": "happy", "hl": "sad"}


def _label(found: Mapping[str, str]) -> str:
    if found["code"] not in CODES:
        raise unknown("label", found["code"], CODES)
    label = CODES[found["code"]]
    if found["folder"].lower() != label:
        raise SerEvalsError(
            f"its folder says {found['folder']!r}, its name {found['code']!r} ({label}); "
            "move it to the folder that it came from"
        )
    return label


corpus = Corpus(
    name="turev", title="TurEV-DB", languages=("tr",), elicitation="acted",
    licence="CC-BY-NC-ND-4.0", redistributable="audio",
    homepage="https://github.com/Xeonen/TurEV-DB",
    obtain="https://github.com/Xeonen/TurEV-DB",
    downloads=(Download(
        "https://github.com/Xeonen/TurEV-DB/archive/be9873eccbc40538acbeb5e67c718bda96763cf3.zip",
        strip=1,
    ),),
    citation=Citation(
        "canpolat2020turev", "S. F. Canpolat and Z. Ormanoğlu and D. Zeyrek",
        "Turkish Emotion Voice Database (TurEV-DB)", "SLTU and CCURL", 2020,
        "https://aclanthology.org/2020.sltu-1.52",
    ),
    utterances=1735, speakers=6, sampling_rate=44_100,
    counts=dict(angry=487, calm=408, happy=357, sad=483),
    labels={
        "angry": "anger",
        "calm": Remap("neutral", "neutral", "the class without arousal, there is no neutral"),
        "happy": "happiness", "sad": "sadness",
    },
    read=from_filenames(
        r"(?P<folder>[^/]+)/(?P<speaker>\d+)_(?P<code>[a-z]+)_(?P<sentence>[a-z]+)\d?",
        derive={"label": _label}, skip="Model Output",
    ),
    sample=Sample(
        files={"Sound Source/Sad/7895_hl_ogul1.wav": "", "Model Output/Sad/7895_hl_ogul1.wav": ""},
        utterances=(Utterance(
            "7895_hl_ogul1", "Sound Source/Sad/7895_hl_ogul1.wav", "sad", speaker="7895",
            sentence="ogul",
        ),),
    ),
    problems=(
        "the README says CC BY-NC-ND 4.0, the file LICENSE is the GPL 3.0: the narrower counts",
        "speaker 1157 has neither calm nor happy utterances",
        "words are spelt without Turkish letters in the file names (cilek is çilek)",
    ),
    unverified=("sex of the speakers",),
    sources=("https://github.com/Xeonen/TurEV-DB",),
)  # fmt: skip
