"""EmoryNLP: scenes of the series Friends, the emotions read from the text (2018)."""

from collections.abc import Iterator
from pathlib import Path

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Utterance,
    find_files,
    read_rows,
    with_audio,
)

SPLITS = ("train", "dev", "test")


def _utterances(rows: list[dict[str, str]], split: str, clips: dict[str, str]) -> list[Utterance]:
    utterances = []
    for row in rows:
        scene = f"sea{row['Season']}_ep{row['Episode']}_sc{row['Scene_ID']}"
        name = f"{scene}_utt{row['Utterance_ID']}"
        utterances.append(
            Utterance(
                name,
                clips.get(name, f"emorynlp_{split}_splits/{name}.mp4"),
                row["Emotion"].lower(),
                # A list in Python's spelling; a few lines are said by several people at once.
                speaker=row["Speaker"].strip("[]").replace("'", "").replace('"', "") or None,
                session=scene,
                text=row["Utterance"],
                split=split,
            )
        )
    return utterances


def read(root: Path) -> Iterator[Utterance]:
    clips = {Path(path).stem: path for path in find_files(root, "*.mp4|*.wav|*.flac")}
    for split in SPLITS:
        name = f"emorynlp_{split}_final.csv"
        table = next(iter(sorted(root.rglob(name))), root / name)
        yield from with_audio(root, _utterances(read_rows(table), split, clips), name)


def _other(other: str) -> Remap:
    return Remap("other", other, "none of the basic seven; not in the 2024 paper")


corpus = Corpus(
    name="emorynlp", title="EmoryNLP", languages=("en-US",), elicitation="acted",
    licence="not established; the clips are cut from a television series", redistributable="labels",
    homepage="https://github.com/declare-lab/MELD",
    obtain="emorynlp_video_splits.zip linked at https://github.com/declare-lab/MELD, unpacked, and "
    "the three tables of its folder data/emorynlp",
    citation=Citation(
        "zahiri2018emorynlp", "S. M. Zahiri and J. D. Choi",
        "Emotion Detection on TV Show Transcripts with Sequence-based Convolutional Neural "
        "Networks",
        "AAAI Workshop on Affective Content Analysis", 2018, "https://arxiv.org/abs/1708.04299",
    ),
    utterances=9486, speakers=None,
    counts=dict(
        joyful=2098, mad=968, neutral=3094, peaceful=831, powerful=717, sad=594, scared=1184,
    ),
    splits={"train": 7548, "dev": 954, "test": 984},
    labels={
        "joyful": "happiness", "mad": "anger", "neutral": "neutral", "peaceful": _other("neutral"),
        "powerful": _other("other"), "sad": "sadness", "scared": "fear",
    },
    read=read,
    sample=Sample(
        files={
            "emorynlp_dev_splits/sea1_ep2_sc3_utt4.mp4": "",
            **{
                f"emorynlp_{split}_final.csv": "Utterance,Speaker,Emotion,Scene_ID,Utterance_ID,"
                "Season,Episode,Start_Time,End_Time\n"
                for split in ("train", "test")
            },
            "emorynlp_dev_final.csv": "Utterance,Speaker,Emotion,Scene_ID,Utterance_ID,"
            "Season,Episode,Start_Time,End_Time\n"
            "\"Well, yes.\",\"['Ann Oh', 'Bo Li']\",Peaceful,3,4,1,2,00:00:01,00:00:02\n",
        },
        utterances=(Utterance(
            "sea1_ep2_sc3_utt4", "emorynlp_dev_splits/sea1_ep2_sc3_utt4.mp4", "peaceful",
            speaker="Ann Oh, Bo Li", session="sea1_ep2_sc3", text="Well, yes.", split="dev",
        ),),
    ),
    broken={f"sea4_ep4_sc3_utt{number}": "damaged in the archive" for number in (8, 9, 10)},
    problems=(
        "annotated from the transcript, not from the sound",
        "the six main characters speak in all splits: scores are not speaker-disjoint",
        "about 240 roles speak; 61 lines are spoken by several people at once, "
        "who count as one more speaker",
        "the episodes are those of MELD: test speech of one may be training speech of the other",
    ),
    sources=(
        "https://github.com/declare-lab/MELD", "https://github.com/Strong-AI-Lab/emotion",
        "https://github.com/felixbur/nkululeko",
    ),
)  # fmt: skip
