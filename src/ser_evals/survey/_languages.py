"""Corpora of one language put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ser_evals.survey._documented import SEVERAL
from ser_evals.survey._statistics import Statistics


@dataclass
class Language:
    """What there is of one language.

    Args:
        classes: utterances by class.
        rest: utterances whose label is dropped, or whose class nobody counted.
        corpora: names.
        documented: whether some of the numbers come from a record and no local copy.
        more: whether some of the corpora are of unknown size.
    """

    classes: Counter[str] = field(default_factory=Counter)
    rest: int = 0
    corpora: set[str] = field(default_factory=set)
    documented: bool = False
    more: bool = False

    @property
    def utterances(self) -> int:
        """All utterances."""
        return self.classes.total() + self.rest


def by_language(found: Sequence[Statistics]) -> dict[str, Language]:
    """Return what there is by language, regional variants together, the largest first."""
    languages: dict[str, Language] = {}
    for one in found:
        unknown = one.tags if len(one.tags) == 1 else (SEVERAL,)
        for tag in sorted({*one.languages, *one.classes}) or unknown:
            here = languages.setdefault(tag.split("-")[0], Language())
            classes = Counter(one.classes.get(tag, {}))
            here.classes += classes
            here.rest += max(0, one.languages.get(tag, 0) - classes.total())
            here.corpora.add(one.corpus)
            here.documented |= not one.counted
            here.more |= one.utterances is None
    order = sorted(languages, key=lambda tag: (tag == SEVERAL, -languages[tag].utterances, tag))
    return {tag: languages[tag] for tag in order}
