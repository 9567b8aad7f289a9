"""TESS: Toronto emotional speech set, 200 words in a carrier phrase, two actresses."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

NAMES = ("angry", "disgust", "fear", "happy", "neutral", "sad")

corpus = Corpus(
    name="tess", title="TESS", languages=("en",), elicitation="acted",
    licence="CC-BY-NC-ND-4.0", redistributable="audio",
    homepage="https://tspace.library.utoronto.ca/handle/1807/24487",
    citation=Citation(
        "pichorafuller2020tess", "M. K. Pichora-Fuller and K. Dupuis",
        "Toronto emotional speech set (TESS)", "", 2020, "10.5683/SP2/E8H2MF",
    ),
    utterances=2800, speakers=2, sampling_rate=24_414,
    counts=dict.fromkeys((*NAMES, "pleasant surprise"), 400),
    labels={
        "angry": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "neutral": "neutral", "pleasant surprise": "surprise", "sad": "sadness",
    },
    read=from_filenames(
        r"(?P<speaker>OAF?|YAF)_(?P<sentence>[a-z]+)_(?P<label>[a-z]+)",
        labels={name: name for name in NAMES} | {"ps": "pleasant surprise"},
        derive={
            # One name, OA_bite_neutral, lacks the F.
            "speaker": lambda f: f["speaker"][:2] + "F",
            "sex": lambda f: "female",
            "text": lambda f: f"Say the word {f['sentence']}",
        },
    ),
    sample=Sample(
        files={
            "OAF_neutral/OA_bite_neutral.wav": "", "YAF_pleasant_surprised/YAF_check_ps.wav": "",
        },
        utterances=(
            Utterance(
                "OA_bite_neutral", "OAF_neutral/OA_bite_neutral.wav", "neutral", speaker="OAF",
                sex="female", sentence="bite", text="Say the word bite",
            ),
            Utterance(
                "YAF_check_ps", "YAF_pleasant_surprised/YAF_check_ps.wav", "pleasant surprise",
                speaker="YAF", sex="female", sentence="check", text="Say the word check",
            ),
        ),
    ),
    problems=(
        "OA_bite_neutral.wav is misspelt: its speaker is OAF",
        "YAF_germ_angry.wav and YAF_neat_fear.wav are AIFF, OAF_food_fear.wav is 96 kHz",
        "two speakers: a speaker-disjoint split trains on a single one",
        "some copies hold every file twice, once more in a folder inside the folder",
    ),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
