"""Two small corpora of synthetic speech, written in a few seconds."""

import shutil
import tempfile
import zlib
from dataclasses import dataclass
from itertools import product
from os import PathLike
from pathlib import Path

import numpy as np
import soundfile

from ser_evals.errors import SerEvalsError, unknown
from ser_evals.synthesis._languages import LANGUAGES
from ser_evals.synthesis._speech import synthesise
from ser_evals.synthesis._tract import RATE
from ser_evals.synthesis._voices import draw_voices

_NOTE = "README.txt"
_TITLE = "SYNTHETIC SPEECH, no human speaks here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What goes into a synthetic corpus.

    Args:
        language: tag of its language.
        emotions: its labels.
        gain: level of the recordings in dB.
        brightness: colour of the microphone, -1 (dull) to 1 (bright).
        noise: level of the room in dB relative to full scale.
    """

    language: str
    emotions: tuple[str, ...]
    gain: float
    brightness: float
    noise: float


CORPORA: dict[str, Recipe] = {
    "synthetic": Recipe(
        language="qaa",
        emotions=("anger", "disgust", "fear", "happiness", "neutral", "sadness"),
        gain=0.0,
        brightness=0.0,
        noise=-70.0,
    ),
    "synthetic_other": Recipe(
        language="qab",
        emotions=("anger", "fear", "happiness", "neutral", "sadness", "surprise"),
        gain=5.0,
        brightness=0.4,
        noise=-60.0,
    ),
}
"""The pair of corpora by name; they share five emotions, and each has one the other lacks."""


def generate(
    root: str | PathLike[str], *, name: str = "synthetic", speakers: int = 8, takes: int = 6
) -> Path:
    """Write a synthetic corpus, unless it is there already.

    The same arguments give the same bytes. The folder appears only when it is complete; one that
    other arguments or another version of this package wrote is replaced.

    Args:
        root: folder for corpora (the `--data-dir`); made where it is missing.
        name: a key of `CORPORA`, and the name of the folder below `root`.
        speakers: number of voices, at least 1; the corpus's record expects 8.
        takes: utterances for each speaker and emotion, at least 1; the record expects 6.

    Returns:
        `<root>/<name>`, with files like `f01_anger_1.wav`: 16 kHz, mono, 16 bits.

    Raises:
        SerEvalsError: if the name is unknown, or the folder holds something else.
    """
    if name not in CORPORA:
        raise unknown("synthetic corpus", name, CORPORA)
    recipe, folder = CORPORA[name], Path(root) / name
    note = f"{_TITLE}\n\n{name}: {speakers} voices, {takes} takes\n{recipe}\n{_version()}\n"
    files = speakers * takes * len(recipe.emotions)
    if _is_complete(folder, note, files):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{name}-") as scratch:
        made = Path(scratch) / name
        made.mkdir()
        _write(made, name, recipe, speakers, takes)
        (made / _NOTE).write_text(note, encoding="utf-8")
        if folder.exists():
            shutil.move(folder, Path(scratch) / "old")
        try:
            made.rename(folder)
        except OSError:
            # Another process was faster; what it wrote is the same.
            if not _is_complete(folder, note, files):
                raise
    return folder


def _version() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return f"version {zlib.crc32(b''.join(path.read_bytes() for path in sources)):08x}"


def _is_complete(folder: Path, note: str, files: int) -> bool:
    if not folder.is_dir() or not any(folder.iterdir()):
        return False
    there = (folder / _NOTE).read_text(encoding="utf-8") if (folder / _NOTE).is_file() else ""
    if not there.startswith(_TITLE):
        raise SerEvalsError(
            f"{folder} is not empty and was not written by ser_evals.synthesis: "
            "give another folder, or move this one away"
        )
    return there == note and sum(1 for _ in folder.glob("*.wav")) == files


def _write(folder: Path, name: str, recipe: Recipe, speakers: int, takes: int) -> None:
    language = LANGUAGES[recipe.language]
    voices = draw_voices(speakers, np.random.default_rng(zlib.crc32(name.encode())))
    for voice, emotion, take in product(voices, recipe.emotions, range(1, takes + 1)):
        path = folder / f"{voice.name}_{emotion}_{take}.wav"
        # Seeded by its own name, an utterance stays the same whatever else is generated.
        rng = np.random.default_rng(zlib.crc32(f"{name}/{path.stem}".encode()))
        speech = synthesise(language.sentence(rng), voice, emotion, language, rng)
        with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
            file.title = _TITLE
            file.write(_record(speech, recipe, rng))


def _record(speech: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    coloured = speech - recipe.brightness * np.concatenate([[0.0], speech[:-1]])
    noise = 10 ** (recipe.noise / 20) * rng.standard_normal(len(speech))
    coloured *= 10 ** (recipe.gain / 20) / (1 + abs(recipe.brightness))
    return coloured * min(1.0, 0.95 / np.abs(coloured).max()) + noise
