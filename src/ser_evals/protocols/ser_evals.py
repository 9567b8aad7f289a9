"""The default: nothing leaks, nothing is selected on a test set, everything has an interval.

The head's settings were chosen on development speakers of five corpora; the table is printed by
tests/benchmarks/defaults.py and kept in docs/protocol.md.
"""

from ser_evals.features import FrameOptions
from ser_evals.protocols._record import Protocol
from ser_evals.training import HeadSettings

protocol = Protocol(
    name="ser_evals",
    source="ser-evals",
    taxonomy="ser_evals",
    seeds=3,
    layer="weighted",
    frames=FrameOptions(rate=5.0, layers="all", context="full", windows="all"),
    head=HeadSettings(lr=1e-3, epochs=30, min_steps=600),
    split="groups",
)
