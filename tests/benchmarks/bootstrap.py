"""How fast are the intervals, and how much memory do they take?

    python tests/benchmarks/bootstrap.py

Times are medians of repetitions on one thread, and the ratios are of runs that took turns. The
package confidence_intervals is put into the cache folder of ser-evals, nowhere else; without a
network its row is left out.
"""

import argparse
import subprocess
import sys
import time
import warnings

import audmetric
import numpy as np
from scipy import stats
from threadpoolctl import threadpool_limits

from ser_evals.metrics import bootstrap
from ser_evals.paths import cache_dir

PREDICTIONS, CLASSES, SPEAKERS, RESAMPLES = 20_000, 8, 400, 1000
PEER = "confidence_intervals==0.0.3"
# Errors of the 2.5 % quantile of as many resamples, in standard deviations: sqrt(p q / n) / f.
MONTE_CARLO = np.sqrt(0.025 * 0.975 / RESAMPLES) / stats.norm.pdf(stats.norm.ppf(0.025))

MEMORY = """
import sys
from pathlib import Path
from ser_evals.metrics import bootstrap
sys.path.insert(0, {folder!r})
from bootstrap import draw

def peak():
    # After exec, getrusage still counts the process that started this one; VmHWM does not.
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1000
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

true, guess, speakers = draw(1_000_000, 20_000)
before = peak()
bootstrap(true, guess, speakers=speakers, method={method!r})
print(before, peak())
"""


def draw(predictions, speakers):
    """Draw references, predictions of which six in ten are right, and speakers."""
    rng = np.random.default_rng(0)
    true = rng.integers(0, CLASSES, predictions)
    guess = np.where(rng.random(predictions) < 0.6, true, rng.integers(0, CLASSES, predictions))
    return true, guess, np.arange(predictions) % speakers


def peer():
    """Return `evaluate_with_conf_int`, or None with a message where it cannot be had."""
    folder = cache_dir() / "benchmarks" / PEER.replace("==", "-")
    if not (folder / "confidence_intervals").is_dir():
        # Its dependencies, NumPy and scikit-learn, are those of ser-evals.
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
        found = subprocess.run([*pip, str(folder), PEER], capture_output=True, text=True)
        if found.returncode:
            reason = found.stderr.strip().splitlines()[-1]
            print(f"{PEER} left out, pip could not install it (no network?): {reason}")
            return None
    sys.path.append(str(folder))
    from confidence_intervals import evaluate_with_conf_int

    return evaluate_with_conf_int


def uar_of_resamples(true, guess, axis):
    """Compute the UAR of each resample in a batch (..., N), as scipy wants it."""
    right = true == guess
    present = [true == c for c in range(CLASSES)]
    return np.mean([(right & c).sum(axis) / c.sum(axis) for c in present], axis=0)


def with_scipy(true, guess):
    """Compute the interval with scipy.stats.bootstrap, 50 resamples at a time."""
    found = stats.bootstrap(
        (true, guess),
        uar_of_resamples,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=50,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    return found.confidence_interval


def timed(function):
    """Return the milliseconds a call took, and what it returned."""
    start = time.perf_counter()
    result = function()
    return 1000 * (time.perf_counter() - start), result


def clustered(repeat):
    """Print the time of intervals over speakers."""
    true, guess, speakers = draw(PREDICTIONS, SPEAKERS)
    print(f"{PREDICTIONS:,} predictions x {CLASSES} classes x {SPEAKERS} speakers (target 40 ms)")
    for method in ("percentile", "default"):
        runs = [
            timed(lambda m=method: bootstrap(true, guess, speakers=speakers, method=m))
            for _ in range(repeat + 1)
        ]
        found = runs[0][1]
        ms = np.median([took for took, _ in runs[1:]])
        print(f"  {method:24}{ms:10.1f} ms {'':10} [{found.low:.4f}, {found.high:.4f}]")


def independent(repeat):
    """Print the time of intervals over utterances, beside that of other packages."""
    true, guess, _ = draw(PREDICTIONS, SPEAKERS)
    ways = {
        "ser_evals": lambda: bootstrap(true, guess, method="percentile"),
        "scipy.stats.bootstrap": lambda: with_scipy(true, guess),
    }
    evaluate_with_conf_int = peer()
    if evaluate_with_conf_int:
        uar = audmetric.unweighted_average_recall
        ways["confidence_intervals"] = lambda: evaluate_with_conf_int(guess, uar, true)[1]
    took, limits = {name: [] for name in ways}, {}
    ways["ser_evals"]()
    for _ in range(repeat):
        for name, way in ways.items():
            ms, found = timed(way)
            took[name].append(ms)
            limits[name] = (found.low, found.high) if hasattr(found, "low") else found
    print(f"{PREDICTIONS:,} predictions, utterances independent (target: 200 x)")
    for name in ways:
        ratio = np.median(np.divide(took[name], took["ser_evals"]))
        low, high = limits[name]
        print(f"  {name:24}{np.median(took[name]):10.1f} ms {ratio:8.0f} x [{low:.4f}, {high:.4f}]")
    sd = np.subtract(*limits["ser_evals"][::-1]) / (2 * stats.norm.ppf(0.975))
    for name in list(ways)[1:]:
        apart = np.subtract(limits[name], limits["ser_evals"]) / (sd * MONTE_CARLO * np.sqrt(2))
        print(f"  limits of {name} less ours, in Monte-Carlo errors: {apart.round(1)}")


def memory():
    """Print the most memory that an interval over many rows and speakers takes."""
    print("1,000,000 predictions x 20,000 speakers (target 500 MB)")
    for method in ("percentile", "default"):
        code = MEMORY.format(folder=sys.path[0], method=method)
        ms, found = timed(lambda code=code: subprocess.check_output([sys.executable, "-c", code]))
        before, peak = map(float, found.split())
        print(f"  {method:24}{ms:10.0f} ms, peak {peak:.0f} MB, {before:.0f} MB of it before")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with threadpool_limits(1):
        clustered(5 * options.repeat)
        independent(options.repeat)
    memory()


if __name__ == "__main__":
    main()
