"""EPST: Emotional Prosody Speech and Transcripts, dates and numbers by actors (LDC2002S28)."""

import re
from collections.abc import Iterator
from pathlib import Path

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Utterance,
    filled,
    find_files,
    with_audio,
)
from ser_evals.errors import SerEvalsError

LINE = re.compile(r"(?P<start>[\d.]+)\s+(?P<end>[\d.]+)\s+[AB]:\s*(?P<what>.*)")
NOT_SPOKEN = re.compile(r"\[|\(|emotion category|$", re.IGNORECASE)
"""Talk between the tasks and announcements of the next emotion."""


def _utterances(root: Path, transcript: str, audio: str) -> Iterator[Utterance]:
    name = Path(transcript).stem
    for line in filled(root / transcript).read_text(encoding="latin-1").splitlines():
        found = LINE.match(line.strip())
        if not found or NOT_SPOKEN.match(found["what"]):
            continue
        label, comma, text = found["what"].partition(",")
        if not comma:
            raise SerEvalsError(f"{transcript}: {line.strip()!r}: expected 'emotion, text'")
        yield Utterance(
            f"{name}_{found['start']}",
            audio,
            label.strip().lower().replace("-", " "),
            speaker=name.split("_")[0],
            text=text.strip(),
            start=float(found["start"]),
            end=float(found["end"]),
        )


def read(root: Path) -> Iterator[Utterance]:
    yield from with_audio(root, _all(root), "the transcripts")


def _all(root: Path) -> Iterator[Utterance]:
    recordings = {Path(path).stem: path for path in find_files(root, "*.sph|*.wav|*.flac")}
    for transcript in find_files(root, "*_[0-9][0-9][0-9].txt"):
        audio = recordings.get(Path(transcript).stem, f"{transcript[:-4]}.sph")
        yield from _utterances(root, transcript, audio)


NOT_2024 = "not in the 2024 paper"

corpus = Corpus(
    name="epst", title="Emotional Prosody Speech and Transcripts", languages=("en-US",),
    elicitation="acted",
    licence="LDC user agreement", redistributable="nothing",
    homepage="https://catalog.ldc.upenn.edu/LDC2002S28",
    obtain="licence LDC2002S28 from the Linguistic Data Consortium (membership or fee), "
    "https://catalog.ldc.upenn.edu/LDC2002S28",
    citation=Citation(
        "liberman2002epst", "M. Liberman and K. Davis and M. Grossman and N. Martey and J. Bell",
        "Emotional Prosody Speech and Transcripts", "Linguistic Data Consortium", 2002,
        "10.35111/37ff-a902", "techreport",
    ),
    utterances=None, speakers=7, sampling_rate=22_050,
    labels={
        "anxiety": Remap("fear", "fear", f"the milder of its two words for fear; {NOT_2024}"),
        "boredom": Remap(
            "other", "sadness", f"no basic emotion; {NOT_2024}, which sent EmoDB's to sadness",
        ),
        "cold anger": "anger",
        "contempt": Remap(
            "other", "disgust", f"no basic emotion; {NOT_2024}, which sent MEAD's to disgust",
        ),
        "despair": Remap("sadness", "sadness", f"the stronger of its words for it; {NOT_2024}"),
        "disgust": "disgust",
        "elation": Remap(
            "happiness", "happiness", f"the stronger of its words for it; {NOT_2024}, see MASC",
        ),
        "happy": "happiness", "hot anger": "anger",
        "interest": Remap("other", "other", f"no basic emotion; {NOT_2024}"), "neutral": "neutral",
        "panic": Remap("fear", "fear", f"{NOT_2024}, which sent the panic of MASC to fear"),
        "pride": Remap("other", "other", f"no basic emotion; {NOT_2024}"), "sadness": "sadness",
        "shame": Remap("other", "other", f"no basic emotion; {NOT_2024}"),
    },
    read=read,
    sample=Sample(
        files={
            "data/speech/zz_001.sph": "",
            "data/transcripts/zz_001.txt": "1.00 2.50 A: [MISC]\n3.00 4.00 A: (shame)\n"
            "5.50 6.75 A: cold anger, May seventh\n",
        },
        utterances=(Utterance(
            "zz_001_5.50", "data/speech/zz_001.sph", "cold anger", speaker="zz", text="May seventh",
            start=5.5, end=6.75,
        ),),
    ),
    problems=(
        "two microphones on two channels, said to differ much in quality",
        "segmented copies (2,324 files such as cc_001_anxiety_910.77_May-twenty-third.wav) are a "
        "course's own, not the release",
    ),
    unverified=(
        "utterances of a full copy", "that the transcripts hold no category beside these fifteen",
        "number and sex of the speakers (seven ids are known from segmented copies)",
    ),
    sources=(
        "https://catalog.ldc.upenn.edu/LDC2002S28",
        "https://catalog.ldc.upenn.edu/desc/addenda/spoken_lang_samp-5_LDC2019S17.tgz",
    ),
)  # fmt: skip
