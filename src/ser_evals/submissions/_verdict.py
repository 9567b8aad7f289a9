"""What a verification finds."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["passed", "flagged", "failed", "unchecked"]
GRADES = ("refused", "consistent", "reproduced")


@dataclass(frozen=True)
class Check:
    """One thing that was checked.

    Args:
        name: of the check.
        state: "passed"; "flagged": it holds, with what a reader must know; "failed"; "unchecked".
        reason: in one line.
    """

    name: str
    state: State
    reason: str


@dataclass(frozen=True)
class RunVerdict:
    """What was found of one run.

    Args:
        run: its address.
        checks: in the order in which they were made; the last may be "rerun".
    """

    run: str
    checks: tuple[Check, ...]

    @property
    def grade(self) -> str:
        """ "refused", "consistent", or "reproduced" where answers were inferred again."""
        states = {check.name: check.state for check in self.checks}
        if "failed" in states.values() or states.get("scores") == "unchecked":
            return "refused"
        return "reproduced" if states.get("rerun") == "passed" else "consistent"


@dataclass(frozen=True)
class Verdict:
    """What was found of a submission.

    Args:
        submission: what was given.
        runs: one entry each.
        rerun: how many answers of each run were to be inferred again.
        seed: of the draw of these answers.
        commit: of the dataset on the Hub that was verified; "" for a folder.
    """

    submission: str
    runs: tuple[RunVerdict, ...]
    rerun: int
    seed: int | None
    commit: str = ""

    @property
    def grade(self) -> str:
        """The lowest of its runs' grades."""
        return min((run.grade for run in self.runs), key=GRADES.index)

    @property
    def passed(self) -> bool:
        """Whether every run has the grade that was asked for."""
        return self.grade == "reproduced" if self.rerun else self.grade != "refused"

    def to_dict(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        runs = [asdict(run) | {"grade": run.grade} for run in self.runs]
        return asdict(self) | {"grade": self.grade, "passed": self.passed, "runs": runs}
