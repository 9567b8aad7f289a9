"""Which columns of a corpus may leave the machine: nothing is published but through here."""

from ser_evals.corpora import Corpus
from ser_evals.errors import SerEvalsError

COLUMNS = {
    "id": "unique in the corpus",
    "audio": "the recording: its file's bytes, or FLAC where that file is longer or no plain audio",
    "label": "the corpus's own label",
    "emotion": "class under the configuration's label map",
    "corpus": "name of the corpus",
    "language": "BCP-47 tag",
    "speaker": "who speaks",
    "sex": "`female` or `male`",
    "session": "session or dialogue in which speakers meet",
    "group": "what folds must not divide: speakers who meet, identical recordings",
    "sentence": "which of a fixed list of sentences or words is spoken",
    "text": "what is said",
    "duration": "how long it lasts (s)",
    "split": "official split: `train`, `dev` or `test`",
    "start": "where it begins in a longer file (s)",
    "end": "where it ends in a longer file (s)",
    "intensity": "how strongly the emotion is expressed, in the corpus's own terms",
    "arousal": "calm to excited, in the corpus's own range",
    "valence": "negative to positive, likewise",
    "dominance": "weak to strong, likewise",
    "confidence": "share of raters who agree with the label",
    "votes": "each rater's label",
    "raters": "who gave each vote",
}
"""Every column that may be published, with its meaning; what is empty is null."""

WITHHELD = ("audio", "text")
"""What grade "labels" keeps back: a transcript is as much the corpus's content as its sound is."""


def publishable(corpus: Corpus) -> tuple[str, ...]:
    """Return the columns of a corpus's rows that may be published.

    An allow list: a column that is not in `COLUMNS` is never published. Whatever writes rows for
    others asks here.

    Args:
        corpus: record, whose `redistributable` decides.

    Raises:
        SerEvalsError: if the licence allows no rows at all.

    Example:
        >>> from ser_evals.corpora import get_corpus
        >>> publishable(get_corpus("emodb"))[:3]
        ('id', 'audio', 'label')
    """
    if corpus.redistributable == "audio":
        return tuple(COLUMNS)
    if corpus.redistributable == "labels":
        return tuple(name for name in COLUMNS if name not in WITHHELD)
    why = f"no row of {corpus.title} may be published, its licence is {corpus.licence!r}"
    raise SerEvalsError(f"{corpus.name}: {why}: publish its card and aggregate numbers only")
