"""M3ED: dialogues of two from 56 Chinese television series, labels by three (Zhao et al., 2022)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, filled, find_files, with_audio
from ser_evals.errors import SerEvalsError

SPLITS = {"train": "train", "val": "dev", "test": "test"}
RATERS = ("EmoAnnotator1", "EmoAnnotator2", "EmoAnnotator3")


def read(root: Path) -> Iterator[Utterance]:
    """Yield the utterances of annotation.json."""
    found = find_files(root, "*annotation.json", skip="relation")
    if not found:
        raise FileNotFoundError("annotation.json")
    table = root / found[0]
    splits = {}
    for name, split in SPLITS.items():
        listed = table.with_name("splitInfo") / f"movie_list_{name}.txt"
        splits |= dict.fromkeys(filled(listed).read_text(encoding="utf-8").split(), split)
    audio = {PurePosixPath(path).stem: path for path in find_files(root)}
    series = json.loads(table.read_text(encoding="utf-8"))
    turns = (
        _utterance(title, scene, name, turn, scenes[scene]["SpeakerInfo"], splits, audio)
        for title, scenes in series.items()
        for scene in scenes
        for name, turn in scenes[scene]["Dialog"].items()
    )
    return with_audio(root, turns, found[0])


def _utterance(
    title: str,
    scene: str,
    name: str,
    turn: Mapping[str, str | dict[str, str]],
    people: Mapping[str, Mapping[str, str]],
    splits: Mapping[str, str],
    audio: Mapping[str, str],
) -> Utterance:
    if title not in splits:
        raise SerEvalsError(f"{title!r} is in none of splitInfo/movie_list_*.txt; complete them")
    letter, given = turn["Speaker"], turn["EmoAnnotation"]
    label = given["final_main_emo"].lower()
    votes = [
        (rater, vote.strip().lower())
        for rater in RATERS
        for vote in (given.get(rater) or "").split(",")
        if vote.strip()
    ]
    raters = {rater for rater, _ in votes}
    agree = {rater for rater, vote in votes if vote == label}
    return Utterance(
        name,
        audio.get(f"{letter}_{name}", f"modality_speech/{letter}_{name}.wav"),
        label,
        # Characters of one name live in several series.
        speaker=f"{title}_{people[letter]['Name'].strip()}",
        sex={"female": "female", "male": "male"}.get(
            (people[letter].get("Gender") or "").strip().lower()
        ),
        session=scene,
        text=turn["Text"],
        split=splits[title],
        confidence=len(agree) / len(raters) if raters else None,
        votes=tuple(vote for _, vote in votes),
        raters=tuple(rater for rater, _ in votes),
    )


SAMPLE = """{"serie": {"serie_1": {
"SpeakerInfo": {"A": {"Name": "李明", "Age": "mid", "Gender": "female", "OtherName": []},
                "B": {"Name": "王芳", "Age": "mid", "Gender": "male", "OtherName": []}},
"Dialog": {
"serie_1_1": {"StartTime": "00:00:00:01", "EndTime": "00:00:01:03", "Text": "今天下雨",
 "Speaker": "A", "EmoAnnotation": {"EmoAnnotator1": "Sad", "EmoAnnotator2": "Sad,Anger",
  "EmoAnnotator3": "Neutral", "final_mul_emo": "Sad", "final_main_emo": "Sad"}},
"serie_1_2": {"StartTime": "00:00:01:04", "EndTime": "00:00:02:00", "Text": "是吗",
 "Speaker": "B", "EmoAnnotation": {"final_mul_emo": "Neutral", "final_main_emo": "Neutral"}}
}}}}"""

corpus = Corpus(
    name="m3ed", title="M3ED", languages=("zh",), elicitation="acted",
    licence="none stated", redistributable="labels",
    homepage="https://github.com/AIM3-RUC/RUCM3ED",
    obtain="https://github.com/AIM3-RUC/RUCM3ED (annotation.json, splitInfo), beside them the "
    "folder modality_speech from https://pan.baidu.com/s/1JvaTabyKoQiWx2GtAIhpdw (code 6b5q)",
    citation=Citation(
        "zhao2022m3ed",
        "J. Zhao and T. Zhang and J. Hu and Y. Liu and Q. Jin and X. Wang and H. Li",
        "M3ED: multi-modal multi-scene multi-label emotional dialogue database",
        "Annual Meeting of the Association for Computational Linguistics", 2022,
        "10.18653/v1/2022.acl-long.391",
    ),
    utterances=24_437, speakers=635, sampling_rate=16_000,
    counts=dict(
        anger=5231, disgust=1497, fear=395, happy=2286, neutral=10021, sad=3957, surprise=1050,
    ),
    splits=dict(train=17_420, dev=2819, test=4198),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "happy": "happiness",
        "neutral": "neutral", "sad": "sadness", "surprise": "surprise",
    },
    read=read,
    sample=Sample(
        files={
            "annotation.json": SAMPLE, "splitInfo/movie_list_train.txt": "serie\n",
            "splitInfo/movie_list_val.txt": "fendou\n", "splitInfo/movie_list_test.txt": "woju\n",
            "modality_speech/A_serie_1_1.wav": "", "modality_speech/B_serie_1_2.wav": "",
        },
        utterances=(
            Utterance(
                "serie_1_1", "modality_speech/A_serie_1_1.wav", "sad", speaker="serie_李明",
                sex="female", session="serie_1", text="今天下雨", split="train", confidence=2 / 3,
                votes=("sad", "sad", "anger", "neutral"),
                raters=("EmoAnnotator1", "EmoAnnotator2", "EmoAnnotator2", "EmoAnnotator3"),
            ),
            Utterance(
                "serie_1_2", "modality_speech/B_serie_1_2.wav", "neutral", speaker="serie_王芳",
                sex="male", session="serie_1", text="是吗", split="train",
            ),
        ),
    ),
    problems=(
        "the paper counts 24,449 utterances: 12 have no audio in the release",
        "speakers are characters, told apart by series and name (635, the paper counts 626): an "
        "actor who plays in two series, or a character with two names, counts as two",
        "the official split is by series: the voice of an actor may be in training and in test",
        "utterances may have several emotions (final_mul_emo): the label is the main one",
        "the audio is cut from television series: expect music and other voices",
    ),
    unverified=("the terms of use of the audio", "how several votes of one rater are separated"),
    sources=("https://github.com/AIM3-RUC/RUCM3ED", "https://github.com/emo-box/EmoBox"),
)  # fmt: skip
