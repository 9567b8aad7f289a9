"""How often do 95 % intervals of the UAR hold the true value, when speakers differ?

    python examples/interval_coverage.py

Each replication draws a corpus of 7 classes with 8 utterances of each class by each speaker. An
utterance is recognised where

    ease of the class + effect of the speaker + effect of the speaker in that class + noise > 0,

all normal, so that the true UAR of all speakers there are is known without simulation. Speakers
make up 8 % of the variance, their classes 5 %. Prints a table and draws docs/interval_coverage.svg.
"""

import argparse
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from scipy.stats import norm

from ser_evals import metrics

SPEAKERS = (6, 10, 24, 100)
CLASSES, PER_CLASS = 7, 8
EASE = np.linspace(-0.2, 0.8, CLASSES)
SPEAKER, SPEAKER_CLASS = 0.30, 0.25
TRUE_UAR = norm.cdf(EASE / np.sqrt(SPEAKER**2 + SPEAKER_CLASS**2 + 1)).mean()
METHODS = {
    "default": (True, "default", "#0072b2", "o-", 16),
    "percentile over speakers": (True, "percentile", "#d55e00", "s-", -26),
    "percentile over utterances": (False, "percentile", "#666666", "^-", 20),
}
"""For each line whether the speakers are known, the method, its looks, where its name stands."""


def simulate(speakers, rng):
    """Draw a corpus: references, predictions and speakers of all utterances."""
    who, true, _ = np.indices((speakers, CLASSES, PER_CLASS)).reshape(3, -1)
    speaker = rng.normal(0, SPEAKER, (speakers, 1))
    effect = speaker + rng.normal(0, SPEAKER_CLASS, (speakers, CLASSES))
    right = EASE[true] + effect[who, true] + rng.normal(size=len(true)) > 0
    wrong = (true + rng.integers(1, CLASSES, len(true))) % CLASSES
    return true, np.where(right, true, wrong), who


def coverage(speakers, replications, seed):
    """Return by method the share of intervals that hold the true value, and their mean width."""
    rng = np.random.default_rng([seed, speakers])
    held, width = dict.fromkeys(METHODS, 0), dict.fromkeys(METHODS, 0.0)
    for _ in range(replications):
        true, guess, who = simulate(speakers, rng)
        for name, (known, method, *_) in METHODS.items():
            found = metrics.bootstrap(true, guess, speakers=who if known else None, method=method)
            held[name] += found.low <= TRUE_UAR <= found.high
            width[name] += found.width / replications
    return {name: held[name] / replications for name in METHODS}, width


def draw(results, replications):
    """Draw coverage over the number of speakers, with two standard errors."""
    figure = Figure((6.4, 3.8), layout="constrained")
    axes = figure.subplots()
    axes.axhspan(0.93, 0.97, color="#0072b2", alpha=0.12, linewidth=0)
    axes.axhline(0.95, color="black", linewidth=0.8, linestyle=(0, (4, 3)))
    for name, (_, _, colour, marks, height) in METHODS.items():
        share = np.array([results[speakers][0][name] for speakers in SPEAKERS])
        error = 2 * np.sqrt(share * (1 - share) / replications)
        axes.errorbar(SPEAKERS, share, error, fmt=marks, color=colour, capsize=3)
        place = {"xytext": (0, height), "textcoords": "offset points", "ha": "center"}
        axes.annotate(name, (SPEAKERS[2], share[2]), color=colour, **place)
    axes.set_xscale("log")
    axes.set_xticks(SPEAKERS, [str(speakers) for speakers in SPEAKERS])
    axes.minorticks_off()
    axes.set_ylim(0.6, 1)
    axes.set_xlabel("speakers in the test set")
    axes.set_ylabel("95 % intervals that hold the true UAR")
    axes.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    docs = Path(__file__).resolve().parents[1] / "docs"
    parser.add_argument("--output", type=Path, default=docs / "interval_coverage.svg")
    options = parser.parse_args()
    print(f"true UAR {TRUE_UAR:.3f}; coverage (mean width) of {options.replications} intervals")
    print(f"{'speakers':>8}", *(f"{name:>28}" for name in METHODS))
    results = {}
    for speakers in SPEAKERS:
        held, width = results[speakers] = coverage(speakers, options.replications, options.seed)
        cells = (f"{held[name]:20.3f} ({width[name]:.3f})" for name in METHODS)
        print(f"{speakers:8}", *cells, flush=True)
    with rc_context({"svg.hashsalt": "ser-evals"}):
        draw(results, options.replications).savefig(options.output, metadata={"Date": None})


if __name__ == "__main__":
    main()
