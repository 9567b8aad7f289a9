"""Utterances per language and emotion, all corpora together, as a heat map."""

import io
from collections.abc import Mapping, Sequence

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from ser_evals.emotions import EMOTIONS
from ser_evals.survey._documented import SEVERAL
from ser_evals.survey._languages import Language, by_language
from ser_evals.survey._statistics import Statistics

STYLE = ["default", {"svg.hashsalt": "ser-evals", "svg.fonttype": "none", "font.size": 9}]
COLOURS = "YlGnBu"
INK, MUTED, LIGHT, DARK = "#1b2733", "#5b6875", "#d5dce2", "#2f6699"
ROW, COLUMN, NAMES, GAP, BARS = 0.26, 0.78, 1.35, 0.15, 2.3
"""Inches: height of a language, widths of an emotion, the names, a gap, the bars."""
ABOVE, BELOW = 0.62, 0.62
LEAST = 10
"""Utterances at the light end of the colours and at the left of the bars."""


def picture(found: Sequence[Statistics]) -> dict[str, bytes]:
    """Draw the heat map; a language adds a line, nothing becomes smaller.

    Args:
        found: statistics in the eight classes.

    Returns:
        The picture as "png" and "svg".
    """
    languages = by_language(found)
    files = {}
    with matplotlib.style.context(STYLE):
        figure = _figure(languages, found)
        for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
            content = io.BytesIO()
            figure.savefig(content, format=kind, dpi=160, metadata=metadata)
            files[kind] = content.getvalue()
    return files


def _figure(languages: Mapping[str, Language], found: Sequence[Statistics]) -> Figure:
    inner = len(languages) * ROW
    width = NAMES + len(EMOTIONS) * COLUMN + GAP + BARS
    height = ABOVE + inner + BELOW
    figure = Figure((width, height))

    def place(left: float, across: float) -> Axes:
        return figure.add_axes((left / width, BELOW / height, across / width, inner / height))

    _cells(place(NAMES, len(EMOTIONS) * COLUMN), languages)
    _bars(place(NAMES + len(EMOTIONS) * COLUMN + GAP, BARS - 0.75), languages)
    figure.text(0.12 / width, 0.12 / height, _caption(found), color=MUTED, va="bottom")
    return figure


def _cells(axes: Axes, languages: Mapping[str, Language]) -> None:
    counts = np.array([[one.classes[e] for e in EMOTIONS] for one in languages.values()])
    shown = np.ma.masked_equal(counts, 0)
    norm = LogNorm(LEAST, max(10 * LEAST, counts.max(initial=0)), clip=True)
    image = axes.imshow(shown, aspect="auto", cmap=COLOURS, norm=norm)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            colour = _ink(image.cmap(norm(count)))
            axes.text(column, row, f"{count:,}", ha="center", va="center", color=colour, size=8)
    totals = counts.sum(axis=0)
    heads = [f"{e}\n{total:,}" for e, total in zip(EMOTIONS, totals, strict=True)]
    axes.set_xticks(range(len(EMOTIONS)), heads)
    axes.set_yticks(range(len(languages)), _names(languages))
    _bare(axes)
    axes.set_xticks(np.arange(len(EMOTIONS) - 1) + 0.5, minor=True)
    axes.set_yticks(np.arange(len(languages) - 1) + 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.set_facecolor("#f4f6f8")


def _ink(background: tuple[float, ...]) -> str:
    """Return black or white, which has more contrast (WCAG 2) on a background."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in background[:3]]
    return "black" if np.dot(linear, (0.2126, 0.7152, 0.0722)) > 0.179 else "white"


def _bars(axes: Axes, languages: Mapping[str, Language]) -> None:
    every = np.array([one.utterances for one in languages.values()])
    classed = np.array([one.classes.total() for one in languages.values()])
    places = range(len(languages))
    for counts, colour, height in ((every, LIGHT, 0.72), (classed, DARK, 0.34)):
        axes.barh(places, _length(counts), color=colour, height=height)
    axes.set_xlim(0, max(1, _length(every).max()))
    axes.set_ylim(len(languages) - 0.5, -0.5)
    for row, (one, end) in enumerate(zip(languages.values(), _length(every), strict=True)):
        beside = {"xytext": (3, 0), "textcoords": "offset points", "va": "center"}
        note = f"{one.utterances:,}{'+' if one.more else ''}" if one.utterances else "unknown"
        axes.annotate(note, (end, row), color=INK, size=8, **beside)
    axes.set_yticks([])
    axes.set_xticks([])
    _bare(axes)
    axes.set_title(f"utterances (log scale)\n{every.sum():,}", size=9, color=INK, pad=5)


def _length(counts: np.ndarray) -> np.ndarray:
    return np.log10(np.maximum(counts, LEAST) / LEAST)


def _bare(axes: Axes) -> None:
    axes.tick_params(which="both", length=0, top=False, bottom=False, labeltop=True)
    axes.tick_params(labelbottom=False, colors=INK)
    axes.spines[:].set_visible(False)


def _names(languages: Mapping[str, Language]) -> list[str]:
    mixed = len({one.documented for one in languages.values()}) > 1
    names = []
    for tag, one in languages.items():
        name = "several" if tag == SEVERAL else tag
        names.append(f"{name} ({len(one.corpora)}){'*' if mixed and one.documented else ''}")
    return names


def _caption(found: Sequence[Statistics]) -> str:
    counted = sum(one.counted for one in found)
    source = "counted in local copies" if counted else "as documented"
    if 0 < counted < len(found):
        source = f"{counted} counted in local copies, the others as documented (*)"
    corpora = f"{len(found)} {'corpus' if len(found) == 1 else 'corpora'}"
    return (
        f"Utterances by language (BCP-47 tag, number of corpora) and emotion: {corpora}, {source}."
        "\nNarrow bars: in the eight classes. Wide bars: all, those whose label is dropped or was "
        "not counted apart included (+: and corpora of unknown size)."
    )
