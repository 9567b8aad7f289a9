"""URDU: emotional speech cut from Urdu talk shows (Latif et al., 2018)."""

from ser_evals.corpora import Corpus, Sample, Utterance, from_filenames

corpus = Corpus(
    name="urdu",
    title="URDU",
    languages=("ur",),
    elicitation="natural",
    licence="research only (stated in the README; no formal licence)",
    homepage="https://github.com/siddiquelatif/URDU-Dataset",
    obtain="https://github.com/siddiquelatif/URDU-Dataset",
    citation="S. Latif, A. Qayyum, M. Usman, J. Qadir: Cross Lingual Speech Emotion Recognition: "
    "Urdu vs. Western Languages. 2018. arXiv:1812.10411",
    utterances=400,
    speakers=29,
    labels={"angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness"},
    read=from_filenames(
        r"(?P<speaker>S(?P<sex>[MF])\d+)_F\d+_(?P<label>[A-Z])\d+",
        labels={"A": "angry", "H": "happy", "N": "neutral", "S": "sad"},
        derive={"sex": lambda f: {"F": "female", "M": "male"}[f["sex"]]},
    ),
    sample=Sample(
        files={"Angry/SM1_F17_A017.wav": "", "Sad/SF11_F4_S06.wav": ""},
        utterances=(
            Utterance(
                id="SM1_F17_A017",
                path="Angry/SM1_F17_A017.wav",
                label="angry",
                speaker="SM1",
                sex="male",
            ),
            Utterance(
                id="SF11_F4_S06",
                path="Sad/SF11_F4_S06.wav",
                label="sad",
                speaker="SF11",
                sex="female",
            ),
        ),
    ),
    problems=(
        "the README says 38 speakers, the file names hold 29",
        "all angry speech is of four men (SM1 to SM4): emotion and speaker are confounded",
        "SM1 and SF1 are two speakers: the number alone is no speaker",
    ),
)
