"""Files that libsndfile does not read, through ffmpeg, and stretches of files of every kind."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ser_evals import audio
from ser_evals.audio import _ffmpeg
from ser_evals.errors import SerEvalsError

RATE = 22_050
SECONDS = 4.0
SOUNDFILE = {
    "a.wav": {"format": "WAV", "subtype": "PCM_16"},
    "u8.wav": {"format": "WAV", "subtype": "PCM_U8"},
    "float.wav": {"format": "WAV", "subtype": "FLOAT"},
    "gsm.wav": {"format": "WAV", "subtype": "GSM610"},
    "a.flac": {"format": "FLAC", "subtype": "PCM_24"},
    "a.aiff": {"format": "AIFF", "subtype": "PCM_24"},
    "a.sph": {"format": "NIST", "subtype": "PCM_16"},
    "a.ogg": {"format": "OGG", "subtype": "VORBIS"},
    "a.mp3": {"format": "MP3", "subtype": "MPEG_LAYER_III"},
}
FFMPEG = {
    "a.m4a": ("-c:a", "aac"),
    "fast.m4a": ("-c:a", "aac", "-movflags", "+faststart"),
    "a.mp4": ("-f", "lavfi", "-i", "testsrc=d=4:s=64x64:r=5", "-c:a", "aac", "-c:v", "mpeg4"),
    "a.avi": ("-f", "lavfi", "-i", "testsrc=d=4:s=64x64:r=5", "-c:a", "pcm_s16le"),
    "mp3.avi": ("-f", "lavfi", "-i", "testsrc=d=4:s=64x64:r=5", "-c:a", "mp3"),
    "a.webm": ("-c:a", "libopus"),
    "a.mkv": ("-c:a", "flac"),
    "a.wma": ("-c:a", "wmav2"),
    "a.aac": ("-c:a", "aac", "-f", "adts"),
}
STRETCHES = [(1.0, 2.0), (None, 0.7), (3.1, None), (2.7182818, 3.1415927), (3.5, SECONDS + 0.01)]


def noise(seconds: float = SECONDS, channels: int = 1) -> np.ndarray:
    waves = np.random.default_rng(7).normal(0, 0.05, (round(seconds * RATE), channels))
    waves += 0.3 * np.sin(2 * np.pi * 440 * np.arange(len(waves)) / RATE)[:, None]
    # What a stretch may be mixed up with is another part of the same file.
    return (waves * np.linspace(0.2, 1, len(waves))[:, None]).astype(np.float32)


def ffmpeg(source: Path, target: Path, *options: str) -> Path:
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(source), *options, str(target)]
    subprocess.run(command, check=True)
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("containers")
    for name, kind in SOUNDFILE.items():
        with soundfile.SoundFile(root / name, "w", RATE, 1, **kind) as file:
            file.write(noise())
    for name, options in FFMPEG.items():
        ffmpeg(root / "float.wav", root / name, *options)
    ffmpeg(root / "float.wav", root / "mute.mp4", *FFMPEG["a.mp4"], "-map", "1:v")
    return root


@pytest.mark.parametrize("name", [*SOUNDFILE, *FFMPEG])
def test_every_container_is_decoded(name: str, folder: Path) -> None:
    wave = audio.read(folder / name, sampling_rate=RATE)
    assert wave.dtype == np.float32 and len(wave) == pytest.approx(SECONDS * RATE, abs=0.15 * RATE)
    spectrum = np.abs(np.fft.rfft(wave))
    assert np.argmax(spectrum) * RATE / len(wave) == pytest.approx(440, abs=1)
    assert audio.needs_ffmpeg(folder / name) == (name in FFMPEG)


@pytest.mark.parametrize("name", [*SOUNDFILE, *FFMPEG])
@pytest.mark.parametrize(("start", "end"), STRETCHES)
def test_a_stretch_is_a_slice_of_the_whole(
    name: str, start: float | None, end: float | None, folder: Path
) -> None:
    whole, rate = audio.samples(folder / name)
    part, _ = audio.samples(folder / name, start=start, end=end)
    slice_ = whole[round((start or 0) * rate) : None if end is None else round(end * rate)]
    assert len(part) > 0.3 * rate
    np.testing.assert_array_equal(part, slice_)


@pytest.mark.parametrize("name", [*SOUNDFILE, *FFMPEG])
def test_bytes_give_what_the_file_gives(name: str, folder: Path) -> None:
    content = (folder / name).read_bytes()
    for start, end in ((None, None), (1.0, 1.5)):
        from_file = audio.read(folder / name, sampling_rate=16_000, start=start, end=end)
        from_bytes = audio.read(content, sampling_rate=16_000, start=start, end=end)
        np.testing.assert_array_equal(from_bytes, from_file)


def test_containers_without_loss_lose_nothing(folder: Path) -> None:
    expected = soundfile.read(folder / "a.wav", dtype="float32", always_2d=True)[0]
    np.testing.assert_allclose(audio.samples(folder / "a.avi")[0], expected, atol=2 / 2**15)
    deep = soundfile.read(folder / "a.flac", dtype="float32", always_2d=True)[0]
    ffmpeg(folder / "a.flac", folder / "deep.mkv", "-c:a", "copy")
    np.testing.assert_array_equal(audio.samples(folder / "deep.mkv")[0], deep)


@pytest.mark.parametrize("name", [*SOUNDFILE, "a.m4a", "a.webm"])
@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (2.0, 2.0, "has nothing from 2 s to 2 s"),
        (3.0, 2.0, "has nothing from 3 s to 2 s"),
        (-0.5, 2.0, "has nothing from -0.5 s"),
        (float("nan"), None, "has nothing from nan s to the end"),
        (1.0, 9.0, r"lasts 4.* s: there is nothing from 1 s to 9 s"),
        (5.0, None, r"lasts 4.* s: there is nothing from 5 s to the end"),
    ],
)
def test_stretches_that_are_not_there(
    name: str, start: float, end: float | None, reason: str, folder: Path
) -> None:
    with pytest.raises(SerEvalsError, match=f"^clip: {reason}"):
        audio.read(folder / name, sampling_rate=16_000, name="clip", start=start, end=end)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.sph"])
def test_only_the_stretch_is_decoded(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = []
    read = soundfile.SoundFile.read

    def counting(self: soundfile.SoundFile, *args: object, **options: object) -> np.ndarray:
        decoded.append(read(self, *args, **options))
        return decoded[-1]

    monkeypatch.setattr(soundfile.SoundFile, "read", counting)
    monkeypatch.setattr(audio._libsndfile, "BLOCK", 1000)
    wave = audio.read(folder / name, sampling_rate=RATE, start=3.0, end=3.1)
    assert sum(map(len, decoded)) < len(wave) + 1000


def test_flac_of_unknown_length(folder: Path) -> None:
    command = ["ffmpeg", "-v", "error", "-i", str(folder / "a.wav"), "-f", "flac", "pipe:1"]
    content = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    (folder / "piped.flac").write_bytes(content)
    expected = audio.samples(folder / "a.wav")[0]
    np.testing.assert_array_equal(audio.samples(content)[0], expected)
    part = audio.samples(content, start=1.0, end=2.0)[0]
    np.testing.assert_array_equal(part, expected[RATE : 2 * RATE])
    assert audio.inspect(folder / "piped.flac").seconds == SECONDS


def test_truncated_files(folder: Path, tmp_path: Path) -> None:
    for name in ("a.m4a", "fast.m4a", "a.mkv"):
        content = (folder / name).read_bytes()
        (tmp_path / name).write_bytes(content[: len(content) // 2])
        with pytest.raises(SerEvalsError, match=rf"{name}: truncated \((moov|partial|File ended)"):
            audio.read(tmp_path / name, sampling_rate=16_000)


def test_what_holds_no_sound(folder: Path) -> None:
    with pytest.raises(SerEvalsError, match=r"mute\.mp4: holds no audio stream$"):
        audio.read(folder / "mute.mp4", sampling_rate=16_000)
    content = (folder / "a.webm").read_bytes()[:40] + b"nonsense" * 99
    with pytest.raises(SerEvalsError, match=r"^talk: .*(readable|truncated|no audio)") as caught:
        audio.read(content, sampling_rate=16_000, name="talk")
    assert "\n" not in str(caught.value) and "/tmp" not in str(caught.value)


def test_a_strange_name_is_a_name(folder: Path, tmp_path: Path) -> None:
    for name in ("-i é 'x' %03d.m4a", "http:tricks.m4a"):
        shutil.copy(folder / "a.m4a", tmp_path / name)
        assert len(audio.read(tmp_path / name, sampling_rate=16_000)) > 60_000


def test_without_ffmpeg(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert len(audio.read(folder / "a.flac", sampling_rate=RATE)) == SECONDS * RATE
    for source in (folder / "a.m4a", (folder / "a.m4a").read_bytes()):
        with pytest.raises(SerEvalsError, match="^7: needs the program ffmpeg.*apt install"):
            audio.read(source, sampling_rate=16_000, name="7")


def test_ffmpeg_that_takes_too_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ffmpeg, "SECONDS", 0.0)
    with pytest.raises(SerEvalsError, match="not decoded after 0.0 s"):
        audio.read(folder / "a.m4a", sampling_rate=16_000)


@pytest.mark.parametrize("name", [*SOUNDFILE, *FFMPEG])
def test_flac_holds_the_same_samples(name: str, folder: Path) -> None:
    lossy = name in FFMPEG.keys() - {"a.avi", "a.mkv"} or name in ("a.mp3", "a.ogg", "float.wav")
    for start, end in ((None, None), (1.0, 2.0)):
        expected, rate = audio.samples(folder / name, start=start, end=end)
        content = audio.flac(folder / name, start=start, end=end)
        found, own = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
        assert own == rate and found.shape == expected.shape
        np.testing.assert_allclose(found, expected, rtol=0, atol=2**-16 if lossy else 0)


@pytest.mark.parametrize(
    ("name", "subtype"),
    [("u8.wav", "PCM_16"), ("a.wav", "PCM_16"), ("a.flac", "PCM_24"), ("float.wav", "PCM_24")]
    + [("a.mp3", "PCM_16"), ("a.avi", "PCM_16"), ("a.m4a", "PCM_16"), ("deep.mkv", "PCM_24")],
)
def test_flac_is_as_deep_as_the_recording(name: str, subtype: str, folder: Path) -> None:
    if name == "deep.mkv":
        ffmpeg(folder / "a.flac", folder / name, "-c:a", "copy")
    assert soundfile.info(io.BytesIO(audio.flac(folder / name))).subtype == subtype


def test_flac_keeps_channels_and_clips(tmp_path: Path) -> None:
    waves = np.stack([np.linspace(-2, 2, 999), np.linspace(1, -1, 999)], 1).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", waves, 8000, subtype="FLOAT")
    found, rate = soundfile.read(io.BytesIO(audio.flac(tmp_path / "a.wav")), dtype="float32")
    assert rate == 8000
    np.testing.assert_allclose(found, waves.clip(-1, 1), atol=2**-23)


def test_flac_of_nothing(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), 8000)
    soundfile.write(tmp_path / "nan.wav", np.full(9, np.nan), 8000, subtype="FLOAT")
    soundfile.write(tmp_path / "many.wav", np.zeros((9, 9)), 8000)
    for name, reason in (("a", "no samples"), ("nan", "NaN"), ("many", "has 9 channels")):
        with pytest.raises(SerEvalsError, match=rf"{name}\.wav: .*{reason}"):
            audio.flac(tmp_path / f"{name}.wav")
