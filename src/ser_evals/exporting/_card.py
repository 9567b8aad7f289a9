"""The model card of an exported model."""

import json
from pathlib import Path

from ser_evals.exporting._head import Final
from ser_evals.exporting._run import Source

TEXT = """---
library_name: transformers
pipeline_tag: audio-classification
license: other
language: {languages}
tags: [speech-emotion-recognition, ser-evals]
{base}---

# {title}

A head on the frozen backbone {backbone} (revision `{revision}`), trained with
[ser-evals](https://pypi.org/project/ser-evals/), protocol {protocol}, seed {seed}, on {utterances}
utterances, all speakers of the training corpora. It takes mono speech and gives one of
{classes}.

No score belongs to these weights: nobody was left out of training. Scores of heads trained with
the same settings on part of the speakers are in the run that this model was exported from. Before
use, test it on speech like yours: emotion is expressed differently by other people, in other
languages, and when it is not acted.

## Use

```python
from transformers import pipeline

classify = pipeline("audio-classification", model="{title}", trust_remote_code=True)
classify("speech.wav")
```

With `import ser_evals` before, `trust_remote_code` is not needed; `ser-evals predict {title} FILES`
works on whole folders. Logits are unadjusted. `model(..., prior="source")` or
`model.config.prior = "source"` takes out the label distribution of training, and classes never
seen there: a good start on other data.

## Training data

| corpus | utterances | speakers | licence |
|---|---|---|---|
{corpora}

| class | share |
|---|---|
{shares}

The licences of the corpora and of the backbone ({licence}) bind this model as well.

{warnings}"""


def card(source: Source, head: Final, title: str) -> str:
    """Return README.md: what it is, how to use it, what it was trained on, without any path."""
    record, backbone = source.record, source.backbone
    facts = {name: record["corpora"][name] for name in source.corpora}
    local = Path(backbone.checkpoint).is_dir()
    warnings = [w for w in record["warnings"] if any(w.startswith(name) for name in facts)]
    hub = backbone.engine == "transformers" and not local
    return TEXT.format(
        title=title,
        languages=json.dumps(sorted({tag for f in facts.values() for tag in f["languages"]})),
        base=f"base_model: {backbone.checkpoint}\n" if hub else "",
        backbone=backbone.name if local else backbone.checkpoint,
        revision=record["backbone"]["revision"],
        protocol=record["config"]["protocol"],
        seed=head.seed,
        utterances=head.utterances,
        classes=", ".join(source.classes),
        licence=backbone.licence,
        corpora="\n".join(
            f"| {f['title']} | {f['utterances']} | {f['speakers'] or 'unknown'} | {f['licence']} |"
            for f in facts.values()
        ),
        shares="\n".join(
            f"| {name} | {share:.1%} |"
            for name, share in zip(source.classes, head.prior, strict=True)
        ),
        warnings="".join(f"- Warning: {warning}\n" for warning in warnings),
    )
