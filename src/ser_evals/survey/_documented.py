"""The numbers of a record."""

from collections import Counter

from ser_evals.corpora import Corpus
from ser_evals.survey._statistics import Statistics

SEVERAL = "mul"
"""The tag of BCP-47 for several languages."""


def documented(corpus: Corpus, mapping: dict[str, str | None], taxonomy: str) -> Statistics:
    """Return what a record says of a full copy.

    Args:
        corpus: the record.
        mapping: own label to class, None for one that is dropped; empty if there are no classes.
        taxonomy: name of the mapping.
    """
    tag = corpus.languages[0] if len(corpus.languages) == 1 else SEVERAL
    # The labels of a task that was annotated apart are not those that the record counts.
    known = mapping if mapping.keys() >= corpus.counts.keys() else {}
    classes: Counter[str] = Counter()
    dropped = 0
    for label, count in corpus.counts.items():
        if label not in known:
            continue
        target = known[label]
        if target is None:
            dropped += count
        else:
            classes[target] += count
    return Statistics(
        corpus=corpus.name,
        title=corpus.title,
        record=corpus.version,
        taxonomy=taxonomy,
        counted=False,
        utterances=corpus.utterances,
        speakers=corpus.speakers,
        tags=corpus.languages,
        languages={} if corpus.utterances is None else {tag: corpus.utterances},
        labels=dict(corpus.counts),
        classes={tag: dict(classes)} if classes else {},
        dropped=dropped,
        splits={name: count for name, count in corpus.splits.items() if count is not None},
    )
