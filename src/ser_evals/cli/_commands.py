"""What each command does: the public function of its name, and what it prints."""

import importlib
from typing import Any

from ser_evals.cli._output import show
from ser_evals.console.quiet import quiet


def run(**options: Any) -> None:
    quiet()
    from ser_evals.benchmark import run

    show(run(**options), options["output"])


def demo(**options: Any) -> None:
    quiet()
    from ser_evals.demo import OUTPUT, demo

    show(demo(**options), options.get("output", OUTPUT))
    data = options.get("data_dir")
    if data is None:
        print("These are synthetic voices: the scores say nothing about emotion recognition.")
    print(
        "Next, real speech and a real encoder (ser-evals corpora list, ser-evals backbones list):\n"
        f"  ser-evals run --train emodb --test emodb urdu --data-dir {data or '~/corpora'} "
        "--backbone openai/whisper-small --output results/first"
    )


def report(**options: Any) -> None:
    from ser_evals.benchmark import report

    show(report(**options), options["output"])


def score(**options: Any) -> None:
    from ser_evals.console.scores import print_scores
    from ser_evals.scorecard import score

    print_scores(score(**options))


def export(**options: Any) -> None:
    from ser_evals.console.export import export

    export(**options)


def predict(**options: Any) -> int:
    from ser_evals.console.predict import predict

    return predict(**options)


def verify(**options: Any) -> int:
    from ser_evals.console.verify import verify

    return verify(**options)


def act(group: str, action: str, **options: Any) -> int | None:
    """Do an action of a group of small commands."""
    console = importlib.import_module(f"ser_evals.console.{group}")
    return getattr(console, action)(**options)
