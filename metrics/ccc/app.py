"""The page of this Space: paste lists, read the score."""

import json
from pathlib import Path

import evaluate
import gradio as gr

metric = evaluate.load(str(Path(__file__).with_name("ccc.py")))
FIELDS = {
    "references": "a JSON list of numbers",
    "predictions": "a JSON list of numbers",
    "speakers": "optional: the speaker of each row",
    "confidence_level": "optional: 0.95",
}
EXAMPLE = ["[1, 2, 3, 4]", "[1, 2, 3, 5]", "", "0.95"]


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
    outputs=gr.JSON(label="CCC"),
    title="CCC",
    description="Concordance correlation coefficient (CCC) of predicted numbers.",
    examples=[EXAMPLE],
    cache_examples=False,
)

if __name__ == "__main__":
    demo.launch()
