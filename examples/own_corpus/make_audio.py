"""Make audio for mycorpus.py from synthetic speech: results/own_corpus/corpora/mycorpus.

    python examples/own_corpus/make_audio.py

Takes a few seconds. With a corpus of your own there is nothing to make: its folder lies below the
data folder under the name of its record.
"""

import shutil
import tempfile
from pathlib import Path

from ser_evals.synthesis import generate

TARGET = Path("results/own_corpus/corpora/mycorpus/audio")
SPEAKERS = {"f01": "ada", "f02": "eva", "f03": "ida", "m01": "abel", "m02": "emil", "m03": "ivo"}
LETTERS = {"anger": "A", "sadness": "B", "happiness": "J", "neutral": "N"}

TARGET.mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory() as scratch:
    for path in generate(scratch, speakers=len(SPEAKERS), takes=2).glob("*.wav"):
        speaker, emotion, take = path.stem.split("_")
        if emotion in LETTERS:
            shutil.copyfile(path, TARGET / f"{SPEAKERS[speaker]}-{LETTERS[emotion]}{take}.wav")
print(f"{len(list(TARGET.iterdir()))} files in {TARGET}")
