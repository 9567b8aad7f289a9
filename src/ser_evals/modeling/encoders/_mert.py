"""MERT (Li et al., ICLR 2024): HuBERT on music, under a name that transformers does not know."""

from typing import Any

from ser_evals.errors import SerEvalsError

MODEL_TYPE = "mert_model"


def as_hubert(checkpoint: str, facts: dict[str, Any]) -> Any:
    """Return the HuBERT configuration that a MERT checkpoint's weights fit, without its code.

    "attention_relax" is not looked at: it rescales scores before the softmax so that nothing
    overflows, and only together with "deepnorm".

    Args:
        checkpoint: for messages.
        facts: its config.json.

    Raises:
        SerEvalsError: if it uses what HuBERT has not.
    """
    from transformers import HubertConfig

    for extra in ("deepnorm", "feature_extractor_cqt"):
        if facts.get(extra):
            raise SerEvalsError(
                f"{checkpoint}: a MERT model with {extra!r} is more than a HuBERT model; "
                "take m-a-p/MERT-v1-95M or m-a-p/MERT-v1-330M"
            )
    own = ("auto_map", "model_type", "architectures", "transformers_version")
    return HubertConfig(**{k: v for k, v in facts.items() if k not in own})
