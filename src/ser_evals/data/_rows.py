"""Utterances as rows: everything that is known of each, audio and group included."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ser_evals.corpora import Corpus, Utterance
from ser_evals.data._scan import FileFacts
from ser_evals.data._stretches import bounds, is_stretch

IDENTITY = (
    "id",
    "label",
    "emotion",
    "corpus",
    "language",
    "speaker",
    "sex",
    "session",
    "group",
    "sentence",
    "split",
    "digest",
)
"""What makes a corpus another one for a finished run; ratings and transcripts do not."""


def make_row(
    corpus: Corpus,
    root: Path,
    u: Utterance,
    taxonomy: str,
    emotion: str | None,
    group: str,
    facts: FileFacts,
) -> dict[str, Any]:
    """Return an utterance's row: the columns of the dataset, "digest" and "tasks".

    Args:
        corpus: its record.
        root: the corpus's folder.
        u: utterance.
        taxonomy: the label map or task in force.
        emotion: its class under that.
        group: what folds must not divide.
        facts: of its file.
    """
    start, end = bounds(u, facts.seconds)
    return {
        "id": u.id,
        "audio": {"bytes": None, "path": str(root.resolve() / u.path)},
        "label": u.label,
        "emotion": emotion,
        "corpus": corpus.name,
        "language": u.language or corpus.languages[0],
        "speaker": u.speaker,
        "sex": u.sex,
        "session": u.session,
        "group": group,
        "sentence": u.sentence,
        "text": u.text,
        "duration": end - start,
        "split": u.split,
        "start": u.start,
        "end": u.end,
        "intensity": u.intensity,
        "arousal": u.arousal,
        "valence": u.valence,
        "dominance": u.dominance,
        "confidence": u.agreement(taxonomy),
        "votes": list(u.votes),
        "raters": list(u.raters),
        "tasks": dict(u.tasks),
        "digest": recording(u, facts),
    }


def recording(u: Utterance, facts: FileFacts) -> str:
    """Return the digest of what is heard in an utterance."""
    if not is_stretch(u):
        return facts.digest
    start, end = bounds(u, facts.seconds)
    return digest(f"{facts.digest} {start!r} {end!r}")


def digest(text: str) -> str:
    """Return BLAKE2b-128 of a text, hexadecimal."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def fingerprint(taxonomy: str, rows: Sequence[dict[str, Any]]) -> str:
    """Return a digest of ids, labels, speakers, groups, splits and recordings."""
    return digest(json.dumps([taxonomy, [[row[name] for name in IDENTITY] for row in rows]]))
