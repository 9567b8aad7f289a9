"""Are the references that confusions count those of the corpus?"""

import numpy as np
import pandas as pd

from ser_evals.predictions import Predictions
from ser_evals.runs import class_sets
from ser_evals.scoring import evaluated
from ser_evals.submissions._compare import tested
from ser_evals.submissions._outcome import same
from ser_evals.submissions._read_confusions import read_confusions
from ser_evals.submissions._run import Run

SHARED = "shared"


def check_sums(run: Run) -> list[str]:
    """Return where a closed run counts other utterances of a class than the copy here has."""
    confusions, known = read_confusions(run), _known(run)
    names, problems = confusions["names"], []
    parts = {part["classes"]: part["counts"] for part in confusions["confusions"]}
    sure = [n for n in known if n != SHARED or run.expected is not None]
    for classes in sure:
        if any(known[classes].values()) and classes not in parts:
            problems.append(f"confusions over {classes!r} are missing")
    for classes, counts in parts.items():
        for seed, matrix in counts.items():
            for name, held in zip(names, np.sum(matrix, axis=1).tolist(), strict=True):
                wanted = known[classes].get(name, 0)
                # Which classes are shared is known with the training corpora alone.
                if classes in sure or held:
                    what = f"utterances of {name!r} ({classes}, seed {seed})"
                    problems += same(what, held, wanted)
    return problems


def _known(run: Run) -> dict[str, dict[str, int]]:
    """Return how many utterances of each class are scored, by the set of classes."""
    data = run.data[run.test]
    labels = [data.rows[i]["emotion"] for i in tested(run, list(data.rows))]
    priors = {fold: held.prior for fold, held in (run.expected or {}).items()}
    priors = priors or {"": [1.0] * len(data.classes)}
    table = pd.DataFrame({"reference": labels})
    predictions = Predictions(table, data.classes, priors, {})
    return {
        classes: table["reference"][evaluated(predictions, classes)].value_counts().to_dict()
        for classes in class_sets(run.record)
    }
