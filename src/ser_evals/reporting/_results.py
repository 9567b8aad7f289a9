"""From scores.csv's rows to results: one per run, prior and class set, with all of its metrics."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from ser_evals.errors import SerEvalsError

SYSTEM = (
    "backbone", "revision", "protocol", "mode", "layer", "context", "taxonomy", "condition",
)  # fmt: skip
ADDRESS = ("train", "test", "setting", "prior", "classes")
COUNTS = ("seeds", "speakers", "utterances")
COLUMNS = (
    *SYSTEM, *ADDRESS, "metric", "value", "ci_low", "ci_high", *COUNTS, "ci_unit", "warnings",
)  # fmt: skip
RECALL = "recall_"


@dataclass(frozen=True, slots=True)
class Value:
    """A score with its interval; NaN where there is none."""

    value: float
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Every metric of one run under one prior over one class set.

    Args:
        values: metric name -> score, in [0, 1].
        speakers: test speakers, None where nobody knows.
        unit: what the interval resamples: "speaker", "utterance" or "".
        headline: whether this is the line that stands for the run.
    """

    train: str
    test: str
    setting: str
    prior: str
    classes: str
    values: Mapping[str, Value]
    seeds: int | None = None
    speakers: int | None = None
    utterances: int | None = None
    unit: str = ""
    warnings: tuple[str, ...] = ()
    headline: bool = field(default=False)

    @property
    def run(self) -> tuple[str, str, str]:
        return self.train, self.test, self.setting

    @property
    def in_domain(self) -> bool:
        return self.setting == "in_domain"

    @property
    def uar(self) -> Value:
        return self.values.get("uar", Value(float("nan")))

    @property
    def recalls(self) -> dict[str, Value]:
        """Class -> recall, for the classes that were scored."""
        found = {name: v for name, v in self.values.items() if name.startswith(RECALL)}
        return {name.removeprefix(RECALL): v for name, v in found.items() if v.value == v.value}

    @property
    def chance(self) -> float | None:
        """UAR of a predictor that ignores its input: one over the number of classes."""
        return 1 / len(self.recalls) if self.recalls else None

    @property
    def speaker_dependent(self) -> bool:
        """In-domain, and the head may have heard the speakers that it is tested on."""
        said = any(re.search("speaker.dependent|no speaker", w.lower()) for w in self.warnings)
        return self.in_domain and (said or self.speakers is None)


def checked(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the scores with text columns as text, whatever a CSV reader made of empty fields.

    Raises:
        SerEvalsError: columns are missing, or there is no row.
    """
    if missing := [name for name in COLUMNS if name not in scores.columns]:
        raise SerEvalsError(
            f"the scores lack the column{'s' * (len(missing) > 1)} {', '.join(missing)}: "
            "give the table that a run writes (OUTPUT/scores.csv), unchanged"
        )
    if scores.empty:
        raise SerEvalsError("the scores are empty: run something first, there is nothing to report")
    text = [*SYSTEM, *ADDRESS, "metric", "ci_unit", "warnings"]
    clean = {name: scores[name].astype(object).where(scores[name].notna(), "") for name in text}
    return scores.assign(**{name: column.map(str) for name, column in clean.items()})


def split_warnings(text: str) -> tuple[str, ...]:
    """Split the "; "-joined text of a scores row."""
    return tuple(part.strip() for part in text.split("; ") if part.strip())


def results(scores: pd.DataFrame) -> list[Result]:
    """Gather one system's rows into results, in the order of their addresses."""
    return [
        _result(dict(zip(ADDRESS, address, strict=True)), rows)
        for address, rows in scores.groupby(list(ADDRESS), sort=True)
    ]


def _result(address: dict[str, str], rows: pd.DataFrame) -> Result:
    uar = rows[rows["metric"] == "uar"]
    lead = (uar if len(uar) else rows).iloc[0]
    numbers = rows[["value", "ci_low", "ci_high"]].astype(float).itertuples(index=False)
    values = {name: Value(*row) for name, row in zip(rows["metric"], numbers, strict=True)}
    warnings = dict.fromkeys(w for text in rows["warnings"] for w in split_warnings(text))
    counts = {name: None if pd.isna(lead[name]) else int(lead[name]) for name in COUNTS}
    return Result(
        **address, values=values, unit=lead["ci_unit"], warnings=tuple(warnings), **counts
    )
