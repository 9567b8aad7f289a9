"""Audio files to mono float32 samples: decoding, checking, resampling."""

from ser_evals.audio._decode import Facts, inspect, read, samples
from ser_evals.audio._errors import Unreadable
from ser_evals.audio._ffmpeg import needs_ffmpeg
from ser_evals.audio._flac import flac
from ser_evals.audio._formats import Formats
from ser_evals.audio._resample import mono
from ser_evals.audio._stretch import LATE, check_stretch
from ser_evals.audio._whole import UNKNOWN, beyond, chunks

__all__ = [
    "LATE",
    "UNKNOWN",
    "Facts",
    "Formats",
    "Unreadable",
    "beyond",
    "check_stretch",
    "chunks",
    "flac",
    "inspect",
    "mono",
    "needs_ffmpeg",
    "read",
    "samples",
]
