"""Decoding: what is kept of a sound, and what is said of a file that is none."""

import functools
import io
import re
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ser_evals import audio
from ser_evals.errors import SerEvalsError


def sine(rate: int, *, hertz: float = 1000.0, seconds: float = 1.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


def pitch(wave: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(np.argmax(spectrum) * rate / len(wave))


def encoded(samples: np.ndarray, rate: int, **options: str) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, **{"format": "WAV"} | options)
    return buffer.getvalue()


def test_stereo_is_averaged(tmp_path: Path) -> None:
    left, right = sine(16_000), sine(16_000, hertz=300)
    soundfile.write(tmp_path / "a.wav", np.stack([left, right], axis=1), 16_000)
    wave = audio.read(tmp_path / "a.wav", sampling_rate=16_000)
    assert wave.dtype == np.float32 and wave.shape == (16_000,)
    np.testing.assert_allclose(wave, (left + right) / 2, atol=1e-4)


@pytest.mark.parametrize("rate", [8_000, 22_050, 24_414, 44_100, 48_000, 96_000])
def test_resampling_keeps_length_and_frequency(rate: int, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(rate), rate)
    wave = audio.read(tmp_path / "a.wav", sampling_rate=16_000)
    assert abs(len(wave) - 16_000) <= 1
    assert pitch(wave, 16_000) == pytest.approx(1000, abs=1)
    assert np.abs(wave[2000:-2000]).max() == pytest.approx(0.5, abs=0.01)


def test_what_lies_above_half_the_rate_is_filtered_out() -> None:
    wave = audio.mono(sine(44_100, hertz=12_000), 44_100, sampling_rate=16_000)
    assert np.abs(wave[1000:-1000]).max() < 1e-3


def test_same_rate_is_left_alone() -> None:
    samples = sine(16_000).astype(np.float32)
    np.testing.assert_array_equal(audio.mono(samples, 16_000, sampling_rate=16_000), samples)


def test_aiff_under_a_wav_name(tmp_path: Path) -> None:
    content = encoded(sine(24_414), 24_414, format="AIFF", subtype="PCM_16")
    (tmp_path / "a.wav").write_bytes(content)
    wave = audio.read(tmp_path / "a.wav", sampling_rate=16_000)
    assert pitch(wave, 16_000) == pytest.approx(1000, abs=1)


def test_bytes_are_read_like_the_file(tmp_path: Path) -> None:
    content = encoded(sine(44_100), 44_100)
    (tmp_path / "a.wav").write_bytes(content)
    from_file = audio.read(str(tmp_path / "a.wav"), sampling_rate=16_000)
    np.testing.assert_array_equal(audio.read(content, sampling_rate=16_000), from_file)


BAD = {
    "zero bytes": (b"", "not readable as audio"),
    "zero samples": (encoded(np.zeros(0), 16_000), "holds no samples"),
    "NaN": (encoded(np.array([0, np.nan]), 16_000, subtype="FLOAT"), "holds NaN or infinite"),
    "infinity": (encoded(np.array([0, np.inf]), 16_000, subtype="DOUBLE"), "holds NaN or infinite"),
    "garbage": (b"RIFF, said the file" * 9, "not readable as audio"),
    "one sample at 44.1 kHz": (encoded(np.zeros(1), 44_100), "too short"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("as_bytes", [False, True])
def test_bad_files_are_named_in_one_line(kind: str, as_bytes: bool, tmp_path: Path) -> None:
    content, reason = BAD[kind]
    path = tmp_path / "spoken.wav"
    path.write_bytes(content)
    source = content if as_bytes else path
    with pytest.raises(SerEvalsError, match=rf"^emodb/7\.wav: .*{reason}") as caught:
        audio.read(source, sampling_rate=16_000, name="emodb/7.wav")
    assert "\n" not in str(caught.value) and "BytesIO" not in str(caught.value)


FLAC = encoded(sine(16_000), 16_000, format="FLAC")
CUT = {
    "WAV": (encoded(sine(8_000), 8_000)[:-7_000], "truncated (7000 bytes of audio are missing)"),
    "extensible": (encoded(sine(8_000), 8_000, format="WAVEX")[:-10], "truncated (10 bytes"),
    "AIFF": (encoded(sine(8_000), 8_000, format="AIFF")[:-9], "truncated (9 bytes"),
    "FLAC": (FLAC[:-900], "not readable as audio"),
    "FLAC between frames": (FLAC[: FLAC.rindex(b"\xff\xf8")], "not readable as audio"),
}


@pytest.mark.parametrize("kind", CUT)
@pytest.mark.parametrize("as_bytes", [False, True])
def test_files_without_their_end(kind: str, as_bytes: bool, tmp_path: Path) -> None:
    content, reason = CUT[kind]
    path = tmp_path / "cut.wav"
    path.write_bytes(content)
    source = content if as_bytes else path
    for read in (audio.samples, functools.partial(audio.read, sampling_rate=16_000), audio.flac):
        with pytest.raises(audio.Unreadable, match=f"cut: {re.escape(reason)}"):
            read(source, name="cut")
    with pytest.raises(audio.Unreadable, match="not readable|truncated"):
        audio.inspect(path)


@pytest.mark.parametrize("promised", [0, 0xFFFFFFFF, 0x7FFFF000])
def test_streamed_files_promise_nothing(promised: int) -> None:
    content = encoded(sine(8_000), 8_000)
    at = content.index(b"data") + 4
    content = content[:at] + struct.pack("<I", promised) + content[at + 4 :]
    # of a header that was never filled in, the length of the whole is not either
    content = content[:4] + struct.pack("<I", promised or 8) + content[8:]
    assert len(audio.read(content, sampling_rate=8_000)) == 8_000


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SerEvalsError, match=r"nowhere\.wav: there is no such file"):
        audio.read(tmp_path / "nowhere.wav", sampling_rate=16_000)


def test_nameless_bytes_are_called_audio() -> None:
    with pytest.raises(SerEvalsError, match="^audio: not readable"):
        audio.read(b"x", sampling_rate=16_000)
