"""USC-EMA: 14 sentences recorded with an articulograph, three speakers (Lee et al., 2005)."""

from collections.abc import Mapping

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

TEXTS = (
    "Your grandmother is on the phone",
    "The doctor made the scar foam with antiseptic",
    "Don't compare me to your father",
    "That made being deaf tantamount to isolation",
    "I hear the echo of voices and the sound of shoes",
    "They think the company and I will have a long future",
    "The doctor made the scar. Foam antiseptic didn't help",
    "I am talking about the same picture you showed me",
    "That dress looks like it comes from Asia",
    "It's hard being very deaf. Tantamount to isolation",
    "I don't know how she could miss this opportunity",
    "Toby and George stole the game",
    "Hold your breath and combine all the ingredients in a large bowl",
    "They vetoed his proposal instantly",
)
# Which sentence each number of a file name is: one order for the man, one for the women.
ORDER_AB = "8 14 10 5 4 1 12 3 9 14 13 10 7 12 6 7 5 8 10 12 11 4 5 14 1 11 4 6 2 13 11 5 7 9 3 "
ORDER_AB += "4 7 1 13 3 6 2 14 11 12 8 13 7 9 6 4 1 10 2 8 13 9 2 3 14 6 10 5 12 2 3 1 8 11 9"
ORDER_JN_LS = "1 2 3 4 5 6 7 8 9 10 3 10 2 6 9 1 7 5 4 8 2 1 3 5 9 6 7 4 8 10 "
ORDER_JN_LS += "1 7 9 3 5 6 2 10 8 4 3 1 7 2 9 10 6 8 4 5"
SEXES = {"ab": "male", "jn": "female", "ls": "female"}


def _sentence(found: Mapping[str, str]) -> str | None:
    order = (ORDER_AB if found["speaker"] == "ab" else ORDER_JN_LS).split()
    number = int(found["number"])
    return order[number - 1] if 0 < number <= len(order) else None


def _text(found: Mapping[str, str]) -> str | None:
    sentence = _sentence(found)
    return sentence and TEXTS[int(sentence) - 1]


corpus = Corpus(
    name="usc_ema", title="USC Electromagnetic Articulography Database", languages=("en-US",),
    elicitation="acted",
    licence="none stated", redistributable="labels",
    homepage="http://sail.usc.edu/ema_web/",
    obtain="http://sail.usc.edu/ema_web/ (the folder Emotional_EMA)",
    citation=Citation(
        "lee2005uscema", "S. Lee and S. Yildirim and A. Kazemzadeh and S. Narayanan",
        "An articulatory study of emotional speech production", "Interspeech", 2005,
        "https://sail.usc.edu/ema_web/LeeInterSpeech2005.pdf",
    ),
    utterances=680, speakers=3, sampling_rate=16_000,
    counts=dict.fromkeys(("angry", "happy", "neutral", "sad"), 170),
    labels={"angry": "anger", "happy": "happiness", "neutral": "neutral", "sad": "sadness"},
    read=from_filenames(
        r"[^_/]+_(?P<speaker>[a-z]{2})_(?P<label>[a-z]+)_(?P<number>\d+)(?:_[^/]*)?",
        labels={name: name for name in ("angry", "happy", "neutral", "sad")},
        derive={"sex": lambda f: SEXES.get(f["speaker"]), "sentence": _sentence, "text": _text},
    ),
    sample=Sample(
        files={"ls/Wavfiles/4emo_ls_sad_11_012.wav": ""},
        utterances=(Utterance(
            "4emo_ls_sad_11_012", "ls/Wavfiles/4emo_ls_sad_11_012.wav", "sad", speaker="ls",
            sex="female", sentence="3", text="Don't compare me to your father",
        ),),
    ),
    problems=(
        "sensors on tongue, lips and jaw while speaking",
        "listeners' ratings of emotion, valence, activation and dominance are not read",
    ),
    unverified=("that no sound file is missing",),
    sources=(
        "http://sail.usc.edu/ema_web/",
        "https://github.com/michen00/multilingual_speech_valence_classification_datasets",
    ),
)  # fmt: skip
