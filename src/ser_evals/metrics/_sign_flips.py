import numpy as np

from ser_evals.metrics._confusion import ratio
from ser_evals.metrics._numbers import Floats

BLOCK = 1 << 21


def sign_flip_p(differences: Floats, n: int, rng: np.random.Generator) -> Floats:
    """Test whether columns (M, K) are symmetric about 0, corrected for their number.

    t(k) = |sum over m of d(m, k)| / sqrt(sum over m of d(m, k)^2).  Rows keep or change their sign
    for all columns at once: all 2^M ways, or n random ones where these are fewer. A column's
    p-value is how often the largest t of the columns whose own t is not larger reaches its t
    (step-down maxT: Westfall and Young, 1993; Romano and Wolf, Econometrica 73(4), 2005).

    Returns:
        Adjusted two-sided p-values (K,).
    """
    rows, columns = differences.shape
    scaled = ratio(differences, np.sqrt(np.square(differences).sum(0)))
    if rows < 63 and 1 << (rows - 1) <= n:
        # A way and its opposite give the same t: half of them stand for all.
        bits = np.arange(1 << (rows - 1))[:, None] >> np.arange(rows) & 1
        signs, added = 1.0 - 2 * bits, 0
    else:
        signs, added = rng.choice([-1.0, 1.0], (n, rows)), 1
    t = np.abs(scaled.sum(0))
    order = np.argsort(t, kind="stable")
    observed, reached = t[order] - 1e-9, np.zeros(columns)
    step = max(1, BLOCK // columns)
    for start in range(0, len(signs), step):
        flipped = np.abs(signs[start : start + step] @ scaled[:, order])
        reached += (np.maximum.accumulate(flipped, axis=1) >= observed).sum(0)
    p = (reached + added) / (len(signs) + added)
    adjusted = np.empty(columns)
    adjusted[order] = np.maximum.accumulate(p[::-1])[::-1]
    return adjusted
