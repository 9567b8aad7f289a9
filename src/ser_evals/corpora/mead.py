"""MEAD: talking faces in eight emotions and three intensities, sound only (Wang, ECCV 2020)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Remap, Sample, Utterance, from_filenames

NAMES = from_filenames(
    r"(?P<speaker>[MW]\d{3})/audio/(?P<label>[a-z]+)/(?P<intensity>level_\d)/\d{3}",
    derive={"sex": lambda f: {"M": "male", "W": "female"}[f["speaker"][0]]},
    glob="*.m4a|*.wav",
    ids="path",
)


def read(root: Path) -> Iterator[Utterance]:
    """Read everything from the folders; the files are only numbered."""
    for u in NAMES(root):
        number = PurePosixPath(u.path).stem
        yield replace(u, id=f"{u.speaker}_{u.label}_{u.intensity}_{number}")


corpus = Corpus(
    name="mead", title="MEAD", languages=("en",), elicitation="acted",
    licence="terms of use: non-commercial research, no distribution", redistributable="nothing",
    homepage="https://wywu.github.io/projects/MEAD/MEAD.html",
    obtain="agree to the terms of use on https://wywu.github.io/projects/MEAD/MEAD.html, whose "
    "authors send the address; unpack the sound of each speaker to <speaker>/audio/",
    citation=Citation(
        "wang2020mead",
        "K. Wang and Q. Wu and L. Song and Z. Yang and W. Wu and C. Qian and R. He and Y. Qiao "
        "and C. C. Loy",
        "MEAD: A Large-scale Audio-visual Dataset for Emotional Talking-face Generation",
        "European Conference on Computer Vision", 2020, "10.1007/978-3-030-58589-1_42",
    ),
    utterances=31_729, speakers=48, sampling_rate=48_000,
    counts=dict(angry=4193, contempt=4215, disgusted=4284, fear=4251)
    | dict(happy=4294, neutral=1916, sad=4306, surprised=4270),
    labels={
        "angry": "anger",
        "contempt": Remap(
            "other", "disgust", "an emotion of its own, none of the seven basic ones",
        ),
        "disgusted": "disgust", "fear": "fear", "happy": "happiness", "neutral": "neutral",
        "sad": "sadness", "surprised": "surprise",
    },
    read=read,
    sample=Sample(
        files={"W019/audio/neutral/level_1/020.m4a": "", "M003/audio/angry/level_3/001.m4a": ""},
        utterances=(
            Utterance(
                "W019_neutral_level_1_020", "W019/audio/neutral/level_1/020.m4a", "neutral",
                speaker="W019", sex="female", intensity="level_1",
            ),
            Utterance(
                "M003_angry_level_3_001", "M003/audio/angry/level_3/001.m4a", "angry",
                speaker="M003", sex="male", intensity="level_3",
            ),
        ),
    ),
    problems=(
        "neutral has one intensity, level_1; the other labels have three",
        "the publication counts 60 speakers, 48 are released",
        "the published runs of SER Evals 2024 had 31,724 files: five fewer",
        "some files are sampled at 44.1 kHz",
    ),
    unverified=("what is said in a file",),
    sources=("https://github.com/uniBruce/Mead", "https://github.com/emo-box/EmoBox"),
)  # fmt: skip
