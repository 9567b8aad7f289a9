"""IEMOCAP: dyadic scripted and improvised dialogues of ten actors (Busso et al., 2008)."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Task,
    Utterance,
    filled,
    find_files,
    with_audio,
)
from ser_evals.errors import SerEvalsError, unknown

LABELS = {"ang": "anger", "dis": "disgust", "exc": "excited", "fea": "fear", "hap": "happiness"}
LABELS |= {"fru": "frustration", "neu": "neutral", "oth": "other", "sad": "sadness"}
LABELS |= {"sur": "surprise", "xxx": "no agreement"}
FOUR = ("anger", "happiness", "neutral", "sadness")

TURN = re.compile(r"\[[\d.]+ - [\d.]+\]\s+(\w+)\s+(\w+)\s+\[([\d.]+), ([\d.]+), ([\d.]+)\]")
VOTE = re.compile(r"C-(\w+):\s*([^(]*)")
SPOKEN = re.compile(r"(Ses\w+) \[[^\]]*\]:\s*(.*)")


def read(root: Path) -> Iterator[Utterance]:
    """Yield the turns of every dialogue that has a table of ratings."""
    audio = {PurePosixPath(path).stem: path for path in find_files(root)}
    tables = find_files(root, "*EmoEvaluation/Ses*.txt")
    turns = (turn for table in tables for turn in _dialogue(root, table, audio))
    return with_audio(root, turns, "EmoEvaluation")


def _dialogue(root: Path, table: str, audio: dict[str, str]) -> Iterator[Utterance]:
    spoken = _lines(root / PurePosixPath(table).parents[1] / "transcriptions" / Path(table).name)
    texts = dict(found.groups() for line in spoken if (found := SPOKEN.match(line)))
    for name, code, dimensions, votes in _turns(root / table):
        if code not in LABELS:
            raise unknown("label", code, LABELS, f" in {table}")
        # "Ses01F_impro01_M003": the first letter says who wore the markers, the last who speaks.
        session, letter = name[:5], name.rsplit("_", 1)[1][0]
        valence, arousal, dominance = map(float, dimensions)
        yield Utterance(
            name,
            audio.get(name, f"{name}.wav"),
            LABELS[code],
            speaker=session + letter,
            sex={"F": "female", "M": "male"}[letter],
            session=session,
            text=texts.get(name),
            arousal=arousal,
            valence=valence,
            dominance=dominance,
            confidence=_agreement(LABELS[code], votes),
            votes=tuple(vote for _, vote in votes),
            raters=tuple(rater for rater, _ in votes),
        )


def _turns(table: Path) -> Iterator[tuple[str, str, tuple[str, ...], list[tuple[str, str]]]]:
    """Yield name, code, (valence, arousal, dominance) and (rater, vote) pairs of each turn."""
    turns = []
    for line in _lines(filled(table)):
        if found := TURN.match(line):
            turns.append((found[1], found[2], found.groups()[2:], []))
        elif line.startswith("["):
            raise SerEvalsError(f"{table}: {line!r} is no turn; restore the file from the release")
        elif turns and (found := VOTE.match(line)):
            words = (word.strip().lower() for word in found[2].split(";"))
            turns[-1][3].extend((found[1], word) for word in words if word)
    return iter(turns)


def _agreement(label: str, votes: list[tuple[str, str]]) -> float | None:
    # Raters E1, E2, ... are listeners; F and M are the actors, who do not count.
    listeners = {rater for rater, _ in votes if rater[0] == "E"}
    if label == "no agreement" or not listeners:
        return None
    return len({rater for rater, vote in votes if vote == label} & listeners) / len(listeners)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


corpus = Corpus(
    name="iemocap", title="IEMOCAP", languages=("en-US",), elicitation="acted",
    licence="IEMOCAP release form (USC SAIL), research only", redistributable="nothing",
    homepage="https://sail.usc.edu/iemocap/",
    obtain="fill in the release form at https://sail.usc.edu/iemocap/iemocap_release.htm (USC "
    "SAIL); the folder holds Session1 to Session5 of IEMOCAP_full_release",
    citation=Citation(
        "busso2008iemocap",
        "C. Busso and M. Bulut and C.-C. Lee and A. Kazemzadeh and E. Mower and S. Kim and "
        "J. N. Chang and S. Lee and S. S. Narayanan",
        "IEMOCAP: interactive emotional dyadic motion capture database",
        "Language Resources and Evaluation", 2008, "10.1007/s10579-008-9076-6", "article",
    ),
    utterances=10_039, speakers=10, sampling_rate=16_000,
    counts={
        **dict(anger=1103, disgust=2, excited=1041, fear=40, frustration=1849, happiness=595),
        **{"neutral": 1708, "no agreement": 2507, "other": 3, "sadness": 1084, "surprise": 107},
    },
    dimensions={"arousal": (1, 5), "valence": (1, 5), "dominance": (1, 5)},
    labels={
        "anger": "anger", "disgust": "disgust",
        "excited": Remap(
            "happiness", "happiness", "aroused joy, nearly always merged; not in the 2024 paper",
        ),
        "fear": "fear",
        "frustration": Remap(
            "other", "other", "neither anger nor sadness alone; not in the 2024 paper",
        ),
        "happiness": "happiness", "neutral": "neutral",
        "no agreement": Remap(None, None, "no label has a majority of the raters ('xxx')"),
        "other": "other", "sadness": "sadness", "surprise": "surprise",
    },
    tasks={
        "iemocap_4cl": Task(
            FOUR,
            {
                **{label: label if label in FOUR else None for label in LABELS.values()},
                "excited": "happiness",
            },
            "the usual four classes with excited as happiness, 5531 utterances",
        ),
    },
    read=read,
    sample=Sample(
        files={
            "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M003.wav": "",
            "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F004.wav": "",
            "Session1/dialog/EmoEvaluation/Ses01F_impro01.txt": "% [START_TIME - END_TIME] "
            "TURN_NAME EMOTION [V, A, D]\n\n"
            "[1.5000 - 2.7500]\tSes01F_impro01_M003\texc\t[4.5000, 3.5000, 3.0000]\n"
            "C-E1:\tExcited;\t()\nC-E2:\tExcited; Happiness;\t()\nC-E3:\tNeutral;\t()\n"
            "C-M1:\tExcited;\t()\nA-E1:\tval 5; act 4; dom  3;\t()\n"
            "A-E2:\tval 4; act 3; dom  3;\t()\n\n"
            "[3.0000 - 4.0000]\tSes01F_impro01_F004\txxx\t[2.0000, 2.5000, 3.0000]\n"
            "C-E1:\tOther;\t(bored)\n",
            "Session1/dialog/transcriptions/Ses01F_impro01.txt": "Ses01F_impro01_M003 "
            "[001.5000-002.7500]: We won a boat.\n",
        },
        utterances=(
            Utterance(
                "Ses01F_impro01_M003",
                "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M003.wav", "excited",
                speaker="Ses01M", sex="male", session="Ses01", text="We won a boat.", arousal=3.5,
                valence=4.5, dominance=3.0, confidence=2 / 3,
                votes=("excited", "excited", "happiness", "neutral", "excited"),
                raters=("E1", "E2", "E2", "E3", "M1"),
            ),
            Utterance(
                "Ses01F_impro01_F004",
                "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F004.wav", "no agreement",
                speaker="Ses01F", sex="female", session="Ses01", arousal=2.5, valence=2.0,
                dominance=3.0, votes=("other",), raters=("E1",),
            ),
        ),
    ),
    problems=(
        "the F or M after the session in a name is the actor who wore the markers, not the "
        "speaker: several public loaders take it for the speaker",
        "raters may give several labels, each is a vote; F and M among the raters are the actors "
        "judging themselves, whom confidence leaves out",
        "a few dimensional ratings lack dominance",
        "5255 utterances are scripted: the same sentences occur in every session",
    ),
    unverified=("that every averaged rating lies within 1 to 5",),
    sources=(
        "https://github.com/Strong-AI-Lab/emotion", "https://github.com/emo-box/EmoBox",
        "https://github.com/EMOsuperb/EMO-SUPERB-submission",
        "https://flageval.baai.ac.cn/docs/en/audio/Speech-Emotion-Recognition/"
        "Speech-Emotion-Recognition.html",
    ),
)  # fmt: skip
