"""Score the predictions of another toolkit, and compare two systems.

    python examples/score_predictions.py

Writes made-up predictions of two systems as other toolkits write them, reads each file back and
scores it: a plain CSV, a result file of nkululeko, and the text files of SUPERB (s3prl). Then tells
with a paired interval whether one system is better. Shows `ser_evals.score`; with files of your own
that is all you need, or `ser-evals score FILE` on the command line. docs/predictions.md has every
column and format.

Needs no audio, no model and no network; takes some seconds; writes below results/score_predictions.
The systems are drawn at random: the numbers say nothing about either toolkit.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

import ser_evals
from ser_evals.scorecard import tables

OUTPUT = Path("results/score_predictions")
CLASSES = ["neu", "hap", "ang", "sad"]
SPEAKERS_DIFFER = 0.8


def made_up(sureness):
    """Draw references, and logits that are right the more often the surer a system is.

    The noise is the same for every system: what is hard for one is hard for the other.
    """
    rng = np.random.default_rng(0)
    # Named as in IEMOCAP: session, dialogue, and at the end who speaks, a woman or a man.
    ids = [f"Ses0{s}F_impro01_{x}{n:03}" for s in range(1, 6) for x in "FM" for n in range(16)]
    true = rng.integers(len(CLASSES), size=len(ids))
    logits = rng.normal(size=(len(ids), len(CLASSES)))
    ease = np.repeat(rng.normal(0, SPEAKERS_DIFFER, size=10), 16)
    logits[np.arange(len(ids)), true] += sureness + ease
    table = pd.DataFrame({"id": ids, "speaker": [name[:5] + name[-4] for name in ids]})
    table["reference"] = np.array(CLASSES)[true]
    table["prediction"] = np.array(CLASSES)[logits.argmax(1)]
    return table, logits


def write_csv(table, logits, path):
    """Write what is easiest: names of our columns, and a column score_<class> for each class."""
    scores = pd.DataFrame(logits, columns=[f"score_{name}" for name in CLASSES])
    pd.concat([table.drop(columns="prediction"), scores], axis=1).to_csv(path, index=False)


def write_nkululeko(table, logits, path):
    """Write what nkululeko calls pred_<target>_<model>.csv: probabilities, but no speaker."""
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    scores = pd.DataFrame(shares, columns=CLASSES)
    decided = table.rename(columns={"prediction": "predicted", "reference": "truth"})
    decided["file"] = decided["id"] + ".wav"
    columns = [decided["file"], scores, decided[["predicted", "truth"]]]
    pd.concat(columns, axis=1).to_csv(path, index=False)


def write_superb(table, path):
    """Write what s3prl calls <mode>_<fold>_predict.txt and _truth.txt: decisions only."""
    for column, name in (("prediction", "predict"), ("reference", "truth")):
        lines = table["id"] + " " + table[column] + "\n"
        path.with_name(path.name.replace("predict", name)).write_text("".join(lines))


def headline(scores):
    """Return the UAR over all utterances, with its interval, in words."""
    row = scores[(scores["by"] == "all") & (scores["metric"] == "uar")].iloc[0]
    return f"{row['value']:.3f} [{row['ci_low']:.3f}, {row['ci_high']:.3f}] over {row['ci_unit']}s"


def main():
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    strong, weak = OUTPUT / "strong.csv", OUTPUT / "weak.csv"
    nkululeko, superb = OUTPUT / "pred_emotion_mlp.csv", OUTPUT / "test_fold1_predict.txt"
    table, logits = made_up(sureness=1.6)
    write_csv(table, logits, strong)
    write_nkululeko(table, logits, nkululeko)
    write_superb(table, superb)
    write_csv(*made_up(sureness=1.2), weak)

    print("One system, three files. UAR with 95 % interval:")
    print("  CSV       ", headline(ser_evals.score(strong)))
    print("  nkululeko ", headline(ser_evals.score(nkululeko, format="nkululeko")))
    print("  SUPERB    ", headline(ser_evals.score(superb, format="superb")))
    print("nkululeko's file does not say who speaks, so its interval is over utterances, which is")
    print("too narrow where speakers differ. SUPERB's has IEMOCAP's names, which say it.\n")

    console = Console(width=100)
    print("Everything about that system:")
    scores = ser_evals.score(strong, output=OUTPUT / "scores.csv", plot=OUTPUT)
    for part in tables(scores):
        console.print(part)
    print("Is it better than the other? The interval is of the difference, over speakers:")
    differences = ser_evals.score(strong, compare=weak, output=OUTPUT / "differences.csv")
    for part in tables(differences):
        console.print(part)
    print(f"written to {OUTPUT}: scores.csv, differences.csv, confusion and speakers (PNG, SVG)")


if __name__ == "__main__":
    main()
