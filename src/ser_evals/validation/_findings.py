"""What a validation returns."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Item:
    """One case of a finding.

    Args:
        ids: the utterances, or files where there is no utterance, that it is about.
        note: what was found there.
    """

    ids: tuple[str, ...]
    note: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (" = ".join(self.ids), self.note) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Args:
        check: its name.
        severity: an error is no copy of what the record describes, or a leak; a warning deserves a
            look; a note is for information.
        message: what was found and what was expected, in one line.
        items: the cases.
    """

    check: str
    severity: Severity
    message: str
    items: tuple[Item, ...]

    @property
    def count(self) -> int:
        """Number of cases."""
        return len(self.items)


@dataclass(frozen=True, kw_only=True)
class Validation:
    """A local copy of a corpus, compared with its record.

    Args:
        corpus: name.
        record: version of the record.
        package: version of ser-evals.
        found: number of "utterances", "speakers", "files", "hours", and counts by name of "labels",
            "splits", "sampling_rates" (Hz) and "channels".
        expected: the same for a full copy, as far as it is known; of the rates only the usual one.
        findings: errors first.
        seconds: time that it took.
    """

    corpus: str
    record: str
    package: str
    found: Mapping[str, Any]
    expected: Mapping[str, Any]
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether none of the findings is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    @property
    def files_per_second(self) -> float:
        """Audio files looked at per second."""
        return self.found.get("files", 0) / self.seconds

    def json(self) -> str:
        """Return everything as JSON, all cases included."""
        fields = asdict(self)
        for written, finding in zip(fields["findings"], self.findings, strict=True):
            written["count"] = finding.count
        fields["seconds"] = round(self.seconds, 3)
        fields["files_per_second"] = round(self.files_per_second, 1)
        return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def finding(check: str, severity: Severity, message: str, items: list[Item]) -> list[Finding]:
    """Return the finding, or nothing where there are no cases."""
    return [Finding(check, severity, message, tuple(items))] if items else []
