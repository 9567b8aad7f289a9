"""The command line: one command per public function, same names, same parameters."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from ser_evals.errors import SerEvalsError, unknown

USER_ERROR, INTERRUPTED = 2, 130


class _Parser(argparse.ArgumentParser):
    """One line for a mistake, with the nearest name where there is one."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = map(str, action.choices)
            raise argparse.ArgumentError(None, str(unknown("command", value, known)))

    def error(self, message: str) -> NoReturn:
        self.exit(USER_ERROR, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: words after the program's name; those of the process by default.

    Returns:
        0, or 2 for a mistake of the user's (one line on standard error), or 130 if interrupted.
    """
    options = vars(_parser().parse_args(arguments))
    command: Callable[..., Any] = options.pop("command")
    debug = options.pop("debug")
    level = logging.DEBUG if debug else logging.INFO
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("ser_evals").setLevel(level)
    try:
        return command(**options) or 0
    except SerEvalsError as error:
        if debug:
            raise
        print(f"ser-evals: {' '.join(str(error).split())}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt:
        print("\nInterrupted. What is finished is kept: run the same again.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except OSError as error:
        if debug:
            raise
        print(f"ser-evals: {error}", file=sys.stderr)
        return USER_ERROR


def _run(**options: Any) -> None:
    _quiet()
    from ser_evals.benchmark import run

    _show(run(**options), options["output"])


def _demo(**options: Any) -> None:
    _quiet()
    from ser_evals.demo import OUTPUT, demo

    _show(demo(**options), options.get("output", OUTPUT))
    data = options.get("data_dir")
    if data is None:
        print("These are synthetic voices: the scores say nothing about emotion recognition.")
    print(
        "Next, real speech and a real encoder (ser-evals corpora list, ser-evals backbones list):\n"
        f"  ser-evals run --train emodb --test emodb urdu --data-dir {data or '~/corpora'} "
        "--backbone openai/whisper-small --output results/first"
    )


def _report(**options: Any) -> None:
    from ser_evals.benchmark import report

    _show(report(**options), options["output"])


def _score(**options: Any) -> None:
    from ser_evals.console import print_scores
    from ser_evals.scorecard import score

    print_scores(score(**options))


def _corpora(action: str, **options: Any) -> int | None:
    from ser_evals import console

    return getattr(console, f"corpora_{action}")(**options)


def _backbones(action: str) -> None:
    from ser_evals import console

    getattr(console, f"backbones_{action}")()


def _metrics(action: str) -> None:
    from ser_evals import console

    getattr(console, f"metrics_{action}")()


def _show(scores: Any, output: str) -> None:
    from pathlib import Path

    from ser_evals.reporting import table

    print(table(scores))
    print(f"Report: {(Path(output).expanduser() / 'report.html').resolve()}")


def _quiet() -> None:
    """Keep bars of other libraries from drawing over ours."""
    import huggingface_hub
    import transformers

    huggingface_hub.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="ser-evals", description="Benchmark speech emotion recognition.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--debug", action="store_true", help="show tracebacks and details")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, function: Callable[..., Any], text: str, to: Any = commands) -> _Parser:
        # What is not given is left to the function's own default, the only place it stands in.
        unset = argparse.SUPPRESS
        made = to.add_parser(
            name, help=text, description=text, parents=[shared], argument_default=unset
        )
        made.set_defaults(command=function)
        return made

    demo = add("demo", _demo, "run the benchmark on synthetic speech, or on your corpora")
    demo.add_argument("--data-dir", help="folder with one folder per corpus")
    demo.add_argument("--output", help="folder for the results (results/demo)")
    demo.add_argument("--backbone", help="see 'run' (mfcc)")
    _add_run(add("run", _run, "train heads, test them in-domain and zero-shot, write the report"))
    report = add("report", _report, "score finished runs again and write the report")
    report.add_argument("output", help="what 'run' was given as --output")
    _add_score(add("score", _score, "score or compare anyone's predictions"))
    _add_corpora(add, commands)
    group = commands.add_parser("backbones", help="what is known of backbones")
    actions = group.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)
    add("list", _backbones, "list the backbones that have a record", actions).set_defaults(
        action="list"
    )
    group = commands.add_parser("metrics", help="metrics, and the modules for evaluate.load")
    actions = group.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)
    add("list", _metrics, "list the metrics", actions).set_defaults(action="list")
    install = add("install", _metrics, 'make evaluate.load("uar") find our modules', actions)
    install.set_defaults(action="install")
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument(
        "--train",
        nargs="+",
        required=True,
        metavar="CORPUS",
        help="training sets; emodb+urdu trains on both at once",
    )
    run.add_argument(
        "--test",
        nargs="+",
        required=True,
        metavar="CORPUS",
        help="in the training set: in-domain; otherwise zero-shot",
    )
    run.add_argument(
        "--backbone",
        help="name from 'backbones list', Hub id, or checkpoint folder",
    )
    run.add_argument("--data-dir", required=True, help="folder with one folder per corpus")
    run.add_argument("--output", required=True, help="folder for predictions, scores and report")
    run.add_argument("--protocol", help="ser_evals | ser_evals_2024")
    run.add_argument("--seeds", type=int, help="number of training seeds (the protocol's: 3)")
    run.add_argument("--folds", type=int, help="in-domain folds (5); 0: leave one speaker out")
    run.add_argument("--layer", help="weighted | last | number of a hidden state")
    run.add_argument("--prior", help="none | source | estimated | oracle")
    run.add_argument("--context", help="full | clip (Whisper without padding to 30 s)")
    run.add_argument("--taxonomy", help="ser_evals | ser_evals_2024 | native")
    run.add_argument(
        "--leave-one-out",
        action="store_true",
        help="leave the tested corpus out of a training set that holds it",
    )
    run.add_argument("--device", help="auto | cpu | cuda | mps")
    run.add_argument("--limit", type=int, help="use this many utterances of each corpus only")
    run.add_argument(
        "--skip-unreadable", action="store_true", help="leave out audio that cannot be used"
    )


def _add_score(score: argparse.ArgumentParser) -> None:
    score.add_argument(
        "predictions",
        metavar="FILE",
        help="Parquet, CSV or JSON lines with id, reference, and prediction or scores",
    )
    score.add_argument("--references", metavar="FILE", help="id and reference, where FILE has none")
    score.add_argument("--classes", nargs="+", metavar="CLASS", help="order of scores or indices")
    score.add_argument("--prior", help="none | source | estimated | oracle")
    score.add_argument(
        "--by",
        nargs="*",
        metavar="COLUMN",
        help="columns whose groups are scored too (corpus language sex speaker)",
    )
    score.add_argument("--compare", metavar="FILE", help="another system on the same utterances")
    score.add_argument("--output", metavar="CSV", help="file to write the rows to")
    score.add_argument("--plot", metavar="DIR", help="folder for pictures, PNG and SVG")
    score.add_argument("--format", metavar="TOOLKIT", help="nkululeko | audformat | superb")


def _add_corpora(add: Callable[..., argparse.ArgumentParser], commands: Any) -> None:
    group = commands.add_parser("corpora", help="what is known of corpora")
    actions = group.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)
    add("list", _corpora, "list the corpora", actions).set_defaults(action="list")
    show = add("show", _corpora, "show a corpus's record", actions)
    show.set_defaults(action="show")
    show.add_argument("name")
    validate = add("validate", _corpora, "check a local copy of a corpus", actions)
    validate.set_defaults(action="validate")
    validate.add_argument("name")
    validate.add_argument("--data-dir", required=True, help="folder with one folder per corpus")


if __name__ == "__main__":
    sys.exit(main())
