"""Dusha, the crowd part: Russian phrases for a voice assistant (Kondratenko et al., 2022)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Download,
    Remap,
    Sample,
    Utterance,
    filled,
    find_files,
    with_audio,
)
from ser_evals.errors import SerEvalsError

HOST = "https://cdn.chatwm.opensmodel.sberdevices.ru/dusha"
UNSURE = "no agreement"
# In order of preference: what the corpus's own script writes (0.9 is its default threshold, others
# have folders of their own), then what the authors trained on.
OWN = "aggregated_dataset/crowd_"
MANIFESTS = {
    "train": (f"_090/{OWN}train.", f"{OWN}train.", "/crowd_large.", "train/crowd_train."),
    "test": (f"_090/{OWN}test.", f"{OWN}test.", "test/crowd_test."),
}


def read(root: Path) -> Iterator[Utterance]:
    """Yield every recording once, with all its votes and the label of the manifest."""
    tables = find_files(root, "*.jsonl|*.tsv")
    for split in MANIFESTS:
        audio = {
            PurePosixPath(path).stem: path for path in find_files(root, f"*crowd_{split}/wavs/*")
        }
        labels = _labels(root, tables, split)
        raw = _first(tables, (f"raw_crowd_{split}.",))
        recordings = defaultdict(list)
        for row in _rows(root / raw):
            recordings[row["hash_id"]].append(row)
        rows = (_utterance(split, group, labels, audio) for group in recordings.values())
        yield from with_audio(root, rows, raw)


def _utterance(
    split: str, rows: list[dict], labels: dict[str, str], audio: dict[str, str]
) -> Utterance:
    first, votes = rows[0], [row["annotator_emo"] for row in rows]
    name = first["hash_id"]
    label = labels.get(name, UNSURE)
    return Utterance(
        name,
        audio.get(name, f"crowd_{split}/{first['audio_path']}"),
        label,
        speaker=str(first["source_id"] or "") or None,
        text=first["speaker_text"] or None,
        split=split,
        confidence=None if label == UNSURE else votes.count(label) / len(votes),
        votes=tuple(votes),
        raters=tuple(str(row["annotator_id"]) for row in rows),
    )


def _labels(root: Path, tables: Iterable[str], split: str) -> dict[str, str]:
    """Return the aggregated label of each recording that has one."""
    rows = _rows(root / _first(tables, MANIFESTS[split]))
    return {row.get("hash_id") or row["id"]: row["emotion"] for row in rows}


def _first(tables: Iterable[str], endings: Iterable[str]) -> str:
    for ending in endings:
        for table in tables:
            if f"/{table}".endswith((f"{ending}jsonl", f"{ending}tsv")):
                return table
    raise FileNotFoundError(f"{next(iter(endings))}jsonl")


def _rows(table: Path) -> Iterator[dict]:
    with open(filled(table), encoding="utf-8") as file:
        if table.suffix == ".jsonl":
            yield from (json.loads(line) for line in file if line.strip())
            return
        # Quotation marks in the texts are not doubled: these are no tables for `csv`.
        head = next(file).rstrip("\r\n").split("\t")
        for line in file:
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) != len(head):
                raise SerEvalsError(f"{table}: {line!r}: expected {len(head)} cells; restore it")
            yield dict(zip(head, cells, strict=True))


def _line(name: str, vote: str, rater: str, speaker: str = "s7") -> str:
    row = dict(hash_id=name, audio_path=f"wavs/{name}.wav", duration="2.1", annotator_emo=vote)
    row |= dict(golden_emo="", speaker_text="поставь будильник", speaker_emo="angry")
    return json.dumps(row | dict(source_id=speaker, annotator_id=rater)) + "\n"


corpus = Corpus(
    name="dusha", title="Dusha (crowd)", languages=("ru",), elicitation="acted",
    licence="Sber public licence", redistributable="labels",
    homepage="https://github.com/salute-developers/golos/tree/master/dusha",
    obtain=f"{HOST}/crowd.tar (28 GB) and {HOST}/paper_setups.tgz, both unpacked in one folder",
    downloads=(Download(f"{HOST}/crowd.tar"), Download(f"{HOST}/paper_setups.tgz")),
    citation=Citation(
        "kondratenko2022dusha",
        "V. Kondratenko and A. Sokolov and N. Karpov and O. Kutuzov and N. Savushkin and F. Minkin",
        "Large raw emotional dataset with aggregation mechanism", "", 2022,
        "https://arxiv.org/abs/2212.12266",
    ),
    utterances=201_850, speakers=2068,
    splits=dict(train=None, test=None),
    labels={
        "angry": "anger",
        UNSURE: Remap(None, None, "below 0.9 in the Dawid-Skene aggregation of the votes"),
        "neutral": "neutral", "other": "other",
        "positive": Remap(
            "happiness", "happiness", "the corpus's word for happiness; not in the 2024 paper",
        ),
        "sad": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            "crowd_train/raw_crowd_train.jsonl": _line("0a1", "angry", "r1")
            + _line("0b2", "sad", "r1")
            + _line("0a1", "neutral", "r2"),
            "crowd_train/wavs/0a1.wav": "", "crowd_train/wavs/0b2.wav": "",
            "crowd_test/raw_crowd_test.tsv": "hash_id\taudio_path\tduration\tannotator_emo\t"
            "golden_emo\tspeaker_text\tspeaker_emo\tsource_id\tannotator_id\n"
            '0c3\twavs/0c3.wav\t1.5\tpositive\t\tскажи "да"\tpositive\ts8\tr2\n',
            "crowd_test/wavs/0c3.wav": "",
            "paper_setups/crowd_large.jsonl": '{"id": "0a1", "label": 0, "emotion": "angry"}\n',
            "processed_dataset_090/aggregated_dataset/crowd_test.tsv": "hash_id\twav_path\t"
            "duration\temotion\n0c3\t../../crowd_test/wavs/0c3.wav\t1.5\tpositive\n",
        },
        utterances=(
            Utterance(
                "0a1", "crowd_train/wavs/0a1.wav", "angry", speaker="s7", text="поставь будильник",
                split="train", confidence=0.5, votes=("angry", "neutral"), raters=("r1", "r2"),
            ),
            Utterance(
                "0b2", "crowd_train/wavs/0b2.wav", UNSURE, speaker="s7", text="поставь будильник",
                split="train", votes=("sad",), raters=("r1",),
            ),
            Utterance(
                "0c3", "crowd_test/wavs/0c3.wav", "positive", speaker="s8", text='скажи "да"',
                split="test", confidence=1.0, votes=("positive",), raters=("r2",),
            ),
        ),
    ),
    problems=(
        "labels come from a manifest: processed_dataset_0*/aggregated_dataset (090 first) of its "
        "own script where it was run, else the paper_setups of the authors",
        "paper_setups leave out 'other' and the control clips of the crowd workers (golden_emo): "
        "read from them, those are among 'no agreement'",
        "the podcast part (102,113) is not read: its audio is not released",
    ),
    unverified=(
        "utterances per split and per label",
        "that the 201,850 recordings are those before aggregation",
        "that source_id names the speaker in every row of the crowd part",
        "that train and test have no speaker in common",
        "that crowd_large.jsonl holds all of the labelled training data",
    ),
    sources=("https://github.com/salute-developers/golos",),
)  # fmt: skip
