"""Headline UARs on one test corpus, with intervals, across training sets."""

from collections.abc import Sequence

from ser_evals.reporting._canvas import LETTER, Canvas
from ser_evals.reporting._colours import ACCENT, INK, MARK, MUTED, RULE
from ser_evals.reporting._results import Result
from ser_evals.reporting._words import shortened, with_interval

ROW, PLOT, TOP = 24, 380, 12


def forest(lines: Sequence[Result], *, name: str, label: str) -> str:
    """Draw one row per training set; the in-domain run is a filled square, chance a tick.

    Args:
        lines: headline results on one test corpus, in the order to show them.
        name: prefix of the picture's ids.
        label: what a screen reader says.

    Returns:
        An inline SVG.
    """
    left = max(len(_name(result)) for result in lines) * 12 * LETTER + 12
    bottom = TOP + ROW * len(lines)
    canvas = Canvas(left + PLOT + 180, bottom + 40)
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x = left + tick * PLOT
        canvas.line((x, x), (TOP, bottom), color=RULE, linewidth=1)
        canvas.words(x, bottom + 13, f"{tick:g}", size=10.5, ha="center", color=MUTED)
    canvas.words(left + PLOT / 2, bottom + 30, "UAR", size=10.5, ha="center", color=MUTED)
    for order, result in enumerate(lines):
        _row(canvas, result, left, TOP + ROW * (order + 0.5))
    return canvas.svg(name, label, shrink=0.8)


def _row(canvas: Canvas, result: Result, left: float, y: float) -> None:
    score = result.uar
    canvas.words(left - 10, y, _name(result), size=12, ha="right")
    if result.chance is not None:
        x = left + result.chance * PLOT
        canvas.line((x, x), (y - 8, y + 8), color=MARK, linewidth=1.6)
    if score.low == score.low:
        ends = (left + score.low * PLOT, left + score.high * PLOT)
        canvas.line(ends, (y, y), color=ACCENT, linewidth=2.4, solid_capstyle="round")
    if score.value == score.value:
        style = {"marker": "s" if result.in_domain else "o", "markersize": 8.5}
        style |= {
            "markerfacecolor": INK if result.in_domain else ACCENT,
            "markeredgecolor": "white",
        }
        canvas.line((left + score.value * PLOT,), (y,), **style)
    weight = "bold" if result.in_domain else "normal"
    canvas.words(left + PLOT + 14, y, with_interval(score), size=12, weight=weight)


def _name(result: Result) -> str:
    if result.in_domain:
        return f"{shortened(result.train)} (in-domain){'†' if result.speaker_dependent else ''}"
    return shortened(result.train)
