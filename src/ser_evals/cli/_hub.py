"""The words of `push`."""

import argparse
from collections.abc import Callable

from ser_evals.cli._corpora import NAME
from ser_evals.cli._model import RECORDS

FOLDER = "folder with one folder per corpus"


def add_push(group: Callable[..., argparse.ArgumentParser]) -> None:
    corpus = group("corpus", "push what may be published of a corpus, to a dataset")
    corpus.add_argument("name", metavar="NAME", help=NAME)
    corpus.add_argument("--data-dir", help=f"{FOLDER}; not needed where no row may be published")
    metrics = group("metrics", "push the modules for evaluate.load, to Spaces")
    metrics.add_argument("names", metavar="NAME", nargs="*", help="modules (all)")
    model = group("model", "push the model of a run, or one that was exported")
    model.add_argument("model", metavar="RUN|DIR", help="folder of a run, or what 'export' wrote")
    model.add_argument("--name", help="of the repository (backbone and training set, or DIR's)")
    model.add_argument("--data-dir", help=f"{FOLDER} (the run's)")
    model.add_argument("--seed", type=int, help="of the head (0)")
    results = group("results", "add runs to the dataset of results")
    results.add_argument("path", metavar="RUN|OUTPUT", help="a run, or what 'run' wrote them to")
    for parser in (model, results):
        parser.add_argument("--corpora", nargs="+", metavar="RECORD", help=RECORDS)
    for parser in (corpus, metrics, model, results):
        parser.add_argument("--org", help="user or organisation to push to (ser-evals)")
        parser.add_argument("--private", action="store_true", help="private, where it is new")
        parser.add_argument("--pr", action="store_true", help="propose it as a pull request")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go where")
