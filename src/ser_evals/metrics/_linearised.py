from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ser_evals.metrics._statistic import Statistic
from ser_evals.metrics._units import Units

Floats = NDArray[np.float64]
INTRACLASS = 0.2
NOTHING = 1e-18


@dataclass(frozen=True)
class Spread:
    """How a statistic varies over units.

    Attributes:
        error: its standard error.
        freedom: degrees of freedom of the error.
        acceleration: skewness of the units' influence, as BCa intervals need it.
        units: how many units have one of the statistic's classes.
    """

    error: float
    freedom: float
    acceleration: float
    units: int


def spread(statistic: Statistic, units: Units, within: Floats | None = None) -> Spread:
    """Estimate how a statistic varies over units from each unit's influence on it.

    A unit's influence is its counts times the statistic's gradient. Within a class a unit that
    holds much of the class pulls the mean towards itself; its residual is scaled up for that by
    1 / sqrt(1 - its share of the class), the correction "CR2" of Bell and McCaffrey (2002). The
    degrees of freedom are Satterthwaite's under a working model with speaker effects. A class
    that a single unit holds says nothing about units: its utterances' variance stands in, as it
    does for all classes where units do not differ at all: `within` (C,), the variance of each
    class's part of the statistic if it had one utterance.
    """
    seeds, size, _ = units.shape
    total, copies = units.total, units.copies[:, None].astype(float)
    gradient = statistic.gradient(total)
    rows = units.unit * size + units.cell // size % size
    length = len(copies) * size
    influence = np.bincount(rows, gradient.ravel()[units.cell], length).reshape(-1, size)
    count = np.bincount(rows, minlength=length).reshape(-1, size) / seeds
    share = count / np.maximum((copies * count).sum(0), 1e-300)
    holders = (copies * (count > 0)).sum(0)
    scale = np.where((share < 1) & (holders > 1), 1 / np.sqrt(1 - np.minimum(share, 0.999999)), 0)

    composition = share * (copies * influence).sum(0)
    residual = influence - composition
    inflation = np.sqrt(units.size / max(units.size - 1, 1))
    adjusted = (scale * residual + inflation * composition).sum(1)
    within = _utterance_variance(gradient, total) if within is None else within
    utterances = within / np.maximum(total.sum(-1).mean(0), 1)
    squared = (copies[:, 0] * adjusted**2).sum() + utterances[holders == 1].sum()
    # Speakers that happen to agree do not make the score certain while their utterances differ.
    squared = squared if squared > NOTHING else utterances.sum()
    raw = influence.sum(1)
    weights = copies[:, 0]
    cube, square = (weights * raw**3).sum(), (weights * raw**2).sum()
    own = (count[:, list(statistic.classes)] > 0).any(1)
    return Spread(
        error=float(np.sqrt(squared)),
        freedom=_freedom(np.sqrt(within), scale, share, count, copies),
        acceleration=float(cube / (6 * square**1.5)) if square > 0 else 0.0,
        units=int((weights * own).sum()),
    )


def _utterance_variance(gradient: Floats, total: Floats) -> Floats:
    """Return the variance (C,) of each class's part of the statistic, if it had one utterance."""
    counts = total.sum(-1)
    shares = total / np.maximum(counts, 1)[..., None]
    mean = (shares * gradient).sum(-1, keepdims=True)
    variance = (shares * (gradient - mean) ** 2).sum(-1)
    return (variance * counts**2).mean(0) * len(total) ** 2


def _freedom(
    deviation: Floats, scale: Floats, share: Floats, count: Floats, copies: Floats
) -> float:
    """Match the mean and variance of the squared error to a chi-square distribution.

    In the working model a unit's rate of each class is an effect of the unit and class, plus an
    effect of the unit (INTRACLASS times as variable). The covariance (U, U) of the adjusted
    influences is then diagonal + Z M Z', and only its traces are needed.
    """
    variance = np.where(count > 0, INTRACLASS + (1 - INTRACLASS) / np.maximum(count, 1), 0)
    x = deviation * scale * share
    main = x.sum(1)
    z = np.concatenate([x, x * share * variance, main[:, None] * share], axis=1)
    own = np.diag((copies * share**2 * variance).sum(0))
    shared = INTRACLASS * (copies * share).T @ share
    one, none = np.eye(len(own)), np.zeros_like(own)
    m = np.block(
        [
            [own + shared, -one, -INTRACLASS * one],
            [-one, none, none],
            [-INTRACLASS * one, none, none],
        ]
    )
    diagonal = (x**2 * variance).sum(1) + INTRACLASS * main**2
    gram = m @ ((copies * z).T @ z)
    weights = copies[:, 0]
    trace = (weights * diagonal).sum() + np.trace(gram)
    cross = 2 * diagonal * ((z @ m) * z).sum(1)
    squared = (weights * (diagonal**2 + cross)).sum() + (gram * gram.T).sum()
    most = max(float(weights.sum()) - 1, 1.0)
    if trace <= 0 or squared <= 0:
        return most
    return float(np.clip(trace**2 / squared, 1, most))
