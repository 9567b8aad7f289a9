"""The words of `verify`."""

import argparse


def add_verify(verify: argparse.ArgumentParser) -> None:
    verify.add_argument(
        "submission",
        metavar="SUBMISSION",
        help="folder of a submission, an --output, a run's folder, or a results dataset on the Hub",
    )
    verify.add_argument(
        "--data-dir", help="folder with one folder per corpus: compare with these copies"
    )
    verify.add_argument(
        "--rerun", type=int, metavar="N", help="infer N answers of each run again (0)"
    )
    verify.add_argument("--seed", type=int, help="repeat a draw of these answers")
    verify.add_argument("--tolerance", type=float, help="largest difference in probability")
    verify.add_argument("--device", help="auto | cpu | cuda | mps")
    verify.add_argument("--backbone", help="checkpoint, where a run names a folder of its maker's")
    verify.add_argument("--revision", help="of the results dataset on the Hub")
    verify.add_argument(
        "--hub",
        nargs="?",
        const="ser-evals",
        metavar="ORGANISATION",
        help="compare with its corpora on the Hub where there is no copy (ser-evals)",
    )
    verify.add_argument(
        "--corpora", nargs="+", metavar="RECORD", help="records of your own corpora (.py)"
    )
    verify.add_argument("--output", metavar="JSON", help="file to write the verdict to")
