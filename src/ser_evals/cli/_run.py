"""The words of `run`."""

import argparse


def add_run(run: argparse.ArgumentParser) -> None:
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
    run.add_argument(
        "--taxonomy", help="ser_evals | ser_evals_2024 | native | a task such as iemocap_4cl"
    )
    run.add_argument("--precision", help="float32 | bfloat16 (of the frozen encoder)")
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
    add_allow_pickle(run)


def add_allow_pickle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-pickle", action="store_true", help="load weights published as a pickle alone"
    )
