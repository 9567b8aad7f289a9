"""emoUERJ: Brazilian Portuguese, eight actors, four emotions (Bastos Germano et al., 2021)."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

corpus = Corpus(
    name="emouerj", title="emoUERJ", languages=("pt-BR",), elicitation="acted",
    licence="CC-BY-4.0", redistributable="audio",
    homepage="https://zenodo.org/records/5427549",
    obtain="https://zenodo.org/records/5427549",
    downloads=(Download(
        "https://zenodo.org/records/5427549/files/emoUERJ.zip?download=1", name="emoUERJ.zip",
    ),),
    citation=Citation(
        "germano2021emouerj",
        "R. G. B. Germano and M. P. Tcheou and F. da R. Henriques and S. P. Gomes Junior",
        "emoUERJ: an emotional speech database in Portuguese", "", 2021, "10.5281/zenodo.5427549",
    ),
    utterances=377, speakers=8,
    labels={label: label for label in ("anger", "happiness", "neutral", "sadness")},
    read=from_filenames(
        r"(?P<speaker>[mw]\d\d)(?P<label>[ahns])\d\d",
        labels={"a": "anger", "h": "happiness", "n": "neutral", "s": "sadness"},
        derive={"sex": lambda f: {"m": "male", "w": "female"}[f["speaker"][0]]},
    ),
    sample=Sample(
        files={"emoUERJ/m01h01.wav": ""},
        utterances=(Utterance(
            "m01h01", "emoUERJ/m01h01.wav", "happiness", speaker="m01", sex="male",
        ),),
    ),
    problems=("which of ten sentences is spoken is not in the file names: actors chose freely",),
    unverified=("counts per label, sampling rate",),
    sources=(
        "https://github.com/audeering/datasets", "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
