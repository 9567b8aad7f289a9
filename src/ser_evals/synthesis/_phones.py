"""The sounds both invented languages draw from, one letter each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phone:
    """A steady stretch of sound; a plosive is two of them.

    Args:
        seconds: duration at the neutral tempo.
        formants: first three resonances of an adult male, in Hz.
        voicing: amplitude of the glottal pulses, 0 to 1.
        noise: amplitude of the friction noise, 0 to 1.
        noise_hz: centre of the friction noise.
        noise_width: bandwidth of the friction noise in Hz.
    """

    seconds: float
    formants: tuple[float, float, float]
    voicing: float = 0.0
    noise: float = 0.0
    noise_hz: float = 4000.0
    noise_width: float = 2000.0


def _plosive(
    place: tuple[float, float, float], burst_hz: float, voicing: float
) -> tuple[Phone, ...]:
    closure = Phone(0.045, place, voicing=voicing)
    burst = Phone(0.022 - 0.04 * voicing, place, voicing, 0.35, burst_hz, 1500)
    return closure, burst


_LIPS, _TEETH, _VELUM = (250.0, 900.0, 2200.0), (250.0, 1750.0, 2650.0), (250.0, 2000.0, 2300.0)

VOWELS: dict[str, Phone] = {
    letter: Phone(0.105, formants, voicing=1.0)
    for letter, formants in {
        "a": (730.0, 1250.0, 2450.0),
        "e": (460.0, 1950.0, 2550.0),
        "i": (280.0, 2250.0, 2950.0),
        "o": (470.0, 870.0, 2400.0),
        "u": (310.0, 800.0, 2250.0),
        "y": (290.0, 1800.0, 2150.0),
        "ø": (420.0, 1520.0, 2250.0),
        "ə": (500.0, 1450.0, 2450.0),
        "ɛ": (580.0, 1750.0, 2480.0),
    }.items()
}
"""Vowels by letter."""

CONSONANTS: dict[str, tuple[Phone, ...]] = {
    "p": _plosive(_LIPS, 900, 0.0),
    "t": _plosive(_TEETH, 4000, 0.0),
    "k": _plosive(_VELUM, 2000, 0.0),
    "b": _plosive(_LIPS, 900, 0.2),
    "d": _plosive(_TEETH, 3500, 0.2),
    "g": _plosive(_VELUM, 1900, 0.2),
    "m": (Phone(0.065, (260.0, 1050.0, 2200.0), voicing=0.45),),
    "n": (Phone(0.06, (260.0, 1550.0, 2500.0), voicing=0.45),),
    "l": (Phone(0.055, (360.0, 1150.0, 2700.0), voicing=0.6),),
    "r": (Phone(0.04, (420.0, 1300.0, 1750.0), voicing=0.5),),
    "f": (Phone(0.085, _LIPS, 0.0, 0.15, 5000, 5000),),
    "s": (Phone(0.1, _TEETH, 0.0, 0.45, 5800, 2200),),
    "ʃ": (Phone(0.1, (300.0, 1850.0, 2500.0), 0.0, 0.5, 3200, 1500),),
    "x": (Phone(0.085, (350.0, 1500.0, 2300.0), 0.0, 0.3, 1700, 900),),
    "v": (Phone(0.06, _LIPS, 0.35, 0.08, 4500, 5000),),
    "z": (Phone(0.075, _TEETH, 0.35, 0.25, 5600, 2200),),
}
"""Consonants by letter."""

SILENCE = Phone(0.12, (500.0, 1500.0, 2500.0))
"""A pause."""
