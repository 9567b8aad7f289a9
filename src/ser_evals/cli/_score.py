"""The words of `score`."""

import argparse


def add_score(score: argparse.ArgumentParser) -> None:
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
