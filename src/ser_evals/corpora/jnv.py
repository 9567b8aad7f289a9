"""JNV: Japanese nonverbal vocalisations in six emotions by four speakers (Xin et al., 2024)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

corpus = Corpus(
    name="jnv", title="JNV", languages=("ja",), elicitation="acted",
    licence="CC-BY-SA-4.0 according to two registries; not seen at the source",
    redistributable="labels",
    homepage="https://sites.google.com/site/shinnosuketakamichi/research-topics/jnv_corpus",
    downloads=(Download("https://ss-takashi.sakura.ne.jp/corpus/jnv/jnv_corpus_ver3.zip"),),
    citation=Citation(
        "xin2024jnv", "D. Xin and S. Takamichi and H. Saruwatari",
        "JNV corpus: A corpus of Japanese nonverbal vocalizations with diverse phrases and "
        "emotions",
        "Speech Communication", 2024, "10.1016/j.specom.2023.103004", "article",
    ),
    utterances=420, speakers=4, sampling_rate=48_000,
    labels={
        "angry": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "sad": "sadness", "surprise": "surprise",
    },
    read=from_filenames(
        r"(?P<speaker>[FM]\d)_(?P<label>[a-z]+)_\d+_[RF]",
        derive={"sex": lambda f: {"F": "female", "M": "male"}[f["speaker"][0]]},
    ),
    sample=Sample(
        files={"JNV/F1/F1_happy_01_F.wav": ""},
        utterances=(Utterance(
            "F1_happy_01_F", "JNV/F1/F1_happy_01_F.wav", "happy", speaker="F1", sex="female",
        ),),
    ),
    problems=(
        "no words are spoken: laughter, cries, sobs and the like",
        "JVNV, of the same laboratory, has speakers of the same ids; they may be the same people",
        "the audio is stereo",
    ),
    unverified=(
        "counts per emotion",
        "what the letter at the end of a name means: R (regular) or F (free) session",
        "that versions 1 and 2 have the same file names as version 3",
    ),
    sources=(
        "https://keio.elsevierpure.com/en/publications/jnv-corpus-a-corpus-of-japanese-nonverbal-"
        "vocalizations-with-dive",
        "https://github.com/felixbur/nkululeko",
    ),
)  # fmt: skip
