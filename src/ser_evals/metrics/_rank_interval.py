from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._numbers import Floats, as_matrix
from ser_evals.metrics._ranks import average_ranks
from ser_evals.metrics._sign_flips import sign_flip_p


@dataclass(frozen=True, eq=False)
class RankInterval:
    """Ranks of S systems over corpora; rank 1 is the best.

    Attributes:
        mean_rank: over the corpora (S,).
        low: lower limit of the mean rank (S,).
        high: upper limit of the mean rank (S,).
        best: the best rank (S,) that the comparisons leave open: 1 + systems that are better.
        worst: the worst rank (S,) that they leave open: S - systems that are worse.
        separable: which two systems can be told apart (S, S), symmetric.
        p: adjusted p-value of each pair (S, S), 1 on the diagonal.
        confidence_level: of the limits, and 1 - the chance that any two equal ones are separable.
    """

    mean_rank: Floats
    low: Floats
    high: Floats
    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    separable: NDArray[np.bool_]
    p: Floats
    confidence_level: float


def rank_interval(
    scores: ArrayLike, *, confidence_level: float = 0.95, n_resamples: int = 10_000, seed: int = 0
) -> RankInterval:
    """Compute mean ranks of systems over corpora, and which of them can be told apart.

    mean rank(s) = 1/M * sum over corpora m of rank of s on m;  limits: quantiles over redrawn
    corpora;  pairs: sign-flip tests of the differences in rank, corrected for their number by
    the distribution of the largest (step-down maxT)

    With M corpora no p-value is below 2 / 2^M: five corpora separate nothing at a level of .95.

    Args:
        scores: of each system on each corpus (S, M), higher is better; only their order counts.
        confidence_level: between 0 and 1.
        n_resamples: how often corpora are redrawn, and signs flipped where they are not flipped
            in all 2^M ways because these are more.
        seed: of both.

    Returns:
        Mean ranks within [1, S] with limits, the ranks left open, and the pairs.

    Raises:
        SerEvalsError: fewer than two systems or corpora, or a score that is NaN.

    Source:
        Mogstad et al., "Inference for ranks", Review of Economic Studies 91(1), 2024, for ranks
        from pairwise tests; Romano and Wolf, Econometrica 73(4), 2005, for these.

    Example:
        >>> found = rank_interval([[0.9] * 8, [0.8] * 8, [0.7, 0.5] * 4, [0.6] * 8])
        >>> found.mean_rank.tolist(), found.best.tolist(), found.worst.tolist()
        ([1.0, 2.0, 3.5, 3.5], [1, 2, 3, 3], [1, 2, 4, 4])
    """
    if not 0 < confidence_level < 1:
        raise SerEvalsError(f"confidence_level: expected 0 < level < 1, found {confidence_level}")
    scores = as_matrix(scores, "scores", "systems", "corpora")
    systems, corpora = scores.shape
    if systems < 2 or corpora < 2:
        raise SerEvalsError(f"scores: expected two systems and two corpora, found {scores.shape}")
    ranks = average_ranks(-scores.T)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(corpora, np.full(corpora, 1 / corpora), size=n_resamples)
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(weights @ ranks / corpora, [tail, 1 - tail], axis=0)
    first, second = np.triu_indices(systems, 1)
    p = np.ones((systems, systems))
    p[first, second] = sign_flip_p(ranks[:, first] - ranks[:, second], n_resamples, rng)
    p = np.minimum(p, p.T)
    separable, mean = p <= 1 - confidence_level + 1e-12, ranks.mean(0)
    return RankInterval(
        mean_rank=mean,
        low=low,
        high=high,
        best=1 + (separable & (mean[None] < mean[:, None])).sum(1),
        worst=systems - (separable & (mean[None] > mean[:, None])).sum(1),
        separable=separable,
        p=p,
        confidence_level=confidence_level,
    )
