"""A Matplotlib canvas measured in pixels, written as SVG that can stand inside a page."""

import html
import io
import re
import warnings
from typing import Any

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from ser_evals.reporting._colours import INK

STYLE = ["default", {"svg.hashsalt": "ser-evals", "svg.fonttype": "none", "hatch.linewidth": 0.6}]
LETTER = 0.62
"""Width of an average letter, as a share of the font size."""


class Canvas:
    """Shapes and words at pixel positions, the origin at the top left.

    Args:
        width: of the picture, in CSS pixels.
        height: of the picture, in CSS pixels.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure((width / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Draw a rectangle from its top left corner."""
        self._add(Rectangle((x, self.height - y - height), width, height, **style))

    def line(self, x: tuple[float, ...], y: tuple[float, ...], **style: Any) -> None:
        """Draw a line through points."""
        self._add(Line2D(x, [self.height - place for place in y], **style))

    def words(self, x: float, y: float, text: str, *, size: float = 11, **style: Any) -> None:
        """Write one line whose middle lies on y."""
        look = {
            "color": INK,
            "va": "center_baseline",
            "parse_math": False,
            "usetex": False,
            **style,
        }
        self._add(Text(x, self.height - y, text, fontsize=size, rotation_mode="anchor", **look))

    def _add(self, artist: Any) -> None:
        self.figure.add_artist(artist)
        artist.set_transform(IdentityTransform())
        artist.set_clip_on(False)

    def svg(self, name: str, label: str, *, shrink: float = 1.0) -> str:
        """Write the picture.

        Args:
            name: prefix of every id, so that several pictures can share a page.
            label: what a screen reader says.
            shrink: how far a narrow page may scale the picture down before it scrolls.
        """
        with matplotlib.style.context(STYLE), warnings.catch_warnings(), io.StringIO() as file:
            # The browser sets the words, in fonts that Matplotlib need not have.
            warnings.filterwarnings("ignore", message="Glyph")
            self.figure.savefig(file, format="svg", metadata={"Date": None})
            text = file.getvalue()
        text = re.sub(
            r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", text, flags=re.S
        )
        text = re.sub(r"<!DOCTYPE.*?>|<\?xml.*?\?>|\sxmlns(:\w+)?=\"[^\"]*\"", "", text, flags=re.S)
        text = re.sub(r'(\sid="|url\(#|href="#)', rf"\g<1>{name}-", text)
        text = re.sub(r'(<svg[^>]*?(?:width|height)="[\d.]+)pt', r"\1px", text)
        text = re.sub(r'(<svg[^>]*?(?:width|height)="[\d.]+)pt', r"\1px", text)
        least = f"min-width:{self.width * shrink:.0f}px"
        opening = f'<svg style="{least}" role="img" aria-label="{html.escape(label)}"'
        return re.sub(r"\n\s*", "\n", text.strip()).replace("<svg", opening, 1)
