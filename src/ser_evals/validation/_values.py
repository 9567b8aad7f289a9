"""What is annotated, compared with what the record promises."""

from collections.abc import Iterator, Sequence

from ser_evals.corpora import Corpus, Utterance
from ser_evals.validation._findings import Finding, Item, finding

DIMENSIONS = ("arousal", "valence", "dominance")


def check_values(corpus: Corpus, utterances: Sequence[Utterance]) -> Iterator[Finding]:
    """Yield values outside their range, unknown labels of tasks, and speakers of two sexes."""
    ranges = {name: corpus.dimensions.get(name) for name in DIMENSIONS}
    outside, unranged = [], []
    for u in utterances:
        values = {name: getattr(u, name) for name in (*DIMENSIONS, "confidence")}
        values |= {f"confidence in {task}": share for task, share in u.task_confidence.items()}
        for name, value in values.items():
            limits = ranges.get(name, (0.0, 1.0))
            if value is None:
                continue
            if limits is None:
                unranged.append(Item((u.id,), f"{name} {value:g}"))
            elif not limits[0] <= value <= limits[1]:
                where = f"{limits[0]:g} to {limits[1]:g}"
                outside.append(Item((u.id,), f"{name} {value:g}, expected {where}"))
    yield from finding("values", "error", "values outside the range of the record", outside)
    yield from finding("values", "warning", "values whose range the record does not say", unranged)
    strange = "labels of tasks that the record does not know"
    yield from finding("tasks", "error", strange, _strangers(corpus, utterances))
    yield from finding("sex", "warning", "speakers said to be female and male", _of_two(utterances))


def _strangers(corpus: Corpus, utterances: Sequence[Utterance]) -> list[Item]:
    known = {(task, label) for task in corpus.tasks for label in corpus.tasks[task].labels}
    return [
        Item((u.id,), f"{task} {label}")
        for u in utterances
        for task, label in u.tasks.items()
        if (task, label) not in known
    ]


def _of_two(utterances: Sequence[Utterance]) -> list[Item]:
    sexes: dict[str, set[str]] = {}
    for u in utterances:
        if u.speaker is not None and u.sex is not None:
            sexes.setdefault(u.speaker, set()).add(u.sex)
    return [Item((speaker,)) for speaker, said in sorted(sexes.items()) if len(said) > 1]
