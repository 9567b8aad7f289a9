"""MSP-Podcast: turns of podcasts under free licences, rated by many (Lotfian and Busso, 2019)."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import (
    Citation,
    Corpus,
    Remap,
    Sample,
    Task,
    Utterance,
    find_files,
    read_rows,
    with_audio,
)
from ser_evals.errors import SerEvalsError, unknown

LABELS = {"A": "anger", "C": "contempt", "D": "disgust", "F": "fear", "H": "happiness"}
LABELS |= {"N": "neutral", "O": "other", "S": "sadness", "U": "surprise", "X": "no agreement"}
FOUR = ("anger", "happiness", "neutral", "sadness")
WORDS = {"Angry": "anger", "Happy": "happiness", "Sad": "sadness"}

# Test1 is the test set of the papers; the later ones share speakers with it.
SPLITS = {"Train": "train", "Development": "dev", "Validation": "dev", "Test1": "test"}
SPLITS |= {"Test2": None, "Test3": None}
SEX = {"Female": "female", "Male": "male", "Unknown": None}


def read(root: Path) -> Iterator[Utterance]:
    """Yield the rows of the consensus table, with the raters' votes and the transcript if any."""
    names = "*labels_consensus.csv|*labels_concensus.csv"
    tables = sorted(find_files(root, names, skip="Previous"), key=lambda path: path.count("/"))
    if not tables:
        raise FileNotFoundError("labels_consensus.csv")
    table = root / tables[0]
    audio = {PurePosixPath(path).name: path for path in find_files(root, skip="Previous")}
    votes = _votes(table.with_name("labels_detailed.csv"))
    # Beside the folder Labels, or beside the table where it lies in the folder itself.
    transcripts = root / PurePosixPath(tables[0]).parent.parent / "Transcripts"
    rows = (_utterance(table, row, audio, votes, transcripts) for row in read_rows(table))
    return with_audio(root, rows, tables[0])


def _utterance(
    table: Path,
    row: dict[str, str],
    audio: dict[str, str],
    votes: dict[str, list[tuple[str, str]]],
    transcripts: Path,
) -> Utterance:
    # Older releases write some names in other cases.
    row = {column.lower().replace("_", ""): value for column, value in row.items()}
    name = row["filename"].removesuffix(".wav")
    for kind, known, value in (
        ("label", LABELS, row["emoclass"]),
        ("split", SPLITS, row["splitset"]),
        ("gender", SEX, row["gender"]),
    ):
        if value not in known:
            raise unknown(kind, value, known, f" of {name}")
    label, mine = LABELS[row["emoclass"]], votes.get(name, [])
    text = transcripts / f"{name}.txt"
    return Utterance(
        name,
        audio.get(f"{name}.wav", f"{name}.wav"),
        label,
        speaker=None if row["spkrid"].lower() in ("unknown", "") else row["spkrid"],
        sex=SEX[row["gender"]],
        text=text.read_text(encoding="utf-8").strip() or None if text.is_file() else None,
        split=SPLITS[row["splitset"]],
        arousal=_rating(table, name, "EmoAct", row["emoact"]),
        valence=_rating(table, name, "EmoVal", row["emoval"]),
        dominance=_rating(table, name, "EmoDom", row["emodom"]),
        confidence=_agreement(label, [vote for _, vote in mine]),
        votes=tuple(vote for _, vote in mine),
        raters=tuple(rater for rater, _ in mine),
    )


