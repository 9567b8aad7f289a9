"""What libsndfile does not read: M4A, MP4, AVI, WebM and the like, through the program ffmpeg."""

import json
import struct
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ser_evals.audio._errors import Unreadable
from ser_evals.errors import SerEvalsError

SECONDS = 1800
"""After so long a file is given up."""
HEAD = 26
"""Bytes by which a container is known."""
BLOCK = 2**20
"""Bytes that are taken over at a time."""
CUT_OFF = ("partial file", "File ended prematurely", "moov atom not found")
"""How ffmpeg says that the end of a file is missing."""
LOSSLESS = ("pcm_", "flac", "alac", "wavpack", "tta", "ape", "truehd", "mlp")
SHALLOW = ("u8", "s16", "u8p", "s16p")


def needs_ffmpeg(source: str | Path | bytes) -> bool:
    """Say whether libsndfile cannot read a file's container, whatever the file is called.

    Example:
        >>> needs_ffmpeg(b"RIFF0000WAVEfmt "), needs_ffmpeg(b"0000ftypM4A 0000")
        (False, True)
    """
    if isinstance(source, bytes):
        return _foreign(source[:HEAD])
    try:
        with open(source, "rb") as file:
            return _foreign(file.read(HEAD))
    except OSError:
        return False


def _foreign(head: bytes) -> bool:
    return (
        head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")  # MP4, MOV
        or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
        or head[:4] == b"\x1aE\xdf\xa3"  # Matroska, WebM
        or head[:4] == b"0&\xb2u"  # ASF: WMA, WMV
        or head[:4] in (b"\0\0\1\xba", b"\0\0\1\xb3")  # MPEG
        or head[:3] == b"FLV"
        or head[:5] == b"#!AMR"
        or (head[:4] == b"fLaC" and len(head) == HEAD and _is_endless(head))
        or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0)  # bare AAC
    )


def _is_endless(head: bytes) -> bool:
    """Say whether FLAC was streamed, so that its header has no number of samples."""
    return head[21] & 0x0F == 0 and not any(head[22:26])


@contextmanager
def on_disk(source: str | Path | bytes) -> Iterator[str]:
    """Give the path of a file: bytes are written to a temporary one, as ffmpeg jumps about."""
    if not isinstance(source, bytes):
        yield str(source)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "audio")
        path.write_bytes(source)
        yield str(path)


@contextmanager
def decoding(path: str, name: str) -> Iterator[tuple[int, Iterator[np.ndarray]]]:
    """Decode the first audio stream of a file.

    Yields:
        The sampling rate, and float32 blocks of shape (samples, channels).

    Raises:
        Unreadable: without an audio stream, if the end is missing, or if it takes too long.
        SerEvalsError: without ffmpeg.
    """
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", f"file:{path}", "-map", "0:a:0"]
    command += ["-c:a", "pcm_f32be", "-f", "au", "pipe:1"]
    with tempfile.TemporaryFile() as complaints:
        process = _started(command, complaints, name)
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            head = process.stdout.read(24)
            if len(head) < 24:
                _end(process, complaints, name, timer)
                raise Unreadable(name, "holds no samples")
            _, offset, _, _, rate, channels = struct.unpack(">4s5I", head)
            process.stdout.read(offset - 24)
            yield rate, _blocks(process, channels, lambda: _end(process, complaints, name, timer))
        finally:
            timer.cancel()
            process.kill()
            process.stdout.close()
            process.wait()


def _started(command: list[str], complaints: BinaryIO, name: str) -> subprocess.Popen:
    try:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
    except FileNotFoundError as error:
        raise SerEvalsError(
            f"{name}: needs the program {command[0]}, which is not installed: get it with "
            "'apt install ffmpeg', 'brew install ffmpeg' or 'conda install ffmpeg'"
        ) from error


def _blocks(
    process: subprocess.Popen, channels: int, end: Callable[[], None]
) -> Iterator[np.ndarray]:
    step = BLOCK // (4 * channels) * 4 * channels
    while data := process.stdout.read(step):
        whole = len(data) // (4 * channels) * 4 * channels
        yield np.frombuffer(data[:whole], ">f4").astype(np.float32).reshape(-1, channels)
    end()


def _end(
    process: subprocess.Popen, complaints: BinaryIO, name: str, timer: threading.Timer
) -> None:
    """Say what ffmpeg has to complain of."""
    status = process.wait()
    complaints.seek(0)
    # Without the path, which may hold any words.
    said = complaints.read().decode(errors="replace").replace(process.args[5], "")
    if not timer.is_alive():
        raise Unreadable(name, f"is not decoded after {SECONDS} s")
    for phrase in CUT_OFF:
        if phrase in said:
            raise Unreadable(name, f"is truncated ({phrase})")
    if "matches no streams" in said or "does not contain any stream" in said:
        raise Unreadable(name, "holds no audio stream")
    if status:
        # The last line is ": <reason>" now.
        reason = said.strip().rpartition("\n")[2].rpartition(": ")[2]
        raise Unreadable(name, f"is not readable as audio ({reason or f'ffmpeg: {status}'})")


def bits(path: str, name: str) -> int:
    """Return 24 where 16 bits per sample would lose something that was recorded."""
    command = ["ffprobe", "-v", "error", "-of", "json", "-select_streams", "a:0"]
    command += ["-show_entries", "stream=codec_name,sample_fmt", f"file:{path}"]
    with tempfile.TemporaryFile() as complaints:
        process = _started(command, complaints, name)
        output, _ = process.communicate(timeout=SECONDS)
    streams = json.loads(output or "{}").get("streams") or [{}]
    codec, kind = streams[0].get("codec_name", ""), streams[0].get("sample_fmt", "")
    return 24 if codec.startswith(LOSSLESS) and kind not in SHALLOW else 16
