"""The figures of out_of_domain.py, in the colours of the report."""

from itertools import product

import numpy as np
from matplotlib import rc_context
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

INK, MUTED, RULE, ACCENT, MARK = "#1b2733", "#5b6875", "#d5dce2", "#006095", "#b3430f"
SHADES = LinearSegmentedColormap.from_list("", ["#f1f8f2", "#a4dad4", "#54b7ca", "#2f6699"])
STYLE = {"svg.hashsalt": "ser-evals", "svg.fonttype": "none"}


def save(figure, stem):
    """Write a figure as PNG and SVG, the same bytes each time; return both paths."""
    files = [stem.with_suffix(".png"), stem.with_suffix(".svg")]
    with rc_context(STYLE):
        figure.savefig(files[0], dpi=160, metadata={"Software": None})
        figure.savefig(files[1], metadata={"Date": None})
    return files


def clean(axes):
    """Take away what carries no information."""
    axes.tick_params(which="both", length=0, colors=INK)
    axes.spines[:].set_visible(False)
    axes.set_axisbelow(True)


def transfer(lines, train, test):
    """Draw UAR and accuracy, in-domain and under each prior, with 95 % intervals."""
    figure = Figure((9.0, 3.2), layout="constrained")
    figure.get_layout_engine().set(wspace=0.06)
    names = [f"{train}, in-domain", *(f"{test}, prior {prior}" for prior in lines.index[1:])]
    places = np.arange(len(lines))
    panels = figure.subplots(1, 2, sharey=True)
    for axes, metric, name in zip(panels, ("uar", "accuracy"), ("UAR", "accuracy"), strict=True):
        clean(axes)
        low, high = lines[f"{metric}_low"], lines[f"{metric}_high"]
        axes.hlines(places, low, high, color=ACCENT, linewidth=2.4)
        axes.plot(lines[metric][1:], places[1:], "o", color=ACCENT, markersize=8)
        axes.plot(lines[metric][:1], places[:1], "s", color=INK, markersize=8)
        constant = lines[f"{metric}_constant"]
        axes.plot(constant, places, "|", color=MARK, markersize=14, markeredgewidth=1.6)
        axes.set_xlim(0, 1)
        axes.grid(axis="x", color=RULE)
        axes.set_xlabel(f"{name}, with 95 % interval", color=MUTED)
        axes.set_yticks(places, names, parse_math=False)
    panels[0].invert_yaxis()
    note = "red: what always the same answer gets"
    panels[1].set_title(note, loc="right", size=9, color=MARK)
    return figure


def shares(table, train, test):
    """Draw the shares of the classes in the source, in the target, and as estimated by EM."""
    figure = Figure((6.6, 1.6 + 0.46 * len(table)), layout="constrained")
    axes = figure.subplots()
    clean(axes)
    places = np.arange(len(table))
    axes.hlines(places, table.min(axis=1), table.max(axis=1), color=RULE, linewidth=2)
    for height, column, marks, colour, name in (
        (-0.14, "source", "s", MUTED, f"{train}, which the head was trained on"),
        (0.0, "target", "o", INK, f"{test}, as it is labelled"),
        (0.14, "estimated", "D", MARK, f"{test}, as EM sees it (prior 'estimated')"),
    ):
        axes.plot(table[column], places + height, marks, color=colour, markersize=7, label=name)
    axes.set_yticks(places, table.index, parse_math=False)
    axes.invert_yaxis()
    axes.margins(x=0.03)
    axes.grid(axis="x", color=RULE)
    axes.set_xlabel("share of the utterances", color=MUTED)
    figure.legend(loc="outside upper left", frameon=False, fontsize=9, labelcolor=INK)
    return figure


def confusions(matrices, titles):
    """Draw confusions side by side: what the utterances of each class were taken for."""
    answered = sum(matrix.sum() for matrix in matrices) > 0
    kept = answered | answered.index.isin(matrices[0].index)
    figure = Figure((2.6 + 1.2 * kept.sum(), 1.7 + 0.5 * len(matrices[0])), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    for axes, matrix, title in zip(panels, matrices, titles, strict=True):
        clean(axes)
        axes.set_title(title, loc="left", size=11, color=INK)
        counts = matrix.sum(axis=1)
        shares = matrix.div(counts, axis=0).loc[:, kept]
        axes.imshow(shares, cmap=SHADES, vmin=0, vmax=1, aspect="auto")
        for (i, row), (j, column) in product(enumerate(shares.index), enumerate(shares)):
            share = shares.loc[row, column]
            look = {"weight": "bold" if row == column else "normal", "size": 9}
            look["color"] = "white" if share > 0.8 else "black"
            axes.text(j, i, f"{share:.2f}", ha="center", va="center", **look)
        look = {"rotation": 35, "ha": "right", "rotation_mode": "anchor", "parse_math": False}
        axes.set_xticks(range(kept.sum()), list(shares), **look)
        names = [f"{name} ({count:g})" for name, count in counts.round(1).items()]
        axes.set_yticks(range(len(names)), names, parse_math=False)
        axes.set_xlabel("taken for", color=MUTED)
    panels[0].set_ylabel("reference (utterances)", color=MUTED)
    return figure
