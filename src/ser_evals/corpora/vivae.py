"""VIVAE: non-speech vocalisations of six affects in four intensities (Holz, Emotion 2022)."""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

corpus = Corpus(
    name="vivae", title="VIVAE", languages=("zxx",), elicitation="acted",
    licence="CC-BY-NC-SA-4.0 by a list of corpora, access restricted", redistributable="labels",
    homepage="https://zenodo.org/records/4066235",
    obtain="VIVAE.zip of https://zenodo.org/records/4066235; where it is not open, ask for access "
    "there with a Zenodo account",
    citation=Citation(
        "holz2022vivae", "N. Holz and P. Larrouy-Maestri and D. Poeppel",
        "The Variably Intense Vocalizations of Affect and Emotion (VIVAE) corpus prompts new "
        "perspective on nonspeech perception",
        "Emotion", 2022, "10.1037/emo0001048", kind="article",
    ),
    utterances=1085, speakers=11, sampling_rate=44_100,
    counts=dict(achievement=161, anger=174, fear=176, pain=185, pleasure=202, surprise=187),
    labels={
        "achievement": Remap("other", "happiness", "triumph; not in the 2024 paper"),
        "anger": "anger", "fear": "fear", "pain": "other",
        "pleasure": Remap("other", "other", "sexual pleasure; not in the 2024 paper"),
        "surprise": "surprise",
    },
    read=from_filenames(
        r"(?P<speaker>S\d\d)_(?P<label>[a-z]+)_(?P<intensity>[a-z]+)_\d+", skip="core_set/",
    ),
    sample=Sample(
        files={"full_set/S04_fear_low_051.wav": "", "core_set/S04_fear_low_051.wav": ""},
        utterances=(Utterance(
            "S04_fear_low_051", "full_set/S04_fear_low_051.wav", "fear", speaker="S04",
            intensity="low",
        ),),
    ),
    problems=(
        "no speech: cries, moans, laughter and the like", "surprise is always a positive one",
        "core_set holds copies of 480 files of full_set and is not read",
    ),
    unverified=(
        "licence and access: a list says restricted, the page was open in 2024",
        "sex of the speakers",
    ),
    sources=(
        "https://zenodo.org/records/4066235", "https://github.com/felixbur/nkululeko",
        "https://github.com/Strong-AI-Lab/emotion", "https://github.com/SuperKogito/SER-datasets",
        "https://pure.mpg.de/pubman/faces/ViewItemOverviewPage.jsp?itemId=item_3371037_2",
    ),
)  # fmt: skip
