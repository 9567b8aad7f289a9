from typing import Any

import numpy as np
from matplotlib.figure import Figure

INK, MUTED, RULE, ACCENT, MARK = "#1b2733", "#5b6875", "#d5dce2", "#006095", "#b3430f"
NAMED = 60


def speakers(rows: list[dict[str, Any]], uar: dict[str, Any]) -> Figure:
    """Draw every speaker's UAR with its interval over utterances, from the lowest to the highest.

    Args:
        rows: the UAR of each speaker.
        uar: the row with the UAR of all utterances.
    """
    rows = sorted(rows, key=lambda row: (row["value"], row["group"]))
    places = np.arange(len(rows))
    values = np.array([row["value"] for row in rows])
    ends = np.array([[row["ci_low"], row["ci_high"]] for row in rows])
    named = len(rows) <= NAMED
    step = 0.26 if named else 5.7 / len(rows)
    figure = Figure((6.4, 1.3 + step * max(len(rows), 4)))
    axes = figure.add_subplot()
    axes.axvspan(uar["ci_low"], uar["ci_high"], color=MARK, alpha=0.12, linewidth=0)
    axes.axvline(uar["value"], color=MARK, linewidth=1.4)
    axes.hlines(places, *ends.T, color=ACCENT, linewidth=1.8 if named else 0.6, alpha=0.75)
    axes.plot(values, places, "o", color=ACCENT, markersize=5.5 if named else 2.5)
    if named:
        labels = [f"{row['group']} ({row['utterances']})" for row in rows]
        axes.set_yticks(places, labels, parse_math=False)
        axes.set_ylabel("speaker (utterances)", color=MUTED)
    else:
        axes.set_yticks([])
        axes.set_ylabel(f"{len(rows)} speakers", color=MUTED)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=RULE)
    axes.tick_params(length=0, colors=INK)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("UAR; line and band: all utterances, with the 95 % interval", color=MUTED)
    axes.set_title(
        f"UAR of each speaker: {values[0]:.3f} to {values[-1]:.3f}", loc="left", size=11, color=INK
    )
    return figure
