"""Training sets x test corpora: which result stands in which cell."""

from dataclasses import dataclass

from ser_evals.reporting._results import Result
from ser_evals.reporting._systems import System

REST = "all other corpora"


@dataclass(frozen=True)
class Matrix:
    """Rows are training sets, columns test corpora; a pair that was not run has no cell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], Result]


def matrix(system: System) -> Matrix:
    """Lay out a system's headline results, single corpora first so that the diagonal shows.

    Leave-one-corpus-out training sets, of which each has its own name and one test corpus,
    share a row.
    """
    lines = [result for result in system.headlines if result.uar.value == result.uar.value]
    rest = _left_one_out(lines)
    cells = {
        (
            REST if result.train in rest and not result.in_domain else result.train,
            result.test,
        ): result
        for result in lines
    }
    rows = sorted({row for row, _ in cells}, key=lambda row: (row == REST, "+" in row, row))
    return Matrix(tuple(rows), tuple(sorted({column for _, column in cells})), cells)


def _left_one_out(lines: list[Result]) -> set[str]:
    everything = {corpus for result in lines for corpus in (*result.train.split("+"), result.test)}
    found = {
        result.train
        for result in lines
        if "+" in result.train and everything - {result.test} == set(result.train.split("+"))
    }
    return found if len(found) > 1 else set()
