"""One sequential colour scale for every figure and table cell."""

# CIELAB lightness falls in even steps, so that equal differences look equal (to colour-blind
# readers and in grey print too); it ends at 42, as small words on darker cells are hard to read.
SCALE = (
    "#f1f8f2", "#cce9df", "#a4dad4", "#7cc9ce", "#54b7ca", "#30a4c4", "#1890bb",
    "#1f7bad", "#2f6699",
)  # fmt: skip
BLACK, WHITE = "#000000", "#ffffff"
INK, MUTED, RULE = "#1b2733", "#5b6875", "#d5dce2"
ACCENT, MARK = "#006095", "#b3430f"


def shade(value: float) -> str:
    """Colour of a value in [0, 1], as #rrggbb.

    Example:
        >>> shade(0.0), shade(1.0)
        ('#f1f8f2', '#2f6699')
    """
    place = min(max(value, 0.0), 1.0) * (len(SCALE) - 1)
    left = min(int(place), len(SCALE) - 2)
    low, high = _rgb(SCALE[left]), _rgb(SCALE[left + 1])
    mixed = (round(a + (b - a) * (place - left)) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink(background: str) -> str:
    """Of black and white, the one with more contrast on a background: 4.58 (WCAG 2) at least."""
    light = _luminance(background) + 0.05
    return BLACK if light / 0.05 >= 1.05 / light else WHITE


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
