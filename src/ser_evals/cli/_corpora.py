"""The words of `corpora`."""

import argparse
from collections.abc import Callable

NAME = "name from 'corpora list', or the path of a record of your own (.py)"


def add_corpora(group: Callable[..., argparse.ArgumentParser]) -> None:
    folder = "folder with one folder per corpus"
    group("list", "list the corpora", act="print_list")
    show = group("show", "show a corpus's record")
    show.add_argument("name", help=NAME)
    fetch = group("fetch", "download a corpus, or say what to sign and where to put what")
    fetch.add_argument("name", help=NAME)
    fetch.add_argument("--data-dir", required=True, help=folder)
    validate = group("validate", "check a local copy of a corpus")
    validate.add_argument("name", help=NAME)
    validate.add_argument("--data-dir", required=True, help=folder)
    validate.add_argument("--output", metavar="JSON", help="file to write all findings to")
    stats = group("stats", "utterances, hours, speakers, classes and durations, with a picture")
    stats.add_argument("names", nargs="*", metavar="CORPUS", help=f"{NAME}; without any, all")
    stats.add_argument("--data-dir", help=f"{folder}; without it the records' own numbers")
    stats.add_argument("--output", metavar="DIR", help="folder for tables and the picture")
    card = group("card", "print the card of a corpus's dataset repository")
    card.add_argument("name", help=NAME)
    prepare = group("prepare", "write what may be published of a corpus: Parquet and its card")
    prepare.add_argument("name", help=NAME)
    prepare.add_argument("--data-dir", required=True, help=folder)
    prepare.add_argument("--output", required=True, metavar="DIR", help="folder to write to")
