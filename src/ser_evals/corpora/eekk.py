"""EEKK, the Estonian Emotional Speech Corpus: read sentences with TextGrids (Altrov, 2012)."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, find_files, with_audio
from ser_evals.errors import SerEvalsError


def read(root: Path) -> Iterator[Utterance]:
    """Read emotion and sentence from the TextGrid beside each recording."""
    grids = find_files(root, "*.TextGrid")
    waves = {str(PurePosixPath(path).with_suffix("")): path for path in find_files(root)}
    yield from with_audio(root, (_utterance(root, grid, waves) for grid in grids), "*.TextGrid")


def _utterance(root: Path, grid: str, waves: dict[str, str]) -> Utterance:
    bare = PurePosixPath(grid).with_suffix("")
    tiers = _tiers(root / grid)
    path = waves.get(str(bare), f"{bare}.wav")
    return Utterance(bare.name, path, tiers["emotion"], text=tiers["sentence"] or None)


def _tiers(path: Path) -> dict[str, str]:
    """Return the text of the first labelled interval of the tiers "emotion" and "sentence"."""
    from praatio import textgrid
    from praatio.utilities.errors import PraatioException

    try:
        grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
        tiers = {name: grid.getTier(name).entries for name in ("emotion", "sentence")}
    except (PraatioException, LookupError, ValueError) as error:
        reason = str(error).splitlines()[0].rstrip(":")
        raise SerEvalsError(
            f"{path} is no TextGrid with tiers 'emotion' and 'sentence' ({reason}); get it again"
        ) from error
    return {name: entries[0].label if entries else "" for name, entries in tiers.items()}


TIER = '"IntervalTier"\n"{}"\n0\n0.1\n1\n0\n0.1\n"{}"\n'
HEAD = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n0.1\n<exists>\n2\n'

corpus = Corpus(
    name="eekk", title="EEKK", languages=("et",), elicitation="elicited",
    licence="CC-BY-3.0", redistributable="audio",
    homepage="http://peeter.eki.ee:5000",
    obtain="https://metashare.ut.ee/repository/download/4d42d7a8463411e2a6e4005056b40024a19021a316b54b7fb707757d43d1a889/",
    citation=Citation(
        "altrov2012eekk", "R. Altrov and H. Pajupuu",
        "Estonian Emotional Speech Corpus: Theoretical base and implementation",
        "4th International Workshop on Corpora for Research on Emotion Sentiment & Social Signals",
        2012,
    ),
    utterances=1164, speakers=None, sampling_rate=44_100,
    counts=dict(anger=306, joy=271, neutral=338, sadness=249),
    labels={"anger": "anger", "joy": "happiness", "neutral": "neutral", "sadness": "sadness"},
    read=read,
    sample=Sample(
        files={
            "120289.wav": "",
            "120289.TextGrid": HEAD
            + TIER.format("emotion", "joy")
            + TIER.format("sentence", "Täna on ilus ilm."),
        },
        utterances=(Utterance("120289", "120289.wav", "joy", text="Täna on ilus ilm."),),
    ),
    problems=(
        "labels are what most of some 30 listeners heard; the speakers were told no emotion",
        "the corpus is described with 1234 sentences, the release holds 1164",
    ),
    unverified=(
        "which of two women, Marju and Marit, reads a sentence: folds cannot keep them apart",
        "whether the release holds the second of them at all",
    ),
    sources=(
        "https://github.com/felixbur/nkululeko", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/audeering/datasets",
        "https://www.researchgate.net/publication/261724574_Estonian_Emotional_Speech_Corpus_Release_1",
    ),
)  # fmt: skip
