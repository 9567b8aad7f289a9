"""What is wrong with the sound of single utterances."""

import math
from collections.abc import Iterator, Mapping

from ser_evals.validation._findings import Finding, Item, finding
from ser_evals.validation._sound import RUN, Sound

SHORT, LONG = 0.1, 60.0
"""Seconds: below, there is hardly a syllable; above, hardly one utterance."""
SILENT = -60.0
"""Peak in dB of full scale."""
CLIPPED = 1e-3
"""Share of samples with which a run at full scale begins."""
OFFSET = 0.01
"""Mean of the samples, as a share of full scale (-40 dB)."""

MESSAGES = {
    "silent": f"peak below {SILENT:g} dB of full scale",
    "clipped": f"runs of {RUN} or more samples at full scale, at more than {CLIPPED:.1%} of them",
    "short": f"shorter than {SHORT:g} s",
    "long": f"longer than {LONG:g} s",
    "offset": f"mean of the samples more than {OFFSET:.0%} of full scale away from 0",
}


def check_levels(sounds: Mapping[str, Sound]) -> Iterator[Finding]:
    """Yield utterances that are silent, clipped, very short or long, or away from 0.

    Args:
        sounds: what is heard in each utterance, by its id.
    """
    cases: dict[str, list[Item]] = {check: [] for check in MESSAGES}
    for name, sound in sounds.items():
        for check, note in _complaints(sound):
            cases[check].append(Item((name,), note))
    for check, message in MESSAGES.items():
        severity = "note" if check == "offset" else "warning"
        yield from finding(check, severity, message, cases[check])


def _complaints(sound: Sound) -> Iterator[tuple[str, str]]:
    if sound.seconds and sound.peak < 10 ** (SILENT / 20):
        level = f"peak {20 * math.log10(sound.peak):.0f} dB" if sound.peak else "all samples are 0"
        yield "silent", level
    if sound.clipped > CLIPPED:
        yield "clipped", f"{sound.clipped:.2%}"
    if sound.seconds < SHORT or sound.seconds > LONG:
        yield "short" if sound.seconds < SHORT else "long", f"{sound.seconds:.3g} s"
    if abs(sound.offset) > OFFSET:
        yield "offset", f"{sound.offset:+.3f}"
