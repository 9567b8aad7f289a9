"""The files beside the weights: what stands on the page of a model's repository."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ser_evals.exporting import _eval_results, _licence
from ser_evals.exporting._front_matter import front_matter
from ser_evals.exporting._words import FILTERS

HERE = Path(__file__).parent
CARD, FACTS = "README.md", ".ser_evals.json"


def files(facts: dict[str, Any], repository: str) -> dict[str, str]:
    """Return the text of every file that is made of a model's facts alone, by its path.

    Args:
        facts: see `ser_evals.exporting._facts.facts`.
        repository: what the model is loaded by: a Hub id, or a folder's name.
    """
    found = {
        CARD: card(facts, repository),
        FACTS: json.dumps(facts, indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        _licence.FILE: _render("licence.md.j2", facts=facts),
    }
    if (results := _eval_results.eval_results(facts)) is not None:
        found[_eval_results.FILE] = results
    return found


def card(facts: dict[str, Any], repository: str) -> str:
    """Return README.md, front matter included."""
    name = repository.rpartition("/")[2]
    return _render(
        "card.md.j2",
        facts=facts,
        name=name,
        repository=repository,
        front_matter=front_matter(facts, name),
        trained={k: v for k, v in facts["corpora"].items() if v["trained"]},
        licence_file=_licence.FILE,
    )


def _render(template: str, **told: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    return environment.get_template(template).render(**told)
