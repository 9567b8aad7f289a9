"""PAVOQUE: one German actor, neutral and four expressive styles (Steiner et al., 2013)."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

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
from ser_evals.errors import SerEvalsError

COMMIT = "615be57328e5a608f5a110084ad54a5206823c2e"
RELEASE = "https://github.com/marytts/pavoque-data/releases/download/v0.2"


def read(root: Path) -> Iterator[Utterance]:
    """Read the stretches that each YAML file lists; its long recording lies beside it."""
    audio = {PurePosixPath(p).stem: p for p in find_files(root, "*pavoque-*.flac|*pavoque-*.wav")}
    for table in find_files(root, "*pavoque-*.yaml"):
        name = PurePosixPath(table).stem
        path = audio.get(name, f"{name}.flac")
        rows = [_utterance(entry, path) for entry in _entries(root / table)]
        yield from with_audio(root, rows, table)


def _entries(path: Path) -> list[dict[str, object]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), loader)
        lacking = {"prompt", "text", "style", "start", "end"} - set(entries[0])
    except (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError) as error:
        raise SerEvalsError(f"{path} is no list of utterances in YAML; get it again") from error
    if lacking:
        raise SerEvalsError(f"{path} lacks {', '.join(sorted(lacking))}; get release v0.2 of it")
    return entries


def _utterance(entry: dict[str, object], path: str) -> Utterance:
    return Utterance(
        f"{entry['prompt']}-{entry['style']}",
        path,
        str(entry["style"]).lower(),
        speaker="Stefan Röttig",
        sex="male",
        sentence=re.sub("[a-z]$", "", str(entry["prompt"])),  # Further takes end in a letter.
        text=str(entry["text"]),
        start=float(entry["start"]),
        end=float(entry["end"]),
    )


corpus = Corpus(
    name="pavoque", title="PAVOQUE", languages=("de",), elicitation="acted",
    licence="CC-BY-NC-SA-4.0", redistributable="audio",
    homepage="https://github.com/marytts/pavoque-data",
    obtain="https://github.com/marytts/pavoque-data/releases",
    downloads=(
        Download(f"https://github.com/marytts/pavoque-data/archive/{COMMIT}.zip", strip=1),
        *(
            Download(f"{RELEASE}/pavoque-{style}.flac")
            for style in ("angry", "happy", "neutral", "poker", "sad")
        ),
    ),
    citation=Citation(
        "steiner2013pavoque", "I. Steiner and M. Schröder and A. Klepp",
        "The PAVOQUE corpus as a resource for analysis and synthesis of expressive speech",
        "Phonetik & Phonologie 9", 2013, "https://github.com/marytts/pavoque-data",
    ),
    utterances=7334, speakers=1, sampling_rate=44_100,
    counts=dict(angry=724, happy=746, neutral=4344, poker=819, sad=701),
    labels={
        "angry": "anger", "happy": "happiness", "neutral": "neutral",
        "poker": Remap("other", "neutral", "a cool poker player; not in the 2024 paper"),
        "sad": "sadness",
    },
    read=read,
    sample=Sample(
        files={
            "pavoque-angry.flac": "",
            "pavoque-angry.yaml": "- prompt: spike0008a\n  text: Na so was!\n  style: angry\n"
            "  start: 0.0\n  end: 0.1\n  segments:\n  - {lab: n, end: 0.05}\n",
        },
        utterances=(Utterance(
            "spike0008a-angry", "pavoque-angry.flac", "angry", speaker="Stefan Röttig", sex="male",
            sentence="spike0008", text="Na so was!", start=0.0, end=0.1,
        ),),
    ),
    problems=(
        "1892 are further takes (pavoque-outtakes), their ids end in a letter; without them 5442",
        "one speaker: folds by speaker are impossible, folds by sentence are the next best",
    ),
    unverified=("address of pavoque-outtakes.flac: it is not among the downloads",),
    sources=("https://github.com/marytts/pavoque-data", "https://github.com/emo-box/EmoBox"),
)  # fmt: skip
