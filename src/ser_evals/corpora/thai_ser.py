"""THAI SER: acted dialogues, scripted and improvised, by 200 Thai actors (VISTEC, 2021)."""

import json
from collections.abc import Iterator
from pathlib import Path

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Remap,
    Sample,
    Utterance,
    find_files,
    with_audio,
)

RELEASE = "https://github.com/vistec-AI/dataset-releases/releases/download/v1"
PARTS = [f"studio{first}-{first + 9}" for first in range(1, 80, 10)] + ["zoom1-10", "zoom11-20"]
TABLE = "emotion_label.json"


def _load(root: Path, name: str) -> dict:
    table = next(iter(sorted(root.rglob(name))), root / name)
    return json.loads(table.read_text(encoding="utf-8"))


def _sexes(root: Path) -> dict[str, str]:
    rows = _load(root, "actor_demography.json")["data"]
    return {str(row["Actor's ID"]).zfill(3): row["Sex"].lower() for row in rows}


def _utterances(root: Path) -> Iterator[Utterance]:
    # The table names one of two microphones; the other recorded the same speech once more.
    clips = {Path(path).stem: path for path in find_files(root, "*.flac|*.wav")}
    sexes = _sexes(root)
    for file, (facts, *_) in _load(root, TABLE).items():
        name = Path(file).stem
        session, microphone, actor, *_ = name.split("_")
        speaker = actor.removeprefix("actor")
        folder = session.replace("s", "studio").replace("z", "zoom")
        label = facts["assigned_emo"].lower()
        # A rater may have chosen several emotions.
        votes = tuple("+".join(chosen).lower() for chosen in facts["annotated"])
        agree = sum(label in vote.split("+") for vote in votes)
        yield Utterance(
            name,
            clips.get(name, f"{folder}/{microphone}/{name}.flac"),
            label,
            speaker=speaker,
            sex=sexes.get(speaker),
            session=session,
            votes=votes,
            confidence=agree / len(votes) if votes else None,
        )


def read(root: Path) -> Iterator[Utterance]:
    yield from with_audio(root, _utterances(root), TABLE)


corpus = Corpus(
    name="thai_ser", title="THAI SER", languages=("th",), elicitation="acted",
    licence="CC-BY-SA-4.0", redistributable="audio",
    homepage="https://github.com/vistec-AI/dataset-releases/releases/tag/v1",
    obtain="https://github.com/vistec-AI/dataset-releases/releases/tag/v1 (all of its files)",
    downloads=(
        *(Download(f"{RELEASE}/{part}.zip") for part in PARTS), Download(f"{RELEASE}/{TABLE}"),
        Download(f"{RELEASE}/actor_demography.json"),
    ),
    citation=Citation(
        "wongpithayadisai2025thaiser",
        "J. Wongpithayadisai and C. Chaksangchaichot and S. Sangnark and P. Prakrankamanant and "
        "K. Gangwanpongpun and S. Boonpunmongkol and P. Milindasuta and D. Na-Pombejra and "
        "S. Nutanong and E. Chuangsuwanich",
        "THAI Speech Emotion Recognition (THAI-SER) corpus", "", 2025,
        "https://arxiv.org/abs/2507.09618",
    ),
    utterances=None, speakers=200, sampling_rate=44_100,
    labels={
        "angry": "anger",
        "frustrated": Remap(
            "other", "other", "not in the 2024 paper, whose classes have no place for it but other",
        ),
        "happy": "happiness", "neutral": "neutral", "sad": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            "studio001/con/s001_con_actor002_script2_2_2b.flac": "",
            "studio001/clip/s001_clip_actor002_script2_2_2b.flac": "",
            "emotion_label.json": '{"s001_con_actor002_script2_2_2b.flac": [{"assigned_emo": '
            '"Angry", "majority_emo": "Angry", "agreement": 0.5, "annotated": '
            '[["Angry"], ["Frustrated", "Sad"]]}]}',
            "actor_demography.json": '{"data": [{"Actor\'s ID": "002", "Age": 30, "Sex": '
            '"Female"}]}',
        },
        utterances=(Utterance(
            "s001_con_actor002_script2_2_2b", "studio001/con/s001_con_actor002_script2_2_2b.flac",
            "angry", speaker="002", sex="female", session="s001", votes=("angry", "frustrated+sad"),
            confidence=0.5,
        ),),
    ),
    problems=(
        "the label is the emotion assigned to the actor; raters heard otherwise at times (votes)",
        "published results keep what at least 71 % of the raters heard, and take that as the label",
        "described as 27,854 utterances; reading gives those of emotion_label.json",
        "18 studio sessions are in a treated room, the others in a plain one; 20 are over Zoom",
        "everything was recorded by two microphones: only the one in the table is read",
    ),
    unverified=("utterances of a full copy", "utterances per label"),
    sources=(
        "https://arxiv.org/abs/2507.09618", "https://github.com/vistec-AI/vistec-ser",
        "https://github.com/SEACrowd/seacrowd-datahub",
        "https://github.com/SuperKogito/SER-datasets",
    ),
)  # fmt: skip
