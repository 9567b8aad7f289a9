"""What a card says of each corpus that a model was trained or tested on."""

import importlib.util
from collections.abc import Iterable, Mapping
from typing import Any

from ser_evals.corpora import Corpus, get_corpus
from ser_evals.errors import SerEvalsError

TOLD = ("title", "utterances", "speakers", "languages", "licence", "synthetic", "division")


def sources(
    records: Iterable[dict[str, Any]], trained: Mapping[str, Corpus]
) -> dict[str, dict[str, Any]]:
    """Return the facts of every corpus by name, those of training first.

    Args:
        records: run.json of every run of the training set.
        trained: the training corpora.
    """
    told: dict[str, dict[str, Any]] = {}
    for record in records:
        told |= record["corpora"]
    names = [*trained, *sorted(told.keys() - trained.keys())]
    return {name: _source(name, told[name], trained) for name in names}


def _source(name: str, told: dict[str, Any], trained: Mapping[str, Corpus]) -> dict[str, Any]:
    corpus = trained.get(name) or _known(name)
    facts = {key: told[key] for key in TOLD} | {"trained": name in trained}
    # Whoever keeps a record of one's own has no repository of that name in this organisation.
    published = importlib.util.find_spec(f"ser_evals.corpora.{name}") is not None
    facts["hub_id"] = f"ser-evals/{name}" if published else None
    if corpus is None:
        return facts | {"elicitation": None, "homepage": "", "citation": "", "bibtex": ""}
    return facts | {
        "elicitation": corpus.elicitation,
        "homepage": corpus.homepage,
        "citation": str(corpus.citation),
        "bibtex": corpus.citation.bibtex,
    }


def _known(name: str) -> Corpus | None:
    try:
        return get_corpus(name)
    except SerEvalsError:
        return None
