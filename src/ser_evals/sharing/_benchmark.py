"""`eval.yaml`: what makes a dataset repository a benchmark, whose page shows a leaderboard."""

from typing import Any

import yaml

from ser_evals.corpora import Corpus
from ser_evals.sharing._configs import Copy, configs

BENCHMARK = "eval.yaml"
TASKS = ("in_domain", "out_of_domain")
"""Results in model repositories name them: `dataset: {id: ser-evals/emodb, task_id: in_domain}`."""


def benchmark(corpus: Corpus, copy: Copy | None = None) -> str:
    """Return the eval.yaml of a corpus's dataset repository.

    Both tasks are unweighted average recall over the corpus's classes: trained on other speakers of
    the same corpus, or on other corpora. They name the rows that are scored, where there are rows
    and those of a task are one split.

    Args:
        corpus: record.
        copy: what was prepared; by default a full copy.

    Example:
        >>> from ser_evals.corpora import get_corpus
        >>> yaml.safe_load(benchmark(get_corpus("emodb")))["tasks"][0]
        {'id': 'in_domain', 'config': 'ser_evals', 'split': 'train'}
    """
    described = (
        f"Speech emotion recognition on {corpus.title}: unweighted average recall, in [0, 1]. "
        "in_domain: speakers of this corpus who were not trained on; out_of_domain: models that "
        "were trained on other corpora."
    )
    facts = {
        "name": corpus.title,
        "description": described,
        "evaluation_framework": "ser-evals",
        "tasks": [{"id": task, **_rows(task, corpus, copy)} for task in TASKS],
    }
    return yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=100)


def _rows(task: str, corpus: Corpus, copy: Copy | None) -> dict[str, Any]:
    if corpus.redistributable == "nothing":
        return {}
    default = configs(corpus, copy)[0]
    splits = [files["split"] for files in default["data_files"]]
    # Out of domain every row is tested, and so is in-domain without a test part, in folds.
    tested = ["test"] if task == "in_domain" and "test" in splits else splits
    rows = {"split": tested[0]} if len(tested) == 1 else {}
    return {"config": default["config_name"], **rows}
