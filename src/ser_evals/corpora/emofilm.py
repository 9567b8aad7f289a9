"""EmoFilm: speech cut from films in English and dubbed into Italian and Spanish (2018)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Utterance,
    from_filenames,
    read_rows,
)
from ser_evals.errors import SerEvalsError

# Of the Italian words: ansia, disprezzo, gioia, rabbia, tristezza.
CODES = {"ans": "fear", "dis": "contempt", "gio": "happiness", "rab": "anger", "tri": "sadness"}
LEGEND = "f_m_corpus_it_es_en_legend.xlsx"
MISSPELT = {
    "giuppi izzo": "giuppy izzo",
    "massimo de ambrosio": "massimo de ambrosis",
    "robert duval": "robert duvall",
    "tony collette": "toni collette",
    "whannel leigh": "leigh whannell",
}

_clips = from_filenames(
    r"(?P<sex>[fm])_(?P<label>[a-z]{3})\d+[a-z](?P<language>en|es|it)(?:_16k)?",
    labels=CODES,
    derive={"sex": lambda f: {"f": "female", "m": "male"}[f["sex"]]},
)


def _name(text: str) -> str | None:
    """Return one spelling of an actor's name, or None for the question marks of the unknown."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = " ".join(re.sub(r"[^a-z. ]", "", plain).split())
    return MISSPELT.get(plain, plain) or None


def _speakers(legend: Path) -> dict[str, str | None]:
    rows = read_rows(legend)
    import openpyxl

    # One sheet for the women, one for the men.
    for sheet in range(1, len(openpyxl.load_workbook(legend, read_only=True).sheetnames)):
        rows += read_rows(legend, sheet=sheet)
    return {row["file"]: _name(row["speaker"]) for row in rows}


def read(root: Path) -> Iterator[Utterance]:
    speakers = _speakers(next(iter(sorted(root.rglob(LEGEND))), root / LEGEND))
    for clip in _clips(root):
        name = clip.id.removesuffix("_16k")
        if name not in speakers:
            raise SerEvalsError(f"{LEGEND} has no row for {name!r}: take both from one version")
        yield replace(clip, id=name, speaker=speakers[name])


corpus = Corpus(
    name="emofilm", title="EmoFilm", languages=("it", "es", "en"), elicitation="acted",
    licence="end user licence agreement", redistributable="nothing",
    homepage="https://zenodo.org/records/1326428",
    obtain="ask for access at https://zenodo.org/records/7665999 and sign the end user licence "
    "agreement there; unpack audio and legend (f_m_corpus_it_es_en_legend.xlsx)",
    citation=Citation(
        "paradacabaleiro2018emofilm",
        "E. Parada-Cabaleiro and G. Costantini and A. Batliner and A. Baird and B. Schuller",
        "Categorical vs Dimensional Perception of Italian Emotional Speech", "Interspeech", 2018,
        "10.21437/Interspeech.2018-47",
    ),
    utterances=1115, speakers=200,
    counts=dict(anger=232, contempt=168, fear=221, happiness=240, sadness=254),
    labels={
        "anger": "anger",
        "contempt": Remap(
            "other", "disgust",
            "not one of the basic seven; not in the 2024 paper, which sent the contempt of MEAD to "
            "disgust",
        ),
        "fear": "fear", "happiness": "happiness", "sadness": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            "wav_corpus/f_dis204aes.wav": "", "wav_corpus/m_gio018ben.wav": "",
            "f_m_corpus_it_es_en_legend.xlsx": "file\tspeaker\tfilm\n"
            "f_dis204aes\t????\tRain\nm_gio018ben\tBen Áder \tRain\n",
        },
        utterances=(
            Utterance(
                "f_dis204aes", "wav_corpus/f_dis204aes.wav", "contempt", sex="female",
                language="es",
            ),
            Utterance(
                "m_gio018ben", "wav_corpus/m_gio018ben.wav", "happiness", speaker="ben ader",
                sex="male", language="en",
            ),
        ),
    ),
    problems=(
        "22 clips have no speaker: folds cannot keep these apart from the others",
        "the paper counts 207 speakers; 200 is the number of names after mending their spelling",
        "the same scene in three languages shares its music and noise across speakers",
        "the three code letters are of Italian words: dis is disprezzo (contempt), not disgust",
    ),
    unverified=("sampling rate",),
    sources=(
        "https://isca-speech.org/archive_v0/Interspeech_2018/abstracts/0047.html",
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