def _rating(table: Path, name: str, column: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SerEvalsError(
            f"{table}: {name}: {column} is {text!r}: expected a number; restore the table"
        ) from None


def _votes(table: Path) -> dict[str, list[tuple[str, str]]]:
    """Return name -> (rater, vote) pairs: releases 1.11 and 1.12 pack a rating into one cell."""
    votes = defaultdict(list)
    for row in read_rows(table) if table.is_file() else ():
        if "EmoDetail" in row:
            rater, vote = row["EmoDetail"].split(";")[:2]
        else:
            rater, vote = row.get("WorkerID") or row["Workers"], row["EmoClass_Major"]
        votes[row["FileName"].removesuffix(".wav")].append((rater.strip(), vote.strip()))
    return votes


def _agreement(label: str, votes: list[str]) -> float | None:
    if label == "no agreement" or not votes:
        return None
    words = [vote.split("-")[0].strip() for vote in votes]
    return sum(WORDS.get(word, word.lower()) == label for word in words) / len(words)


corpus = Corpus(
    name="msp_podcast", title="MSP-Podcast", languages=("en",), elicitation="natural",
    licence="academic licence of UT Dallas, signed by the institution", redistributable="nothing",
    homepage="https://ecs.utdallas.edu/research/researchlabs/msp-lab/MSP-Podcast.html",
    obtain="academic licence, signed by the institution, requested at https://ecs.utdallas.edu/"
    "research/researchlabs/msp-lab/MSP-Podcast.html; the folder holds Audios, Labels, Transcripts",
    citation=Citation(
        "lotfian2019msppodcast", "R. Lotfian and C. Busso",
        "Building naturalistic emotionally balanced speech corpus by retrieving emotional speech "
        "from existing podcast recordings",
        "IEEE Transactions on Affective Computing", 2019, "10.1109/TAFFC.2017.2736999", "article",
    ),
    utterances=149_307, speakers=None, sampling_rate=16_000,
    splits=dict(train=84_030, dev=19_815, test=30_647),
    dimensions={"arousal": (1, 7), "valence": (1, 7), "dominance": (1, 7)},
    labels={
        "anger": "anger",
        "contempt": Remap(
            "other", "disgust", "none of the seven basic ones; 2024 habit: contempt as disgust",
        ),
        "disgust": "disgust", "fear": "fear", "happiness": "happiness", "neutral": "neutral",
        "no agreement": Remap(None, None, "no label has a plurality of the raters ('X')"),
        "other": "other", "sadness": "sadness", "surprise": "surprise",
    },
    tasks={
        "msp_podcast_4cl": Task(
            FOUR, {label: label if label in FOUR else None for label in LABELS.values()},
            "four classes of release 1.11: 44,586 to train on, 11,947 dev, 20,845 in Test1",
        ),
    },
    read=read,
    sample=Sample(
        files={
            "Labels/labels_consensus.csv": "FileName,EmoClass,EmoAct,EmoVal,EmoDom,SpkrID,Gender,"
            "Split_Set\nMSP-PODCAST_0003_0012.wav,H,5.2,5.8,4.5,17,Female,Test1\n"
            "MSP-PODCAST_0004_0002.wav,X,4.0,3.0,4.0,Unknown,Unknown,Test2\n",
            "Labels/labels_detailed.csv": "FileName,EmoDetail\n"
            'MSP-PODCAST_0003_0012.wav,"WORKER0001; Happy; Happy,Amused; A:5.0; V:6.0; D:4.0;"\n'
            'MSP-PODCAST_0003_0012.wav,"WORKER0002; Other-Proud; ; A:5.0; V:6.0; D:5.0;"\n',
            "Transcripts/MSP-PODCAST_0003_0012.txt": "And then it just worked.\n",
            "Audios/MSP-PODCAST_0003_0012.wav": "", "Audios/MSP-PODCAST_0004_0002.wav": "",
        },
        utterances=(
            Utterance(
                "MSP-PODCAST_0003_0012", "Audios/MSP-PODCAST_0003_0012.wav", "happiness",
                speaker="17", sex="female", text="And then it just worked.", split="test",
                arousal=5.2, valence=5.8, dominance=4.5, confidence=0.5,
                votes=("Happy", "Other-Proud"), raters=("WORKER0001", "WORKER0002"),
            ),
            Utterance(
                "MSP-PODCAST_0004_0002", "Audios/MSP-PODCAST_0004_0002.wav", "no agreement",
                arousal=4.0, valence=3.0, dominance=4.0,
            ),
        ),
    ),
    problems=(
        "counts are those of release 1.11 without Test3, whose labels are hidden (2347 of 151,654)",
        "other releases: 1.8 has 73,042 turns, 1.12 has 207,136, 2.0 has 264,705 labelled; labels "
        "and partitions are corrected between releases, so name the release with every score",
        "the official test set is Test1; Test2 (14,815 turns, drawn at random) and Test3 have no "
        "split here: they share speakers with Test1",
        "a turn of an unknown speaker may be of a voice that is known by a number elsewhere: only "
        "the official split keeps them apart",
        "training includes turns of unknown speakers; speakers per set: 1409, 454, 237 (Test1), "
        "117 (Test2), with overlap between the test sets",
        "MSP-PODCAST_1023_0235 of release 1.8 is stereo at 44.1 kHz",
    ),
    unverified=("utterances per label of release 1.11", "the number of speakers without overlap"),
    sources=(
        "https://ecs.utdallas.edu/research/researchlabs/msp-lab/MSP-Podcast.html",
        "https://openreview.net/attachment?id=6p9n68cxGM&name=supplementary_material",
        "https://github.com/Strong-AI-Lab/emotion", "https://github.com/felixbur/nkululeko",
        "https://github.com/emo-box/EmoBox",
    ),
)  # fmt: skip
