"""To the Hub and back: corpus, metrics, model and results, then used by a stranger.

    python examples/hub_round_trip.py --org ORG --data-dir ~/corpora \\
        --backbone openai/whisper-tiny.en --train emodb --test ased

1. trains heads on one corpus, tests them in-domain on it and zero-shot on another one;
2. pushes the training corpus, the metrics, the model and the results, each of them twice: the
   second time nothing is left to upload;
3. loads corpus, model and pipeline in a new environment **without** ser-evals, and compares what
   the model says of the other corpus with the predictions of the run;
4. loads the metric from the Hub, and verifies the published results.

Needs a token that may write to ORG; the corpus must be one that may be passed on. The new
environment borrows the installed packages of this one, ser-evals excepted; --fresh-python names
the Python of another that holds torch, transformers, datasets, soundfile and soxr.
"""

import argparse
import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import numpy as np
from scipy.special import softmax

import ser_evals
from ser_evals import predictions
from ser_evals.corpora import get_corpus, own_folder
from ser_evals.data import index

STRANGER = Path(__file__).parent / "without_ser_evals.py"
ALLOWED = 1e-3
"""Largest difference between probabilities: frames are kept with 16 bits, a model has 32."""


def main() -> int:
    options = arguments()
    org, output = options.org, Path(options.output)
    ser_evals.run(
        options.train,
        [options.train, options.test],
        options.backbone,
        data_dir=options.data_dir,
        output=output / "results",
        seeds=1,
        context=options.context,
        device=options.device,
    )
    model = f"{org}/{options.name}"
    for _ in range(2):
        print(ser_evals.push_corpus(options.train, data_dir=options.data_dir, org=org))
        print(*ser_evals.push_metrics(org=org), sep="\n")
        print(ser_evals.push_model(output / "results", name=options.name, org=org))
        print(ser_evals.push_results(output / "results", org=org))

    rows, probabilities = said_by_the_run(output / "results", options)
    asked = {"corpus": f"{org}/{options.train}", "model": model, "files": [r["path"] for r in rows]}
    python = options.fresh_python or without_this_package(output / "stranger")
    found = in_process(python, STRANGER, json.dumps(asked))
    print(f"A stranger loads {found['rows']} rows of {asked['corpus']} and {asked['model']}")

    apart = np.abs(np.array(found["probabilities"]) - probabilities).max()
    names = found["classes"]
    same = np.mean([names[i] for i in probabilities.argmax(1)] == np.array(found["labels"]))
    print(f"Largest difference to the run's probabilities: {apart:.1e}; same label: {same:.1%}")

    metric = f"""
import evaluate, json
uar = evaluate.load({f"{org}/uar"!r})
print(json.dumps(uar.compute(references=[0, 0, 1, 1], predictions=[0, 1, 1, 1])))
"""
    print(f"{org}/uar from the Hub: {in_process(sys.executable, '-c', metric)}")
    verdict = ser_evals.verify(f"{org}/results", data_dir=options.data_dir)
    print(f"{verdict.submission}: {verdict.grade}")
    return 0 if apart <= ALLOWED and same == 1 and verdict.passed else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--org", required=True, help="organisation or user on the Hub")
    parser.add_argument("--data-dir", required=True, help="folder with one folder per corpus")
    parser.add_argument("--train", default="emodb", help="corpus to train on and to push")
    parser.add_argument("--test", default="ased", help="corpus to test on, zero-shot")
    parser.add_argument("--backbone", default="mfcc", help="name, Hub id or folder")
    parser.add_argument("--context", help="full | clip, see 'ser-evals run'")
    parser.add_argument("--name", default="round-trip", help="of the model on the Hub")
    parser.add_argument("--output", default="results/round_trip", help="folder for everything")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--fresh-python", help="Python of an environment without ser-evals")
    return parser.parse_args()


def said_by_the_run(output: Path, options: argparse.Namespace) -> tuple[list[dict], np.ndarray]:
    """Return the tested corpus's rows and the probabilities that the run gave each of them.

    Zero-shot heads are trained on all speakers of the training corpus, as the model's is: this
    run's head of seed 0 is the one that was pushed.
    """
    (path,) = output.glob(f"runs/*/*/{options.train}/{options.test}/predictions.parquet")
    table = predictions.read(path)
    scores = dict(zip(table.table["id"], softmax(table.scores(), axis=1), strict=True))
    folder = own_folder(get_corpus(options.test), options.data_dir)
    rows = index(get_corpus(options.test), folder).rows
    found = [{"path": row["audio"]["path"], "id": row["id"]} for row in rows]
    return found, np.stack([scores[row["id"]] for row in found])


def without_this_package(folder: Path) -> str:
    """Make an environment with this one's packages but ser-evals, and return its Python."""
    venv.create(folder, clear=True, symlinks=True)
    python = folder / "bin" / "python"
    ask = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    place = Path(subprocess.check_output(ask, text=True).strip())
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        # What leads to a checkout of ser-evals is a .pth file with its name.
        if "ser_evals" not in package.name and not (place / package.name).exists():
            (place / package.name).symlink_to(package)
    return str(python)


def in_process(python: str, *words: str | Path) -> dict:
    """Run a script in another process, and return the JSON of its last line."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    if python == sys.executable:
        environment |= {k: os.environ[k] for k in ("PYTHONPATH",) if k in os.environ}
    done = subprocess.run([python, *words], env=environment, text=True, stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"{python} {words[0]} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
