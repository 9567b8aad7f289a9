"""TurEV-DB: single Turkish words in four emotions, six speakers (Canpolat et al., 2020)."""

from collections.abc import Mapping

from ser_evals.corpora import Corpus, Remap, Sample, Utterance, from_filenames
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
    name="turev",
    title="TurEV-DB",
    languages=("tr",),
    elicitation="acted",
    licence="CC-BY-NC-ND-4.0",
    homepage="https://github.com/Xeonen/TurEV-DB",
    obtain="https://github.com/Xeonen/TurEV-DB",
    citation="S. F. Canpolat, Z. Ormanoğlu, D. Zeyrek: Turkish Emotion Voice Database (TurEV-DB). "
    "SLTU and CCURL 2020, 368-375. https://aclanthology.org/2020.sltu-1.52",
    utterances=1735,
    speakers=6,
    labels={
        "angry": "anger",
        "calm": Remap(
            "neutral",
            "neutral",
            "the one class without arousal of a corpus that has no neutral; not in the 2024 "
            "paper, which sent the calm speech of Expresso to neutral",
        ),
        "happy": "happiness",
        "sad": "sadness",
    },
    read=from_filenames(
        r"(?P<folder>[^/]+)/(?P<speaker>\d+)_(?P<code>[a-z]+)_(?P<sentence>[a-z]+)\d?",
        derive={"label": _label},
        skip="Model Output",
    ),
    sample=Sample(
        files={
            "Sound Source/Angry/1157_kz_cilek.wav": "",
            "Sound Source/Sad/7895_hl_ogul1.wav": "",
            "Model Output/Sad/7895_hl_ogul1.wav": "",
        },
        utterances=(
            Utterance(
                id="1157_kz_cilek",
                path="Sound Source/Angry/1157_kz_cilek.wav",
                label="angry",
                speaker="1157",
                sentence="cilek",
            ),
            Utterance(
                id="7895_hl_ogul1",
                path="Sound Source/Sad/7895_hl_ogul1.wav",
                label="sad",
                speaker="7895",
                sentence="ogul",
            ),
        ),
    ),
    problems=(
        "the README says CC BY-NC-ND 4.0, the file LICENSE is the GPL 3.0: the narrower counts",
        "speaker 1157 has neither calm nor happy utterances",
        "words are spelt without Turkish letters in the file names (cilek is çilek)",
        "the sex of the speakers is not documented",
    ),
)
