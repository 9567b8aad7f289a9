"""Out-of-domain evaluation and logit adjustment, step by step, with figures.

    python examples/out_of_domain.py
    python examples/out_of_domain.py --data-dir ~/corpora --train emodb --test ravdess \
        --backbone openai/whisper-tiny.en

A head is trained on one corpus and tested on speakers of that corpus that it never heard
(in-domain), then on another corpus, of which it saw nothing (zero-shot). What it answers there is
decided anew under four priors, all from one stored predictions table: nothing is trained twice.
Prints what is to be seen; writes transfer, priors and confusion (PNG, SVG) and priors.csv.

Needs a folder with both corpora. Without arguments it makes two corpora of synthetic speech with
unequal classes, takes MFCC functionals, downloads nothing, and is done in about a minute. With real
speech and a small encoder it takes some minutes; run again, some seconds.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import out_of_domain_figures as figures
import pandas as pd

import ser_evals
from ser_evals import metrics, predictions
from ser_evals.runs import finished
from ser_evals.scoring import decide, score_rows
from ser_evals.synthesis import generate

KNOWS = {
    "none": "nothing: the logits as they are",
    "source": "nothing: takes all classes to be equally frequent",
    "estimated": "its recordings, all of them at once, without labels",
    "oracle": "how frequent its classes are, which nobody knows",
}
"""What each prior knows of the target."""

TAKES = {
    "synthetic_other": {"fear": 2, "neutral": 2, "sadness": 2},
    "synthetic": {"anger": 2, "happiness": 2},
}
"""How many of six takes are kept of an emotion: a lively source, a calm target."""


def synthetic(folder):
    """Make two corpora of synthetic speech whose classes are not equally frequent."""
    for name, takes in TAKES.items():
        whole = generate(folder / "whole", name=name)
        (folder / name).mkdir(exist_ok=True)
        for path in whole.glob("*.wav"):
            _, emotion, take = path.stem.split("_")
            if int(take) <= takes.get(emotion, 6):
                shutil.copyfile(path, folder / name / path.name)
    return folder


def run(train, test, backbone, **options):
    """Train once, test in-domain and zero-shot; return the two predictions tables."""
    # No prior changes a prediction, but "estimated" needs calibrated scores: more heads to train.
    ser_evals.run(train, [train, test], backbone, prior="estimated", **options)
    # Asked again for the usual priors it trains nothing, and writes scores and report anew.
    ser_evals.run(train, [train, test], backbone, **options)
    tables = {}
    for folder, made in finished(options["output"]):
        if made["train"] == train and made["test"] in (train, test):
            if made["test"] in tables:
                raise SystemExit(f"{options['output']} has runs of other settings: give another")
            tables[made["test"]] = predictions.read(folder / "predictions.parquet")
    return tables[train], tables[test]


def shared_classes(table):
    """Return the classes that source and target have; "other" means another thing everywhere."""
    prior = dict(zip(table.classes, table.source_priors["full"], strict=True))
    present = set(table.table["reference"]) - {"other"}
    return [name for name in table.classes if name in present and prior[name] > 0]


def gain(table, prior, metric):
    """Return what a prior adds to the logits as they are, with an interval of the difference."""
    kept = table.table["reference"].isin(shared_classes(table)).to_numpy()
    rows = table.table[kept]
    with_prior, without = (decide(table, kept, name)[0] for name in (prior, "none"))
    return metrics.paired_difference(
        rows["reference"],
        with_prior,
        without,
        metric=metric,
        speakers=None if rows["speaker"].isna().any() else rows["speaker"],
        seeds=rows["seed"],
        utterances=rows["id"],
    )


def label_shares(table):
    """Return by class the shares in source and target, and those that EM reads off the logits."""
    source = np.array(table.source_priors["full"])
    estimates = [
        metrics.estimate_prior(
            np.stack(rows["scores"]), source, temperature=table.temperatures[str(seed)]
        )
        for seed, rows in table.table.groupby("seed")
    ]
    target = [(table.table["reference"] == name).mean() for name in table.classes]
    columns = {"source": source, "target": target, "estimated": np.mean(estimates, axis=0)}
    shares = pd.DataFrame(columns, index=table.classes)
    return shares[(shares > 0).any(axis=1)]


def confusion(table, prior):
    """Return utterances of the shared classes by what they were taken for, mean over seeds."""
    how = {"setting": "out_of_domain", "prior": prior, "class_sets": ["shared"]}
    _, (found,) = score_rows(table, **how)
    counts = pd.DataFrame(found["counts"], index=table.classes, columns=table.classes)
    return counts.loc[shared_classes(table)]


def line(name, scores, classes, reference):
    """Return UAR and accuracy with intervals, and what always the same answer would get."""
    constants = {"uar": 1 / reference.nunique(), "accuracy": reference.value_counts(True).max()}
    found = {"name": name, "classes": reference.nunique()}
    for metric, constant in constants.items():
        rows = scores[(scores["metric"] == metric) & (scores["classes"] == classes)]
        row = rows.iloc[0]
        found |= {metric: row["value"], f"{metric}_low": row["ci_low"]}
        found |= {f"{metric}_high": row["ci_high"], f"{metric}_constant": constant}
    return found


def evaluate(home, away):
    """Score in-domain, then zero-shot under each prior; return a line each, and the warnings."""
    lines = [line("in-domain", ser_evals.score(home, by=()), "present", home.table["reference"])]
    answers, warnings = away.table["reference"], []
    for prior in KNOWS:
        scores = ser_evals.score(away, prior=prior, by=())
        counted = answers[answers.isin(shared_classes(away))]
        lines.append(line(prior, scores, "shared", counted))
        for metric in ("uar", "accuracy"):
            more = gain(away, prior, metric)
            lines[-1] |= {f"{metric}_gain": more.value, f"{metric}_gain_low": more.low}
            lines[-1] |= {f"{metric}_gain_high": more.high}
        warnings += "; ".join(scores["warnings"].unique()).split("; ")
    return pd.DataFrame(lines).set_index("name"), list(filter(None, dict.fromkeys(warnings)))


def said(row, what, sign=""):
    """Return a score and its interval in words."""
    values = (row[what], row[f"{what}_low"], row[f"{what}_high"])
    return "{} [{}, {}]".format(*(f"{value:{sign}.3f}" for value in values))


def tell_domains(lines, away, train, test):
    home, plain = lines.loc["in-domain"], lines.loc["none"]
    shared = shared_classes(away)
    print(f"\n1. In-domain: trained on {train}, tested on those of its speakers that are left out")
    print(f"   UAR {said(home, 'uar')}; always the same answer: {home['uar_constant']:.3f}")
    print(f"\n2. Zero-shot: trained on {train}, tested on {test}, logits as they are")
    print(f"   UAR {said(plain, 'uar')}; always the same answer: {plain['uar_constant']:.3f}")
    print(f"   over the {len(shared)} classes that both have: {', '.join(shared)}")
    if absent := set(away.table["reference"]) - {*shared, "other"}:
        print(f"   {train} never showed {', '.join(sorted(absent))}: nothing is ever taken for it")


def tell_priors(lines, warnings):
    print("\n3. The same logits, decided under four priors. What each knows of the target:")
    for prior, known in KNOWS.items():
        print(f"   {prior:<10} {known}")
    for metric, name in (("uar", "UAR"), ("accuracy", "accuracy")):
        print(f"\n   {'prior':<10} {name:<22} more than with none")
        for prior in KNOWS:
            row = lines.loc[prior]
            more = "" if prior == "none" else said(row, f"{metric}_gain", "+")
            print(f"   {prior:<10} {said(row, metric):<22} {more}".rstrip())
    print("\n   UAR counts all classes alike, which 'source' aims at; accuracy counts all")
    print("   utterances alike, which 'estimated' and 'oracle' aim at. All three take only the")
    print("   classes' frequencies to differ: voices, language and room differ as well, so none")
    print("   is bound to help. A difference whose interval holds 0 is not established.")
    for text in warnings:
        print(f"   beware: {text}")


def tell_shares(shares, before, after, test):
    print("\n4. How frequent the classes are, and what EM makes of the target (mean over seeds)")
    for text in shares.to_string(float_format="{:.3f}".format).splitlines():
        print(f"   {text}")
    moved = (after.sum() - before.sum()).sort_values()
    print(f"\n5. What prior 'source' moves, in utterances of {test} (mean over seeds)")
    for name, utterances in moved[moved != 0].items():
        print(f"   {name:<10} {utterances:+.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, help="folder with one folder per corpus")
    parser.add_argument("--train", default="synthetic_other", metavar="CORPUS")
    parser.add_argument("--test", default="synthetic", metavar="CORPUS")
    parser.add_argument("--backbone", default="mfcc", help="name, Hub id or folder")
    parser.add_argument("--context", help="clip: Whisper without padding to 30 s, much faster")
    parser.add_argument("--output", type=Path, default=Path("results/out_of_domain"))
    options = vars(parser.parse_args())
    train, test, output = options["train"], options["test"], options["output"]
    if train == test:
        parser.error(f"--train and --test: expected two corpora, got {train} twice")
    options["data_dir"] = options["data_dir"] or synthetic(output / "corpora")
    home, away = run(**options)

    lines, warnings = evaluate(home, away)
    shares = label_shares(away)
    before, after = confusion(away, "none"), confusion(away, "source")
    tell_domains(lines, away, train, test)
    tell_priors(lines, warnings)
    tell_shares(shares, before, after, test)

    titles = [f"prior {prior}: UAR {lines.loc[prior, 'uar']:.3f}" for prior in ("none", "source")]
    drawn = {
        "transfer": figures.transfer(lines, train, test),
        "priors": figures.shares(shares, train, test),
        "confusion": figures.confusions([before, after], titles),
    }
    files = [output / "priors.csv"]
    lines.to_csv(files[0])
    for name, figure in drawn.items():
        files += figures.save(figure, output / name)
    print("\nwritten:", *files, sep="\n   ")


if __name__ == "__main__":
    main()
