"""MASC, Mandarin Affective Speech: elicited emotions, read texts (Wu et al., 2006)."""

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

corpus = Corpus(
    name="masc", title="MASC (Mandarin Affective Speech)", languages=("zh",),
    elicitation="elicited",
    licence="Mandarin Affective Speech Agreement (LDC)", redistributable="nothing",
    homepage="https://catalog.ldc.upenn.edu/LDC2007S09",
    obtain="the Mandarin Affective Speech Agreement for LDC2007S09, signed by an organisation, "
    "https://catalog.ldc.upenn.edu/LDC2007S09; put the release's folder data into the folder",
    citation=Citation(
        "wu2006masc", "T. Wu and Y. Yang and Z. Wu and D. Li",
        "MASC: A Speech Corpus in Mandarin for Emotion Analysis and Affective Speaker Recognition",
        "IEEE Odyssey", 2006, "10.1109/ODYSSEY.2006.248084",
    ),
    utterances=25_636, speakers=None, sampling_rate=22_050,
    counts=dict(anger=5100, elation=5100, neutral=5236, panic=5100, sadness=5100),
    labels={
        "anger": "anger", "elation": "happiness", "neutral": "neutral",
        "panic": Remap("fear", "fear", "panic is sudden, overpowering fear"), "sadness": "sadness",
    },
    read=from_filenames(r"(?:(?P<session>[^/]+)/)?(?P<label>[a-z]+)/[^/]+/[^/]+", ids="path"),
    sample=Sample(
        files={"001/panic/utterance/001.wav": ""},
        utterances=(Utterance(
            "001/panic/utterance/001", "001/panic/utterance/001.wav", "panic", session="001",
        ),),
    ),
    problems=(
        "68 speakers, 23 women and 45 men; public sources do not say how paths name them: what "
        "lies in one folder above the emotion's stays together, as if it were one speaker",
        "per speaker 5 phrases and 20 sentences, three times each; paragraphs in neutral only",
    ),
    unverified=(
        "speakers and sentences: only the emotion's folder, two above the file, is established",
    ),
    sources=(
        "https://catalog.ldc.upenn.edu/LDC2007S09",
        "http://www.language-archives.org/item/oai:www.ldc.upenn.edu:LDC2007S09",
        "https://github.com/spaghettiSystems/serval",
    ),
)  # fmt: skip
