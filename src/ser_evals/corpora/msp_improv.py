"""MSP-IMPROV: pairs of actors improvise towards 20 target sentences (Busso et al., 2017)."""

import math
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

LABELS = {"A": "anger", "H": "happiness", "N": "neutral", "O": "other", "S": "sadness"}
LABELS |= {"X": "no agreement"}
FOUR = ("anger", "happiness", "neutral", "sadness")
WORDS = {"Angry": "anger", "Happy": "happiness", "Sad": "sadness"}

NUMBERS = r"A:\s*([\d.]+|NaN)\s*; V:\s*([\d.]+|NaN)\s*; D:\s*([\d.]+|NaN)\s*; N:"
TURN = re.compile(rf"UTD-(IMPROV-S(\d\d)[A-Z]-([FM])(\d\d)-([A-Z])-\w+)\.avi; (\w); {NUMBERS}")
VOTE = re.compile(r"([\w-]+); (Sad|Angry|Happy|Neutral|Other);")


def read(root: Path) -> Iterator[Utterance]:
    """Yield the turns of Evaluation.txt, each followed there by its ratings."""
    found = find_files(root, "Evaluation.txt|*/Evaluation.txt")
    if not found:
        raise FileNotFoundError("Evaluation.txt")
    audio = {PurePosixPath(path).stem: path for path in find_files(root)}
    turns = []
    table = filled(root / found[0])
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        line = line.strip()
        if turn := TURN.match(line):
            turns.append((turn, {}))
        elif line.startswith("UTD-"):
            raise SerEvalsError(f"{found[0]}: {line!r} is no turn; restore the file")
        elif turns and (vote := VOTE.match(line)):
            # Some ratings are there twice.
            turns[-1][1].setdefault(vote[1], vote[2])
    return with_audio(root, (_utterance(*turn, audio) for turn in turns), found[0])


def _utterance(turn: re.Match, votes: dict[str, str], audio: dict[str, str]) -> Utterance:
    name, sentence, sex, pair, kind, code = turn.groups()[:6]
    if code not in LABELS:
        raise unknown("label", code, LABELS, f" of {name}")
    label, name = LABELS[code], f"MSP-{name}"
    arousal, valence, dominance = (
        None if math.isnan(value) else value for value in map(float, turn.groups()[6:])
    )
    same = [WORDS.get(vote, vote.lower()) == label for vote in votes.values()]
    return Utterance(
        name,
        audio.get(name, f"{name}.wav"),
        label,
        speaker=sex + pair,
        sex={"F": "female", "M": "male"}[sex],
        session=pair,
        # Only in target turns, read (R) or improvised (T), is the target sentence spoken.
        sentence=sentence if kind in "RT" else None,
        arousal=arousal,
        valence=valence,
        dominance=dominance,
        confidence=sum(same) / len(same) if same and code != "X" else None,
        votes=tuple(votes.values()),
        raters=tuple(votes),
    )


corpus = Corpus(
    name="msp_improv", title="MSP-IMPROV", languages=("en-US",), elicitation="acted",
    licence="academic licence of UT Dallas, signed by the institution", redistributable="nothing",
    homepage="https://ecs.utdallas.edu/research/researchlabs/msp-lab/MSP-Improv.html",
    obtain="academic licence, signed by the institution, requested at https://ecs.utdallas.edu/"
    "research/researchlabs/msp-lab/MSP-Improv.html; the folder holds Evaluation.txt and session1 "
    "to session6",
    citation=Citation(
        "busso2017mspimprov",
        "C. Busso and S. Parthasarathy and A. Burmania and M. AbdelWahab and N. Sadoughi and "
        "E. Mower Provost",
        "MSP-IMPROV: an acted corpus of dyadic interactions to study emotion perception",
        "IEEE Transactions on Affective Computing", 2017, "10.1109/TAFFC.2016.2515617", "article",
    ),
    utterances=8438, speakers=12,
    dimensions={"arousal": (1, 5), "valence": (1, 5), "dominance": (1, 5)},
    labels={
        "anger": "anger", "happiness": "happiness", "neutral": "neutral",
        "no agreement": Remap(None, None, "no label has a plurality of the raters ('X')"),
        "other": "other", "sadness": "sadness",
    },
    tasks={
        "msp_improv_4cl": Task(
            FOUR, {label: label if label in FOUR else None for label in LABELS.values()},
            "the usual four classes",
        ),
    },
    read=read,
    sample=Sample(
        files={
            "Evaluation.txt": "UTD-IMPROV-S07H-M02-T-MF01.avi; H; A:3.500000; V:4.000000; "
            "D:3.000000 ; N:4.000000;\nR01; Happy; Happy,Excited; A:3; V:4; D:3; N:4;\n"
            "R02; Other; Proud; A:4; V:4; D:3; N:4;\nR02; Other; Proud; A:4; V:4; D:3; N:4;\n\n"
            "UTD-IMPROV-S07H-F02-P-MF03.avi; X; A:3.000000; V:3.000000; D:NaN ; N:4.000000;\n",
            "session2/S07H/T/MSP-IMPROV-S07H-M02-T-MF01.wav": "",
            "session2/S07H/P/MSP-IMPROV-S07H-F02-P-MF03.wav": "",
        },
        utterances=(
            Utterance(
                "MSP-IMPROV-S07H-M02-T-MF01", "session2/S07H/T/MSP-IMPROV-S07H-M02-T-MF01.wav",
                "happiness", speaker="M02", sex="male", session="02", sentence="07", arousal=3.5,
                valence=4.0, dominance=3.0, confidence=0.5, votes=("Happy", "Other"),
                raters=("R01", "R02"),
            ),
            Utterance(
                "MSP-IMPROV-S07H-F02-P-MF03", "session2/S07H/P/MSP-IMPROV-S07H-F02-P-MF03.wav",
                "no agreement", speaker="F02", sex="female", session="02", arousal=3.0, valence=3.0,
            ),
        ),
    ),
    problems=(
        "the letter after the sentence in a name is the emotion that was asked for, the label is "
        "what listeners heard",
        "turns are read target sentences (R, 620), improvised ones (T, 652), the other turns of "
        "the improvisations (S, 4381) and talk between takes (P, 2785)",
        "some ratings are listed twice and count once here",
    ),
    unverified=("utterances per label", "the sampling rate"),
    sources=(
        "https://github.com/Strong-AI-Lab/emotion", "https://github.com/felixbur/nkululeko",
        "https://github.com/EMOsuperb/EMO-SUPERB-submission",
    ),
)  # fmt: skip
