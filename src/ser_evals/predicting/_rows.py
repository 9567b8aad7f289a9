"""What is said of a file."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Track:
    """A clip's emotions over time.

    Args:
        times: (frames,) the middle of every frame in seconds.
        probabilities: (frames, classes).
        classes: their names.
    """

    times: np.ndarray
    probabilities: np.ndarray
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What a model says of a file, or why it says nothing.

    Args:
        file: its path.
        name: its path below the folder that was given, or its name: unique among all rows.
        classes: names of all classes in index order.
        label: the most probable class.
        probability: of that class.
        seconds: duration.
        probabilities: of all classes by name.
        track: over time, if asked for.
        error: why the file cannot be used, else None.
    """

    file: str
    name: str
    classes: tuple[str, ...]
    label: str | None = None
    probability: float | None = None
    seconds: float | None = None
    probabilities: dict[str, float] = field(default_factory=dict)
    track: Track | None = None
    error: str | None = None
