"""CaFE, acted emotional speech in Canadian French (Gournay et al., 2018)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

# The letters are those of the French words: colère, dégoût, joie, peur, tristesse.
LETTERS = {"C": "anger", "D": "disgust", "J": "happiness", "N": "neutral", "P": "fear"}
LETTERS |= {"S": "surprise", "T": "sadness"}
TEXTS = {
    "1": "Un cheval fou dans mon jardin",
    "2": "Deux ânes aigris au pelage brun",
    "3": "Trois cygnes aveugles au bord du lac",
    "4": "Quatre vieilles truies éléphantesques",
    "5": "Cinq pumas fiers et passionnés",
    "6": "Six ours aimants domestiqués",
}
# Neutral speech has no degree, though its names say 1.
DEGREES = {"1": "mild", "2": "strong"}

corpus = Corpus(
    name="cafe", title="CaFE", languages=("fr-CA",), elicitation="acted",
    licence="CC-BY-NC-SA-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/1478765",
    obtain="https://zenodo.org/records/1478765 (CaFE_48k.zip)",
    downloads=(Download(
        "https://zenodo.org/records/1478765/files/CaFE_48k.zip?download=1", name="CaFE_48k.zip",
    ),),
    citation=Citation(
        "gournay2018cafe", "P. Gournay and O. Lahaie and R. Lefebvre",
        "A Canadian French Emotional Speech Dataset", "ACM Multimedia Systems Conference", 2018,
        "10.1145/3204949.3208121",
    ),
    utterances=936, speakers=12, sampling_rate=48_000,
    counts=dict(
        anger=144, disgust=144, fear=144, happiness=144, neutral=72, sadness=144, surprise=144,
    ),
    labels={label: label for label in LETTERS.values()},
    read=from_filenames(
        r"(?P<speaker>\d\d)-(?P<label>[A-Z])-(?P<degree>[12])-(?P<sentence>\d)", labels=LETTERS,
        glob="*.wav|*.aiff|*.aif",
        derive={
            "sex": lambda f: "male" if int(f["speaker"]) % 2 else "female",
            "text": lambda f: TEXTS.get(f["sentence"]),
            "intensity": lambda f: None if f["label"] == "N" else DEGREES[f["degree"]],
        },
    ),
    sample=Sample(
        files={"CaFE_48k/Peur/Fort/12-P-2-5.wav": "", "CaFE_48k/Neutre/07-N-1-6.wav": ""},
        utterances=(
            Utterance(
                "12-P-2-5", "CaFE_48k/Peur/Fort/12-P-2-5.wav", "fear", speaker="12", sex="female",
                sentence="5", text=TEXTS["5"], intensity="strong",
            ),
            Utterance(
                "07-N-1-6", "CaFE_48k/Neutre/07-N-1-6.wav", "neutral", speaker="07", sex="male",
                sentence="6", text=TEXTS["6"],
            ),
        ),
    ),
    problems=(
        "unpacking may garble the accents of the folders' names; they are not needed",
        "also published at 192 kHz as AIFF: give the folder of one of the two only",
    ),
    sources=(
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/Strong-AI-Lab/emotion", "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
