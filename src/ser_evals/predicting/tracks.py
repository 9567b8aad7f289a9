"""Tracks as tables and pictures."""

import csv
import io
from pathlib import Path

import numpy as np

from ser_evals.paths import write_atomically
from ser_evals.predicting._rows import Track

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")
"""Okabe and Ito's, which everyone can tell apart."""


def write_table(track: Track, path: Path) -> None:
    """Write a CSV file with the time (s) and the probabilities of every frame."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["time", *track.classes])
    for time, shares in zip(track.times.tolist(), track.probabilities.tolist(), strict=True):
        rows.writerow([round(time, 4), *(round(share, 6) for share in shares)])
    write_atomically(path, text.getvalue().encode())


def write_plot(track: Track, seconds: float, title: str, path: Path) -> None:
    """Draw probabilities over time, stacked to 1, as `path`.png and `path`.svg.

    Args:
        track: of a clip.
        seconds: how long it is.
        title: stands above.
        path: without suffix; dots in its name are kept.
    """
    import matplotlib.style
    from matplotlib.figure import Figure

    style = ["default", {"svg.hashsalt": "ser-evals", "svg.fonttype": "none", "font.size": 9}]
    with matplotlib.style.context(style):
        figure = Figure((8, 2.6), layout="constrained")
        axes = figure.subplots()
        # steps from edge to edge of the frames: nothing is known between their middles
        edges = np.concatenate([[0], (track.times[1:] + track.times[:-1]) / 2, [seconds]])
        bottom = np.zeros(len(track.times))
        for number, name in enumerate(track.classes):
            top = bottom + track.probabilities[:, number]
            colour = COLOURS[number % len(COLOURS)]
            hatch = "///" if number >= len(COLOURS) else None
            look = {"facecolor": colour, "edgecolor": "white", "linewidth": 0, "hatch": hatch}
            axes.stairs(top, edges, baseline=bottom, fill=True, label=name, **look)
            bottom = top
        axes.set(xlim=(0, seconds), ylim=(0, 1), xlabel="time (s)", ylabel="probability")
        axes.set_title(title, parse_math=False, loc="left")
        figure.legend(loc="outside right upper", frameon=False, reverse=True)
        for kind, options in (("png", {"dpi": 150}), ("svg", {"metadata": {"Date": None}})):
            with io.BytesIO() as picture:
                figure.savefig(picture, format=kind, **options)
                write_atomically(path.with_name(f"{path.name}.{kind}"), picture.getvalue())
