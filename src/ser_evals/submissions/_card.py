"""The card of the results dataset: the same whatever runs are in it."""

from typing import Any

from ser_evals.submissions._names import PREDICTIONS, ROW
from ser_evals.submissions._row import TYPES

MARK = "# Results of ser-evals"
TABLE = dict.fromkeys(
    ("id", "corpus", "fold", "speaker", "group", "language", "sex", "condition", "reference"),
    "string",
) | {"scores": "list", "seed": "int32", "run": "string"}
TEXT = """
Each row of `runs` is a run of [ser-evals](https://github.com/ser-evals/ser-evals), the measure for
speech emotion recognition: a frozen encoder, heads trained on one set of corpora, tested on one
corpus. `uar` is the unweighted average recall, the mean over seeds, with a 95 % interval
(`uar_ci_low`, `uar_ci_high`) over speakers (`ci_unit`). A row is not to be read without its
`warnings`; rows that are `speaker_dependent` are not to be ranked with others.

## How to load it

```python
from datasets import load_dataset

runs = load_dataset("ser-evals/results", split="train")
answers = load_dataset("ser-evals/results", "predictions", split="train")
```

`predictions` holds every run's answers: unadjusted logits (`scores`) by utterance and seed. The
order of the classes and the source's label distribution are in the metadata of each file, which
`ser_evals.predictions.read` understands.
Of a local folder whose files have changed, `datasets` answers from its
cache: give `download_mode="force_redownload"`.

## Files

`runs/<system>/<protocol>/<train>/<test>/` is a run's address. There are

- `row.parquet`: its row;
- `run.json`: what was done, with what, on which machine;
- `scores.csv`: all of its scores;
- `predictions.parquet`: its answers, as far as the licence of the tested corpus allows;
- `confusions.json`: where that licence allows no rows to be published, counts of decisions by
  reference and seed instead.

Of training corpora nothing but the name and aggregate numbers is here. Corpora keep their own
licences: ids, labels and speakers are published where those allow it, and under their terms.

## How to verify it

```sh
pip install ser-evals
ser-evals verify ser-evals/results --data-dir CORPORA --rerun 20
```

Every score is computed again from the answers, ids and references are compared with the corpus
(with `--data-dir`), and `--rerun` infers some answers again: a run is *consistent*, or
*reproduced*, or refused with the reason.
"""


def card() -> str:
    """Return the README.md of the results dataset."""
    from huggingface_hub import DatasetCardData

    facts = DatasetCardData(
        pretty_name="Results of ser-evals",
        tags=["ser-evals", "speech-emotion-recognition"],
        task_categories=["audio-classification"],
        configs=[
            _config("runs", ROW, TYPES) | {"default": True},
            _config("predictions", PREDICTIONS, TABLE),
        ],
    )
    return f"---\n{facts.to_yaml()}\n---\n\n{MARK}\n{TEXT}"


def _config(name: str, file: str, types: dict[str, str]) -> dict[str, Any]:
    kinds = {n: {"list": "float32"} if t == "list" else {"dtype": t} for n, t in types.items()}
    columns = [{"name": column, **kind} for column, kind in kinds.items()]
    return {"config_name": name, "data_files": f"runs/**/{file}", "features": columns}
