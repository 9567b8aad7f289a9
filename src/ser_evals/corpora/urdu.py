"""URDU: emotional speech cut from Urdu talk shows (Latif et al., 2018)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

corpus = Corpus(
    name="urdu", title="URDU", languages=("ur",), elicitation="natural",
    licence="research only (stated in the README; no formal licence)", redistributable="labels",
    homepage="https://github.com/siddiquelatif/URDU-Dataset",
    obtain="https://github.com/siddiquelatif/URDU-Dataset",
    downloads=(Download(
        "https://github.com/siddiquelatif/URDU-Dataset/archive/4b546d4e0fa36d1c86c53a281631b2ab7ce2fdec.zip",
        strip=1,
    ),),
    citation=Citation(
        "latif2018urdu", "S. Latif and A. Qayyum and M. Usman and J. Qadir",
        "Cross Lingual Speech Emotion Recognition: Urdu vs. Western Languages",
        "International Conference on Frontiers of Information Technology", 2018,
        "https://arxiv.org/abs/1812.10411",
    ),
    utterances=400, speakers=29, sampling_rate=44_100,
    counts=dict(angry=100, happy=100, neutral=100, sad=100),
    labels={"angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness"},
    read=from_filenames(
        r"(?P<speaker>S(?P<sex>[MF])\d+)_F\d+_(?P<label>[A-Z])\d+",
        labels={"A": "angry", "H": "happy", "N": "neutral", "S": "sad"},
        derive={"sex": lambda f: {"F": "female", "M": "male"}[f["sex"]]},
    ),
    sample=Sample(
        files={"Angry/SM1_F17_A017.wav": ""},
        utterances=(Utterance(
            "SM1_F17_A017", "Angry/SM1_F17_A017.wav", "angry", speaker="SM1", sex="male",
        ),),
    ),
    problems=(
        "the README says 38 speakers, the file names hold 29",
        "all angry speech is of four men (SM1 to SM4): emotion and speaker are confounded",
        "SM1 and SF1 are two speakers: the number alone is no speaker",
    ),
    sources=("https://github.com/siddiquelatif/URDU-Dataset",),
)  # fmt: skip
