"""Pictures of one system: Matplotlib figures of their own, nothing global is touched."""

import io
import warnings
from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure

from ser_evals.paths import write_atomically
from ser_evals.predictions import Predictions
from ser_evals.scorecard._confusion import confusion
from ser_evals.scorecard._parts import class_sets, conditions
from ser_evals.scorecard._speakers import speakers
from ser_evals.scoring import group_rows, score_rows

STYLE = ["default", {"svg.hashsalt": "ser-evals", "svg.fonttype": "none", "font.size": 10}]


def draw(predictions: Predictions, folder: Path, *, prior: str) -> list[Path]:
    """Draw the confusion and, where there are several, the speakers' UARs, per condition.

    Args:
        predictions: of one system.
        folder: where confusion.png, confusion.svg, speakers.png and speakers.svg go; with several
            conditions their names begin with the condition.
        prior: see `ser_evals.scoring.PRIORS`.

    Returns:
        The files.
    """
    files: list[Path] = []
    parts = dict(conditions(predictions))
    for condition, part in parts.items():
        classes = class_sets(part)[0]
        setting = "in_domain" if classes == "present" else "out_of_domain"
        rows, found = score_rows(part, setting=setting, prior=prior, class_sets=[classes])
        if not rows:
            continue
        overall = next(row for row in rows if row["metric"] == "uar")
        front = f"{_safe(condition)}-" if len(parts) > 1 else ""
        with matplotlib.style.context(STYLE):
            figure = confusion(found[0]["counts"], part.classes, overall)
            files += _save(figure, folder / f"{front}confusion")
            each = group_rows(part, prior=prior, classes=classes, by=["speaker"])
            uars = [row for row in each if row["metric"] == "uar"]
            if uars:
                files += _save(speakers(uars, overall), folder / f"{front}speakers")
    return files


def _save(figure: Figure, stem: Path) -> list[Path]:
    files = []
    for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
        content, path = io.BytesIO(), stem.with_name(f"{stem.name}.{kind}")
        with warnings.catch_warnings():
            # A name in a script that the font lacks is drawn as boxes in the PNG, not in the SVG.
            warnings.filterwarnings("ignore", message="Glyph")
            figure.savefig(content, format=kind, dpi=160, metadata=metadata, bbox_inches="tight")
        write_atomically(path, content.getvalue())
        files.append(path)
    return files


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name) or "none"
