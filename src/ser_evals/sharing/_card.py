"""The card of a corpus: what stands on the page of its repository."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ser_evals.corpora import Corpus, Remap, Task
from ser_evals.data import HUB_SPLITS, UNASSIGNED
from ser_evals.sharing import _words as words
from ser_evals.sharing._columns import COLUMNS, WITHHELD, publishable
from ser_evals.sharing._configs import Copy, folders, full_splits
from ser_evals.sharing._front_matter import front_matter

HERE = Path(__file__).parent
ORGANISATION = "ser-evals"
"""Owns the repositories, unless another one is given."""


def card(corpus: Corpus, *, copy: Copy | None = None, organisation: str = ORGANISATION) -> str:
    """Return the README.md of a corpus's dataset repository, front matter included.

    Args:
        corpus: record.
        copy: what was prepared; by default the card is that of a full copy.
        organisation: that owns the repository.

    Example:
        >>> from ser_evals.corpora import get_corpus
        >>> text = card(get_corpus("emodb"))
        >>> text.splitlines()[:3]
        ['---', 'language:', '- de']
    """
    splits = full_splits(corpus)
    return render(
        "card.md.j2",
        corpus=corpus,
        front_matter=front_matter(corpus, copy),
        repository=f"{organisation}/{corpus.name}",
        columns={name: COLUMNS[name] for name in _columns(corpus)},
        withheld=WITHHELD,
        folders=folders(corpus),
        maps=_maps(corpus),
        apart=_apart(corpus),
        reasons=_reasons(corpus),
        outside=UNASSIGNED in splits or None in splits.values(),
        splits=[(HUB_SPLITS[name], count) for name, count in splits.items()],
        found=None if copy is None or corpus.utterances in (None, copy.found) else copy.found,
    )


def render(template: str, **facts: Any) -> str:
    """Fill in one of this package's templates."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= words.FILTERS
    return environment.get_template(template).render(**facts)


def _columns(corpus: Corpus) -> tuple[str, ...]:
    return () if corpus.redistributable == "nothing" else publishable(corpus)


def _maps(corpus: Corpus) -> dict[str, dict[str, str | None]]:
    """Return the maps from the corpus's own labels, the native one left out."""
    names = [name for name in corpus.taxonomies if name not in ("native", *_apart(corpus))]
    return {name: corpus.mapping(name) for name in names}


def _apart(corpus: Corpus) -> dict[str, Task]:
    """Return the tasks that were annotated apart from the corpus's own labels."""
    own = set(corpus.own_labels)
    return {name: task for name, task in corpus.tasks.items() if not set(task.labels) <= own}


def _reasons(corpus: Corpus) -> dict[str, str]:
    labels = corpus.labels or {}
    return {label: to.why for label, to in labels.items() if isinstance(to, Remap)}
