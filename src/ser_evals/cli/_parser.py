"""The words that the command line knows."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from ser_evals.cli import _commands
from ser_evals.cli._corpora import add_corpora
from ser_evals.cli._hub import add_push
from ser_evals.cli._model import add_export, add_predict
from ser_evals.cli._run import add_run
from ser_evals.cli._score import add_score
from ser_evals.cli._verify import add_verify
from ser_evals.errors import unknown

USER_ERROR = 2


class _Parser(argparse.ArgumentParser):
    """One line for a mistake, with the nearest name where there is one."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = map(str, action.choices)
            raise argparse.ArgumentError(None, str(unknown("command", value, known)))

    def error(self, message: str) -> NoReturn:
        self.exit(USER_ERROR, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build() -> argparse.ArgumentParser:
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

    demo = add("demo", _commands.demo, "run the benchmark on synthetic speech, or on your corpora")
    demo.add_argument("--data-dir", help="folder with one folder per corpus")
    demo.add_argument("--output", help="folder for the results (results/demo)")
    demo.add_argument("--backbone", help="see 'run' (mfcc)")
    add_run(
        add(
            "run", _commands.run, "train heads, test them in-domain and zero-shot, write the report"
        )
    )
    report = add("report", _commands.report, "score finished runs again and write the report")
    report.add_argument("output", help="what 'run' was given as --output")
    add_export(add("export", _commands.export, "save the model of a run, trained on all speakers"))
    add_predict(add("predict", _commands.predict, "classify audio files with a saved model"))
    add_score(add("score", _commands.score, "score or compare anyone's predictions"))
    add_verify(add("verify", _commands.verify, "check the runs of a submission"))

    def add_group(name: str, text: str) -> Callable[..., _Parser]:
        made = commands.add_parser(name, help=text, description=text)
        actions = made.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)

        def action(verb: str, text: str, act: str = "") -> _Parser:
            parser = add(verb, _commands.act, text, actions)
            parser.set_defaults(group=name, action=act or verb)
            return parser

        return action

    add_corpora(add_group("corpora", "what is known of corpora"))
    group = add_group("backbones", "what is known of backbones")
    group("list", "list the backbones that have a record", act="print_list")
    show = group("show", "show a backbone's record, its size and its cost")
    show.add_argument("name")
    group = add_group("metrics", "metrics, and the modules for evaluate.load")
    group("list", "list the metrics", act="print_list")
    group("install", 'make evaluate.load("uar") find our modules')
    add_push(add_group("push", "push corpora, metrics, models and results to the Hub"))
    return parser
