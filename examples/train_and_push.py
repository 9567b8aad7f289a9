"""Train a head, look at its scores, push the model.

    python examples/train_and_push.py emodb ORG --data-dir ~/corpora --backbone openai/whisper-tiny

Needs a copy of the corpus and, without --dry-run, a Hub token that may write to ORG. What goes to
the Hub is one head trained on all speakers; what stands in its card are the scores of heads that
never heard the speakers they are tested on.
"""

import argparse

import ser_evals

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("corpus", help="to train on and to test in-domain")
parser.add_argument("org", help="organisation or user on the Hub")
parser.add_argument("--data-dir", required=True, help="folder with one folder per corpus")
parser.add_argument("--backbone", default="mfcc", help="name, Hub id or folder (mfcc)")
parser.add_argument("--output", default="results/train_and_push", help="folder of results")
parser.add_argument("--dry-run", action="store_true", help="only say what would go where")
options = parser.parse_args()

scores = ser_evals.run(
    options.corpus,
    options.corpus,
    backbone=options.backbone,
    data_dir=options.data_dir,
    output=options.output,
)
uar = scores[scores.metric == "uar"].iloc[0]
print(f"UAR {uar.value:.3f} [{uar.ci_low:.3f}, {uar.ci_high:.3f}] on speakers never heard")

print(ser_evals.push_model(options.output, org=options.org, dry_run=options.dry_run))
