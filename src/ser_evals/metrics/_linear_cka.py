import numpy as np
from numpy.typing import ArrayLike

from ser_evals.errors import SerEvalsError
from ser_evals.metrics._numbers import Floats, as_matrix

BLOCK = 1024
FEWEST = {False: 2, True: 4}


def linear_cka(x: ArrayLike, y: ArrayLike, *, debiased: bool = False) -> float:
    """Compute how alike two representations of the same utterances are (linear CKA).

    CKA = |Y'X|^2 / (|X'X| |Y'Y|), Frobenius norms, columns centred;  debiased: each |Y'X|^2, the
    dot product of the Gram matrices, less its bias (unbiased HSIC): n / (n - 2) * sum r_i s_i
    - sum r_i sum s_i / ((n - 1) (n - 2)), r_i and s_i being the squared norms of the rows

    Args:
        x: one representation (n, d) of n utterances, such as a layer's mean over time.
        y: the other (n, e).
        debiased: needed where n is not far above d and e: plain CKA then nears 1 for anything.

    Returns:
        CKA within [0, 1], debiased within [-1, 1]; 1 for the same up to rotation, scale and shift;
        0 where a representation is constant.

    Raises:
        SerEvalsError: unequal numbers of rows, NaN, or fewer than 2 rows (4 debiased).

    Source:
        Kornblith et al., "Similarity of neural network representations revisited", ICML 2019;
        Song et al., "Feature selection via dependence maximization", JMLR 13, 2012, equation 5.

    Example:
        >>> x = [[0.0, 1.0], [1.0, 0.0], [2.0, 5.0]]
        >>> round(linear_cka(x, [[-v * 3 + 1, u * 3] for u, v in x]), 6)
        1.0
    """
    x, y = as_matrix(x, "x", "utterances", "features"), as_matrix(y, "y", "utterances", "features")
    if len(x) != len(y):
        raise SerEvalsError(f"x and y differ in length: {len(x)} and {len(y)}")
    if len(x) < FEWEST[debiased]:
        raise SerEvalsError(f"x and y: expected at least {FEWEST[debiased]} rows, found {len(x)}")
    if not np.ptp(x, axis=0).any() or not np.ptp(y, axis=0).any():
        return 0.0
    x, y = (z / np.linalg.norm(z) for z in (x - x.mean(0), y - y.mean(0)))
    cross, own_x, own_y = (_similarity(*pair, debiased) for pair in ((x, y), (x, x), (y, y)))
    if min(own_x, own_y) <= 1e-14:
        return 0.0
    return float(np.clip(cross / np.sqrt(own_x * own_y), -1, 1))


def _similarity(x: Floats, y: Floats, debiased: bool) -> float:
    """Compute the dot product of Gram matrices of centred rows, by features where these are fewer.

    Blocks keep the memory at BLOCK times the smaller of rows and features.
    """
    n, product = len(x), 0.0
    if x.shape[1] * y.shape[1] <= n * n:
        for start in range(0, x.shape[1], BLOCK):
            product += np.square(x[:, start : start + BLOCK].T @ y).sum()
    else:
        for start in range(0, n, BLOCK):
            rows = slice(start, start + BLOCK)
            product += ((x[rows] @ x.T) * (y[rows] @ y.T)).sum()
    if not debiased:
        return float(product)
    r, s = np.square(x).sum(1), np.square(y).sum(1)
    return float(product - n / (n - 2) * (r @ s) + r.sum() * s.sum() / ((n - 1) * (n - 2)))
