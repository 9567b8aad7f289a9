"""An utterance: pulses and noise, shaped by a vocal tract."""

import numpy as np

from ser_evals.synthesis._languages import Language
from ser_evals.synthesis._melody import melody
from ser_evals.synthesis._prosody import Prosody, realise
from ser_evals.synthesis._timing import Timing, time_sentence
from ser_evals.synthesis._tract import HOP, RATE, filter_frames, glottis, resonance, vocal_tract
from ser_evals.synthesis._voices import Voice

_LOUDNESS = -28.0
_BREATH = -32.0
_FRICTION = 0.2
_CENTRAL = np.array([500.0, 1500.0, 2500.0])


def synthesise(
    text: str, voice: Voice, emotion: str, language: Language, rng: np.random.Generator
) -> np.ndarray:
    """Speak a sentence with a synthetic voice and a synthetic emotion.

    Args:
        text: letters of the language, words separated by spaces, as `language.sentence` draws.
        voice: who speaks.
        emotion: "anger", "disgust", "fear", "happiness", "neutral", "sadness" or "surprise".
        language: how it is pronounced.
        rng: source of chance; the same state gives the same samples.

    Returns:
        Samples at 16 kHz, float32 in (-1, 1), shape (samples,).

    Raises:
        SerEvalsError: if the emotion or a letter is unknown, or the text has no vowel.

    Example:
        >>> from ser_evals.synthesis import LANGUAGES
        >>> rng = np.random.default_rng(0)
        >>> voice = Voice(name="f01", sex="female", f0=200.0)
        >>> speech = synthesise("mano rali", voice, "anger", LANGUAGES["qaa"], rng)
        >>> speech.dtype, 10_000 < len(speech) < 25_000
        (dtype('float32'), True)
    """
    prosody = realise(emotion, voice, language, rng)
    tempo = language.tempo * voice.rate * 2**prosody.tempo
    timing = time_sentence(text, language, tempo, 0.1 + prosody.pause, rng)
    lengths = [round(phone.seconds * RATE) for phone in timing.phones]
    phone_at = np.repeat(np.arange(len(lengths)), lengths)
    times = np.arange(len(phone_at)) / RATE
    f0 = voice.f0 * 2 ** (melody(timing, language, prosody, times, rng) / 12)
    softened = np.where(timing.stress == 0, 0.75, 1.0)
    voicing = _smooth(softened * [phone.voicing for phone in timing.phones], phone_at, 160)
    friction = _smooth(np.array([phone.noise for phone in timing.phones]), phone_at, 64)
    breath = 10 ** ((_BREATH + voice.breathiness + prosody.breath) / 20)

    pulses = _pulses(f0, max(prosody.jitter, 0.2), rng) * voicing
    aspiration = rng.standard_normal(len(times), np.float32) * voicing * breath
    hiss = rng.standard_normal(len(times), np.float32) * friction * _FRICTION
    tract, mouth = _responses(timing, voice, prosody, phone_at[::HOP])
    larynx = glottis(voice.effort + prosody.effort)
    speech = filter_frames((pulses, tract * larynx), (aspiration, tract), (hiss, mouth))

    level = 10 ** ((_LOUDNESS + prosody.energy) / 20)
    speech *= level / np.sqrt(np.mean(speech[voicing > 0.5] ** 2))
    return (speech * min(1.0, 0.95 / np.abs(speech).max())).astype(np.float32)


def _smooth(values: np.ndarray, phone_at: np.ndarray, width: int) -> np.ndarray:
    window = np.hanning(width + 2)[1:-1]
    return np.convolve(values[phone_at], window / window.sum(), "same").astype(np.float32)


def _pulses(f0: np.ndarray, jitter: float, rng: np.random.Generator) -> np.ndarray:
    phase = np.cumsum(f0) / RATE
    places = np.interp(np.arange(1, int(phase[-1])), phase, np.arange(len(f0)))
    periods = RATE / f0[places.astype(int)]
    places = np.clip(places + rng.normal(0, jitter / 100, len(places)) * periods, 0, len(f0) - 2)
    sizes = np.sqrt(periods) * (1 + rng.normal(0, 0.03 * (1 + jitter), len(places)))
    before = places.astype(int)
    after = places - before
    # A pulse between two samples is shared by them: without this, pitch moves in steps.
    return np.bincount(before, sizes * (1 - after), len(f0)) + np.bincount(
        before + 1, sizes * after, len(f0)
    )


def _responses(
    timing: Timing, voice: Voice, prosody: Prosody, phone_at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    targets = np.array([phone.formants for phone in timing.phones])
    scale = voice.formant_scale * 2**prosody.formants
    targets = (_CENTRAL + (targets - _CENTRAL) * 2**prosody.space) * scale
    centres = np.array([phone.noise_hz for phone in timing.phones])[phone_at]
    widths = np.array([phone.noise_width for phone in timing.phones])[phone_at]
    tracks = np.stack([_glide(column[phone_at]) for column in targets.T], axis=1)
    return vocal_tract(tracks, scale), resonance(centres, widths, peak=True)


def _glide(track: np.ndarray) -> np.ndarray:
    window = np.hanning(11)[1:-1]
    return np.convolve(np.pad(track, 4, "edge"), window / window.sum(), "valid")
