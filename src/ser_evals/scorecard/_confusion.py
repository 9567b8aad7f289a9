from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

SHADES = LinearSegmentedColormap.from_list("shades", ["#f7fbf8", "#7cc9ce", "#1f6f9f", "#16405f"])
INK, MUTED = "#1b2733", "#5b6875"


def confusion(
    counts: Sequence[Sequence[float]], classes: Sequence[str], uar: dict[str, Any]
) -> Figure:
    """Draw a confusion: the shares of each reference class, with the counts below.

    Args:
        counts: utterances, references by predictions, mean over seeds.
        classes: their names.
        uar: the row with the UAR of all utterances.
    """
    matrix = np.asarray(counts, float)
    rows = matrix.sum(1) > 0
    columns = rows | (matrix.sum(0) > 0)
    shares = matrix[rows][:, columns] / matrix[rows].sum(1, keepdims=True)
    numbers = matrix[rows][:, columns]
    across = [name for name, kept in zip(classes, columns, strict=True) if kept]
    down = [name for name, kept in zip(classes, rows, strict=True) if kept]
    figure = Figure((1.9 + 0.82 * len(across), 1.5 + 0.62 * len(down)))
    axes = figure.add_subplot()
    axes.imshow(shares, cmap=SHADES, vmin=0, vmax=1, aspect="auto")
    for i, j in np.ndindex(shares.shape):
        colour = ink(shares[i, j])
        weight = "bold" if down[i] == across[j] else "normal"
        style = {"ha": "center", "color": colour, "parse_math": False}
        axes.text(j, i - 0.05, f"{shares[i, j]:.2f}", va="bottom", weight=weight, **style)
        axes.text(j, i + 0.1, f"{round(numbers[i, j], 1):g}", va="top", size=8, **style)
    axes.set_xticks(range(len(across)), across, parse_math=False)
    axes.set_yticks(
        range(len(down)),
        [f"{name} ({round(n, 1):g})" for name, n in zip(down, numbers.sum(1), strict=True)],
        parse_math=False,
    )
    if max(map(len, across)) > 8:
        for label in axes.get_xticklabels():
            label.set(rotation=35, ha="right", rotation_mode="anchor")
    axes.set_xticks(np.arange(len(across) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(down) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.tick_params(which="both", length=0, colors=INK)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("prediction", color=MUTED)
    axes.set_ylabel("reference (utterances)", color=MUTED)
    interval = f" [{uar['ci_low']:.3f}, {uar['ci_high']:.3f}]"
    axes.set_title(f"UAR {uar['value']:.3f}{interval}", loc="left", size=11, color=INK)
    return figure


def ink(share: float) -> str:
    """Of black and white, the one with more contrast (WCAG 2) on the shade of a share.

    Example:
        >>> ink(0.0), ink(1.0)
        ('#000000', '#ffffff')
    """
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in SHADES(share)[:3]
    ]
    light = 0.05 + np.dot(linear, (0.2126, 0.7152, 0.0722))
    return "#000000" if light / 0.05 >= 1.05 / light else "#ffffff"
