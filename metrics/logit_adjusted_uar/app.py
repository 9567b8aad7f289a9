"""The page of this Space: paste lists, read the score."""

import json
from pathlib import Path

import evaluate
import gradio as gr

metric = evaluate.load(str(Path(__file__).with_name("logit_adjusted_uar.py")))
FIELDS = {
    "references": 'a JSON list, as ["anger", "fear"] or [0, 1]',
    "predictions": "a list of logits for each row",
    "source_prior": "shares or counts of the training set's classes",
    "target_prior": "optional: those of the test set",
    "speakers": "optional: the speaker of each row",
    "confidence_level": "optional: 0.95",
}
EXAMPLE = ["[0, 1]", "[[2.0, 0.5], [1.0, 0.0]]", "[0.8, 0.2]", "", "", ""]


def score(*texts: str) -> dict:
    """Compute the metric of JSON lists; an empty field is left out."""
    try:
        given = {name: json.loads(text) for name, text in zip(FIELDS, texts, strict=True) if text}
        return metric.compute(**given)
    except (TypeError, ValueError) as error:
        raise gr.Error(str(error)) from error


demo = gr.Interface(
    fn=score,
    inputs=[gr.Textbox(label=name, info=about) for name, about in FIELDS.items()],
    outputs=gr.JSON(label="Logit-adjusted UAR"),
    title="Logit-adjusted UAR",
    description="UAR after logits are moved from the training set's label distribution.",
    examples=[EXAMPLE],
    cache_examples=False,
)

if __name__ == "__main__":
    demo.launch()
