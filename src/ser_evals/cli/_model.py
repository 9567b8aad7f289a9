"""The words of `export` and `predict`."""

import argparse

from ser_evals.cli._run import add_allow_pickle

RECORDS = "records of your own corpora (.py), where they have moved since the run"


def add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("run", metavar="RUN", help="a run's folder, or an OUTPUT with one of them")
    export.add_argument("output", metavar="DIR", help="folder for the model")
    export.add_argument("--data-dir", help="folder with one folder per corpus (the run's)")
    export.add_argument("--seed", type=int, help="of the head (0)")
    export.add_argument("--repository", help="Hub id that its card's examples name (DIR's name)")
    export.add_argument("--corpora", nargs="+", metavar="RECORD", help=RECORDS)
    export.add_argument("--device", help="auto | cpu | cuda | mps")


def add_predict(predict: argparse.ArgumentParser) -> None:
    predict.add_argument("model", metavar="MODEL", help="folder or Hub id")
    predict.add_argument("files", nargs="+", metavar="FILE", help="audio files, or folders of them")
    predict.add_argument("--format", help="table | csv | jsonl")
    predict.add_argument("--output", metavar="FILE", help="file to write to instead of printing")
    predict.add_argument("--prior", help="none | source")
    predict.add_argument("--track", metavar="DIR", help="folder for CSV files over time")
    predict.add_argument("--plot", metavar="DIR", help="folder for pictures over time, PNG and SVG")
    predict.add_argument("--batch-size", type=int, help="files per forward pass (8)")
    predict.add_argument("--device", help="auto | cpu | cuda | mps")
    add_allow_pickle(predict)
