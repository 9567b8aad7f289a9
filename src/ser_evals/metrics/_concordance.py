import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._numbers import as_matrix
from ser_evals.metrics._ranks import average_ranks


def concordance(rankings: ArrayLike) -> float:
    """Compute Kendall's W: how far several corpora rank the systems alike.

    W = 12 S / (m^2 (n^3 - n) - m sum over rankings of T),  S = sum over systems of
    (sum of ranks - m (n + 1) / 2)^2,  T = sum over ties of (t^3 - t);  m rankings of n systems

    Args:
        rankings: one ranking of the systems for each corpus (m, n), as ranks or as scores, since
            each row is ranked here; equal values share the mean of their ranks.

    Returns:
        W within [0, 1]: 1 where all rankings are the same, 0 where they cancel out, also where
        no corpus tells any systems apart.

    Raises:
        SerEvalsError: fewer than two rankings or systems, or NaN.

    Source:
        Kendall and Babington Smith, "The problem of m rankings", Annals of Mathematical
        Statistics 10(3), 1939.

    Example:
        >>> concordance([[0.7, 0.6, 0.5], [0.9, 0.8, 0.1], [0.4, 0.3, 0.5]])
        0.3333333333333333
    """
    ranks = average_ranks(as_matrix(rankings, "rankings", "corpora", "systems"))
    m, n = ranks.shape
    if m < 2 or n < 2:
        raise SerEvalsError(f"rankings: expected two corpora and two systems, found {ranks.shape}")
    spread = np.square(ranks.sum(0) - m * (n + 1) / 2).sum()
    # The squared deviations of a ranking with ties are (n^3 - n - T) / 12.
    most = m * np.square(ranks - (n + 1) / 2).sum()
    return float(spread / most) if most else 0.0
