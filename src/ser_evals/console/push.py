"""`ser-evals push ...`."""

from typing import Any

from ser_evals.console.quiet import quiet


def corpus(**options: Any) -> None:
    """Push a corpus and say what became of it."""
    from ser_evals.hub import push_corpus

    quiet()
    print(push_corpus(**options))


def metrics(**options: Any) -> None:
    """Push `evaluate` modules, a line each."""
    from ser_evals.hub import push_metrics

    quiet()
    print(*push_metrics(**options), sep="\n")


def model(**options: Any) -> None:
    """Push a model and say what became of it."""
    from ser_evals.hub import push_model

    quiet()
    print(push_model(**options))


def results(**options: Any) -> None:
    """Push results and say what became of them."""
    from ser_evals.hub import push_results

    quiet()
    print(push_results(**options))
