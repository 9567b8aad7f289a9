"""The page of this Space: paste lists, read the score."""

import json
from pathlib import Path

import evaluate
import gradio as gr

metric = evaluate.load(str(Path(__file__).with_name("weighted_accuracy.py")))
FIELDS = {
    "references": 'a JSON list, as ["anger", "fear"] or [0, 1]',
    "predictions": "classes, or a list of scores for each row",
    "speakers": "optional: the speaker of each row",
    "confidence_level": "optional: 0.95",
}
EXAMPLE = ['["anger", "anger", "fear", "fear"]', '["anger", "fear", "fear", "fear"]', "", "0.95"]


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
    outputs=gr.JSON(label="Weighted accuracy"),
    title="Weighted accuracy",
    description="Weighted accuracy (WA): the share of rows whose prediction is right.",
    examples=[EXAMPLE],
    cache_examples=False,
)

if __name__ == "__main__":
    demo.launch()
