"""Numbers and results as words: the only place that rounds."""

import math

from markupsafe import Markup, escape

from ser_evals.reporting._results import Result, Value
from ser_evals.reporting._systems import System

NOTHING = "\N{EN DASH}"


def number(value: float | None) -> str:
    """Three decimals, or a dash where there is no number.

    Example:
        >>> number(0.84651)
        '0.847'
    """
    return NOTHING if value is None or math.isnan(value) else f"{value:.3f}"


def bounds(score: Value) -> str:
    """The interval alone, empty where there is none."""
    if math.isnan(score.low) or math.isnan(score.high):
        return ""
    return f"[{number(score.low)}, {number(score.high)}]"


def with_interval(score: Value) -> str:
    """A score and its interval: 0.847 [0.801, 0.893]."""
    return f"{number(score.value)} {bounds(score)}".strip()


def count(value: float | None) -> str:
    """A count with thin groups of thousands; counts averaged over seeds keep one decimal."""
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}")


def duration(seconds: float) -> str:
    """Seconds as hours, minutes and seconds, the two largest units that matter."""
    minutes, rest = divmod(round(float(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{float(seconds):.1f} s"


def breakable(text: str) -> Markup:
    """Escape a name, and let a browser break it where corpora are joined."""
    return Markup("+<wbr>").join(escape(part) for part in str(text).split("+"))


def shortened(name: str, room: int = 24) -> str:
    """Return a name cut to a number of letters; joined corpora lose the last ones, counted.

    Example:
        >>> shortened("cafe+crema_d+demos+emodb+emovo")
        'cafe+crema_d+demos +2'
        >>> shortened("a_corpus_with_a_very_long_name")
        'a_corpus_with_a_…ng_name'
    """
    if len(name) <= room:
        return name
    corpora = name.split("+")
    if len(corpora) == 1:
        return f"{name[: room - 8]}…{name[-7:]}"
    kept = next(
        (n for n in range(len(corpora) - 1, 0, -1) if len("+".join(corpora[:n])) + 4 <= room), 0
    )
    return (
        f"{'+'.join(corpora[:kept])} +{len(corpora) - kept}" if kept else f"{len(corpora)} corpora"
    )


def route(result: Result) -> str:
    """How a run is called in a sentence."""
    if result.in_domain:
        return f"{result.test} in-domain"
    return f"{shortened(result.train, 40)} \N{RIGHTWARDS ARROW} {result.test}"


def summary(system: System) -> str:
    """One sentence on what a system scored, the speaker-dependent runs left out.

    Args:
        system: the system, with its headline results.

    Returns:
        e.g. "in-domain UAR from 0.512 (cafe) to 0.847 (emodb); zero-shot ...; best transfer ...".
    """
    lines = [result for result in system.headlines if not math.isnan(result.uar.value)]
    ranked = sorted(lines, key=lambda result: result.uar.value)
    fair = [result for result in ranked if not result.speaker_dependent]
    inside = [result for result in fair if result.in_domain]
    across = [result for result in fair if not result.in_domain]
    parts = [_span("in-domain UAR", inside), _span("zero-shot UAR", across)]
    if len(across) > 1:
        best = across[-1]
        parts.append(f"best transfer {route(best)}, {with_interval(best.uar)}")
    if left := [result.test for result in ranked if result.speaker_dependent]:
        parts.append(f"speaker-dependent and not counted here: {', '.join(sorted(left))}")
    return "; ".join(part for part in parts if part) or "no UAR was scored"


def _span(what: str, ranked: list[Result]) -> str:
    if not ranked:
        return ""
    low, high = ranked[0], ranked[-1]
    names = [result.test if result.in_domain else route(result) for result in (low, high)]
    if low is high:
        return f"{what} {with_interval(low.uar)} ({names[0]})"
    return (
        f"{what} from {number(low.uar.value)} ({names[0]}) to {number(high.uar.value)} ({names[1]})"
    )
