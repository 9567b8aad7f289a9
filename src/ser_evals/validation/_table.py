"""A validation as the command line shows it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ser_evals.validation._findings import Validation

SHOWN = 3
STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def print_validation(validation: Validation) -> None:
    """Print what was found beside what was expected, and a few cases of each finding."""
    console = Console()
    if validation.found:
        counts = Table("", validation.corpus, "full copy", box=None)
        for row in _counts(validation.found, validation.expected):
            counts.add_row(*map(Text, row))
        console.print(counts)
    findings = Table("finding", "cases", "what", box=None)
    for found in validation.findings:
        cases = [str(item) for item in found.items[:SHOWN]]
        cases += [f"... {found.count - SHOWN} more"] * (found.count > SHOWN)
        what = Text("\n".join([found.message, *(f"  {case}" for case in cases)]))
        findings.add_row(Text(found.check, STYLES[found.severity]), str(found.count), what)
    if validation.findings:
        console.print(findings)
    console.print(_summary(validation), highlight=False, markup=False)


def _counts(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in ("utterances", "speakers"):
        yield name, str(found[name]), _or_unknown(expected[name])
    for name in ("labels", "splits"):
        for key in sorted(found[name] | expected[name]):
            full = _or_unknown(expected[name].get(key))
            yield f"{name[:-1]} {key}", str(found[name].get(key, 0)), full
    yield "files", str(found["files"]), ""
    yield "hours", f"{found['hours']:.2f}", ""
    yield "Hz (files)", _numbers(found["sampling_rates"]), _or_unknown(expected["sampling_rate"])
    yield "channels (files)", _numbers(found["channels"]), ""


def _or_unknown(number: int | None) -> str:
    return "unknown" if number is None else str(number)


def _numbers(counts: dict[int, int]) -> str:
    return ", ".join(f"{value} ({count})" for value, count in counts.items())


def _summary(validation: Validation) -> str:
    number = Counter(found.severity for found in validation.findings)
    said = ", ".join(f"{number[kind]} {kind}{'s' * (number[kind] != 1)}" for kind in STYLES)
    speed = f"{validation.seconds:.1f} s, {validation.files_per_second:,.0f} files/s"
    return f"{validation.corpus}: {said} ({speed})"
