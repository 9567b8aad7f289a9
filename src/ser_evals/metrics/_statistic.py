from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._confusion import occurring
from ser_evals.metrics._discovery import batched
from ser_evals.metrics._recall_per_class import recalls

Floats = NDArray[np.float64]
PREFIX = "recall_"
STEP = 1e-3


@dataclass(frozen=True)
class Statistic:
    """A metric with its classes fixed, on confusion matrices (..., S, C, C).

    The classes are those of all the data, so that a resample without any prediction of a class
    is not averaged over fewer classes.

    Attributes:
        per_seed: from matrices (..., S, C, C) to values (..., S).
        classes: indices of the classes the metric is about.
    """

    per_seed: Callable[[Floats], Floats]
    classes: tuple[int, ...]

    def __call__(self, matrices: Floats) -> Floats:
        return self.per_seed(matrices).mean(-1)

    def gradient(self, total: Floats) -> Floats:
        """Differentiate the mean over seeds by each count (S, C, C), 0 where there is none."""
        size = total.shape[-1]
        nudge = STEP * np.eye(size * size).reshape(-1, 1, size, size)
        slope = (self.per_seed(total + nudge) - self.per_seed(total - nudge)) / (2 * STEP)
        return np.where(total > 0, slope.T.reshape(total.shape), 0) / len(total)


def build(metric: str, classes: tuple[Hashable, ...], total: Floats) -> Statistic:
    """Return point metric `metric`, or the recall of one class where it is recall_<class>.

    Raises:
        SerEvalsError: there is no such metric, or the references lack the class.
    """
    if not metric.startswith(PREFIX):
        function = batched(metric)
        marked = occurring(total)
        return Statistic(lambda m: function(m, marked), tuple(range(len(classes))))
    name = metric.removeprefix(PREFIX)
    found = [i for i, c in enumerate(classes) if str(c) == name and total[:, i].any()]
    if not found:
        present = [str(c) for i, c in enumerate(classes) if total[:, i].any()]
        raise SerEvalsError(
            f"metric {metric!r}: the references have no class {name!r}, only {', '.join(present)}"
        )
    return Statistic(lambda m: recalls(m)[..., found[0]], (found[0],))
