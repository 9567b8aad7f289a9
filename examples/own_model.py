"""Benchmark a model of your own in ten lines: a Hub id, or a folder with a checkpoint.

    python examples/own_model.py
    python examples/own_model.py me/my-encoder --data-dir ~/corpora --train emodb --test emodb urdu

Heads are trained on the frozen encoder and tested on speakers that they never heard (in-domain)
and on another corpus (zero-shot). Shows `ser_evals.run` and how to read its scores.

Needs an encoder that transformers can load, and a folder with one folder per corpus. Without
arguments it takes MFCC functionals and two corpora of synthetic speech, downloads nothing, and is
done in about a minute. Run again, with another model too, it keeps what is finished: below
results/own_model lies a report that compares all models so far.
"""

import argparse
from pathlib import Path

import ser_evals
from ser_evals.synthesis import CORPORA, generate


def benchmark(model, train, test, data_dir, output):
    """Run the benchmark and print a line for each headline score: this is all there is to it."""
    scores = ser_evals.run(train, test, model, data_dir=data_dir, output=output)
    # Zero-shot, "shared" are the classes that both corpora have; "all" is in scores.csv as well.
    headlines = scores[(scores["metric"] == "uar") & (scores["classes"] != "all")]
    for row in headlines.itertuples():
        print(f"{row.backbone}, trained on {row.train}, tested on {row.test} ({row.setting}):")
        interval = f"[{row.ci_low:.3f}, {row.ci_high:.3f}] over {row.ci_unit}s"
        print(f"    UAR {row.value:.3f}, 95 % interval {interval}")
        if row.warnings:
            print(f"    beware: {row.warnings}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="mfcc", help="Hub id, folder or record's name")
    parser.add_argument("--train", nargs="+", default=["synthetic"], metavar="CORPUS")
    parser.add_argument("--test", nargs="+", default=list(CORPORA), metavar="CORPUS")
    parser.add_argument("--data-dir", type=Path, help="folder with one folder per corpus")
    parser.add_argument("--output", type=Path, default=Path("results/own_model"))
    options = parser.parse_args()
    if options.data_dir is None:
        options.data_dir = options.output / "corpora"
        for name in CORPORA:
            generate(options.data_dir, name=name)
    benchmark(options.model, options.train, options.test, options.data_dir, options.output)
    print(f"all scores: {options.output / 'scores.csv'}, report: {options.output / 'report.html'}")


if __name__ == "__main__":
    main()
