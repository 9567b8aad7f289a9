"""Synthetic speech in an invented language, for trying things out: no human speaks here."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

corpus = Corpus(
    name="synthetic", title="Synthetic speech of ser-evals (no human speaks)", languages=("qaa",),
    elicitation="acted",
    licence="Apache-2.0", redistributable="audio",
    homepage="https://huggingface.co/datasets/ser-evals/synthetic",
    obtain="generated on the spot by `ser-evals demo` (ser_evals.synthesis.generate)",
    citation=Citation(
        "ser_evals_synthetic", "The ser-evals developers", "Synthetic speech of ser-evals", "",
        2026,
    ),
    utterances=288, speakers=8,
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "happiness": "happiness",
        "neutral": "neutral", "sadness": "sadness",
    },
    read=from_filenames(
        r"(?P<speaker>[fm]\d\d)_(?P<label>[a-z]+)_\d+",
        derive={"sex": lambda found: "female" if found["speaker"][0] == "f" else "male"},
    ),
    sample=Sample(
        files={"f01_anger_1.wav": "", "m04_disgust_6.wav": ""},
        utterances=(
            Utterance(
                id="f01_anger_1", path="f01_anger_1.wav", label="anger", speaker="f01",
                sex="female",
            ),
            Utterance(
                id="m04_disgust_6", path="m04_disgust_6.wav", label="disgust", speaker="m04",
                sex="male",
            ),
        ),
    ),
    problems=("synthetic: scores on it say nothing about human speech",),
    synthetic=True,
)  # fmt: skip
