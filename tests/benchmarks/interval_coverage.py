"""How often do the 95 % intervals hold the true value?

    python tests/benchmarks/interval_coverage.py

Speakers are drawn from a population in which each speaker, and each class of each speaker, is
more or less easy to recognise (a logistic model with random effects); three training seeds
predict the same utterances. The true value is that of the population.
"""

import argparse
import time

import numpy as np

from ser_evals.metrics import bootstrap_many

SPEAKERS = (6, 10, 24, 100)
DESIGNS = {
    "balanced": "every speaker says as much of every class",
    "skewed": "class sizes 1:10, every speaker's mixture drawn at random",
    "uneven": "speakers differ in how much they say (log-normal, sigma 0.7)",
    "partial": "a speaker has a class with probability 0.6, in differing amounts",
}
METRICS = ("uar", "macro_f1", "accuracy")
CLASSES, SEEDS, PER_CELL = 7, 3, 8
SPEAKER, SPEAKER_CLASS, UTTERANCE = 0.7, 0.6, 1.5
EASE = np.linspace(-0.5, 1.5, CLASSES)


def sizes(design, speakers, rng):
    """Draw the number of utterances of each speaker and class."""
    flat = np.full((speakers, CLASSES), float(PER_CELL))
    if design == "balanced":
        return flat.astype(int)
    if design == "skewed":
        return rng.poisson(flat * np.linspace(0.2, 2.0, CLASSES)[::-1])
    if design == "uneven":
        return rng.poisson(flat * np.exp(rng.normal(0, 0.7, (speakers, 1)))) + 1
    amounts = rng.poisson(flat * np.exp(rng.normal(0, 0.5, flat.shape))) + 1
    return amounts * (rng.random(flat.shape) < 0.6)


def simulate(design, speakers, rng):
    """Draw a corpus: references, predictions, speakers and seeds, a row for each prediction."""
    while True:
        n = sizes(design, speakers, rng)
        if (n.sum(0) > 0).all():
            break
    effect = rng.normal(0, SPEAKER, (speakers, 1)) + rng.normal(0, SPEAKER_CLASS, n.shape)
    who, true = (np.repeat(part.ravel(), n.ravel()) for part in np.indices(n.shape))
    ease = (EASE + effect)[who, true] + rng.normal(0, UTTERANCE, len(who))
    right = rng.random((SEEDS, len(who))) < 1 / (1 + np.exp(-ease))
    wrong = (true + rng.integers(1, CLASSES, right.shape)) % CLASSES
    guess = np.where(right, true, wrong)
    seeds = np.repeat(np.arange(SEEDS), len(who))
    return np.tile(true, SEEDS), guess.ravel(), np.tile(who, SEEDS), seeds


def truth(design):
    """Compute the population's values."""
    rng = np.random.default_rng(12345)
    spread = np.sqrt(SPEAKER**2 + SPEAKER_CLASS**2 + UTTERANCE**2)
    noise = rng.normal(0, spread, 400_000)
    recall = np.array([(1 / (1 + np.exp(-ease - noise))).mean() for ease in EASE])
    share = np.linspace(0.2, 2.0, CLASSES)[::-1] if design == "skewed" else np.ones(CLASSES)
    share = share / share.sum()
    missed = share * (1 - recall) / (CLASSES - 1)
    predicted = share * recall + missed.sum() - missed
    f1 = 2 * share * recall / (share + predicted)
    return {"uar": recall.mean(), "macro_f1": f1.mean(), "accuracy": share @ recall}


def coverage(design, speakers, replications, *, method="default", seed=0):
    """Return the share of intervals that hold the true value, and their mean width."""
    rng = np.random.default_rng([seed, speakers, sorted(DESIGNS).index(design)])
    expected = truth(design)
    held, width = dict.fromkeys(METRICS, 0.0), dict.fromkeys(METRICS, 0.0)
    for _ in range(replications):
        references, predictions, who, seeds = simulate(design, speakers, rng)
        found = bootstrap_many(
            references,
            predictions,
            metrics=METRICS,
            speakers=who,
            seeds=seeds,
            n_resamples=400,
            method=method,
        )
        for name, interval in found.items():
            held[name] += (interval.low <= expected[name] <= interval.high) / replications
            width[name] += interval.width / replications
    return held, width


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=1500)
    parser.add_argument("--methods", nargs="+", default=["linearised_t", "percentile"])
    options = parser.parse_args()
    start = time.perf_counter()
    print(f"{'method':13}{'design':10}{'speakers':>9}", *(f"{m:>9} width" for m in METRICS))
    for method in options.methods:
        # The resampling methods are here to be compared with, at an eighth of the replications.
        times = options.replications if method == "linearised_t" else options.replications // 8
        for design in DESIGNS:
            for speakers in SPEAKERS:
                count = times if speakers < 100 else times // 2
                held, width = coverage(design, speakers, count, method=method)
                cells = (f"{held[m]:9.3f} {width[m]:5.3f}" for m in METRICS)
                print(f"{method:13}{design:10}{speakers:9}", *cells, flush=True)
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
