"""SER Evals as published (Interspeech 2024): leaky splits and oracle prior, for comparison."""

from ser_evals.features import FrameOptions
from ser_evals.protocols._record import Protocol
from ser_evals.training import HeadSettings

protocol = Protocol(
    name="ser_evals_2024",
    source="Osman, Kaplan & Nadeem, Interspeech 2024",
    taxonomy="ser_evals_2024",
    seeds=1,
    layer="last",
    frames=FrameOptions(rate=None, layers="last", context="full", windows="first"),
    head=HeadSettings(lr=1e-4, epochs=100),
    split="utterances",
    out_of_domain_prior="oracle",
    class_sets=("all",),
    masked=("other",),
)
