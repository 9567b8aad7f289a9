"""The matrix of headline UARs as a heat map with the interval in every cell."""

from dataclasses import dataclass

from ser_evals.reporting._canvas import LETTER, Canvas
from ser_evals.reporting._colours import INK, MUTED, RULE, ink, shade
from ser_evals.reporting._matrix import Matrix
from ser_evals.reporting._results import Result
from ser_evals.reporting._words import number, shortened

ROOMY = 9
"""Up to this many test corpora, cells are wide enough for brackets and the chance level."""


@dataclass(frozen=True)
class _Layout:
    left: float
    top: float
    cell: tuple[float, float]
    slanted: bool
    roomy: bool

    def corner(self, row: int, column: int) -> tuple[float, float]:
        return self.left + column * self.cell[0], self.top + row * self.cell[1]


def heatmap(matrix: Matrix, *, name: str, label: str) -> str:
    """Draw the matrix.

    Args:
        matrix: the cells, laid out.
        name: prefix of the picture's ids.
        label: what a screen reader says.

    Returns:
        An inline SVG.
    """
    layout = _layout(matrix)
    width, height = layout.corner(len(matrix.rows), len(matrix.columns))
    canvas = Canvas(width + (70 if layout.slanted else 4), height + 4)
    _labels(canvas, matrix, layout)
    chances = {result.chance for result in matrix.cells.values()}
    for i, row in enumerate(matrix.rows):
        for j, column in enumerate(matrix.columns):
            place = layout.corner(i, j)
            if result := matrix.cells.get((row, column)):
                _cell(canvas, place, layout, result, tell_chance=len(chances) > 1)
            else:
                _empty(canvas, place, layout)
    return canvas.svg(name, label, shrink=0.86)


def _layout(matrix: Matrix) -> _Layout:
    roomy = len(matrix.columns) <= ROOMY
    cell = (98.0, 58.0) if roomy else (54.0, 46.0)
    longest = max(len(shortened(column)) for column in matrix.columns) * 12 * LETTER
    slanted = longest > cell[0] - 6
    left = max(len(shortened(row)) for row in matrix.rows) * 12 * LETTER + 34
    return _Layout(left, 26 + (longest * 0.6 + 8 if slanted else 22), cell, slanted, roomy)


def _labels(canvas: Canvas, matrix: Matrix, layout: _Layout) -> None:
    right, bottom = layout.corner(len(matrix.rows), len(matrix.columns))
    small = {"size": 10.5, "color": MUTED}
    canvas.words((layout.left + right) / 2, 9, "test corpus", ha="center", **small)
    canvas.words(9, (layout.top + bottom) / 2, "training set", ha="center", rotation=90, **small)
    for j, column in enumerate(matrix.columns):
        x, y = layout.corner(0, j)
        turn = {"ha": "left", "rotation": 38} if layout.slanted else {"ha": "center"}
        canvas.words(x + layout.cell[0] / 2, y - 10, shortened(column), size=12, **turn)
    for i, row in enumerate(matrix.rows):
        x, y = layout.corner(i, 0)
        canvas.words(x - 8, y + layout.cell[1] / 2, shortened(row), size=12, ha="right")


def _cell(
    canvas: Canvas,
    place: tuple[float, float],
    layout: _Layout,
    result: Result,
    *,
    tell_chance: bool,
) -> None:
    (x, y), (width, height), score = place, layout.cell, result.uar
    colour = shade(score.value)
    text = {"color": ink(colour), "ha": "center"}
    canvas.box(x + 1, y + 1, width - 2, height - 2, facecolor=colour, edgecolor="none")
    if result.in_domain:
        style = {"fill": False, "edgecolor": INK, "linewidth": 2.2}
        canvas.box(x + 2.5, y + 2.5, width - 5, height - 5, **style)
    above = result.chance is not None and score.low > result.chance
    dagger = "†" if result.speaker_dependent else ""
    lines = [(number(score.value) + dagger, 14.0 if layout.roomy else 12.0)]
    if score.low == score.low:
        low, high = number(score.low), number(score.high)
        lines.append(
            (f"[{low}, {high}]", 10.0)
            if layout.roomy
            else (f"{low.removeprefix('0')}–{high.removeprefix('0')}", 9.0)
        )
    if tell_chance and result.chance is not None:
        share = f"1/{round(1 / result.chance)}"
        lines.append((f"chance {share}" if layout.roomy else share, 9.0 if layout.roomy else 8.5))
    step = 15 if layout.roomy else 12.5
    for order, (line, size) in enumerate(lines):
        weight = "bold" if order == 0 and above else "normal"
        middle = y + height / 2 + (order - (len(lines) - 1) / 2) * step
        canvas.words(x + width / 2, middle, line, size=size, weight=weight, **text)


def _empty(canvas: Canvas, place: tuple[float, float], layout: _Layout) -> None:
    (x, y), (width, height) = place, layout.cell
    style = {"facecolor": "#fbfcfc", "edgecolor": RULE, "hatch": "////", "linewidth": 0.6}
    canvas.box(x + 1.5, y + 1.5, width - 3, height - 3, **style)


def legend() -> str:
    """The colour scale from 0 to 1."""
    canvas = Canvas(250, 34)
    steps = 48
    for step in range(steps):
        style = {"facecolor": shade((step + 0.5) / steps), "edgecolor": "none"}
        canvas.box(34 + step * 4, 2, 4.4, 12, **style)
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        canvas.words(34 + value * steps * 4, 24, f"{value:g}", size=10, ha="center", color=MUTED)
    canvas.words(2, 9, "UAR", size=10, color=MUTED)
    return canvas.svg("scale", "colour scale of UAR, light is 0 and dark is 1")
