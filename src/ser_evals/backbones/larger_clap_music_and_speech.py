"""Larger CLAP for music and speech, 48 kHz, audio tower (Wu et al., ICASSP 2023)."""

from ser_evals.backbones._record import Backbone

backbone = Backbone(
    name="larger-clap-music-and-speech",
    checkpoint="laion/larger_clap_music_and_speech",
    papers=("ser_evals_2024",),
    revision="195c3a3e68faebb3e2088b9a79e79b43ddbda76b",
    family="clap",
    year=2023,
    licence="Apache-2.0",
)
