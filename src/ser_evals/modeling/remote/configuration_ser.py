"""Configuration of a speech emotion classifier: a backbone, a head, and how they were trained."""

from typing import TYPE_CHECKING, Any

from transformers import PreTrainedConfig

from .prior_ser import PRIORS

if TYPE_CHECKING:  # transformers saves with a model what is imported here
    from .pipeline_ser import SerPipeline as SerPipeline

HEADS = ("frames", "pooled", "mlp", "lstm")
CONTEXTS = ("full", "clip")
WINDOWS = ("all", "first")


class SerConfig(PreTrainedConfig):
    """What `SerForAudioClassification` is built from.

    Args:
        backbone: name of the backbone, for the reader's eye.
        backbone_config: what the network is built from; "model_type" says which one it is.
        head: "frames", an MLP on every frame whose logits are averaged (SER Evals, Interspeech
            2024), or "pooled", an MLP on the average frame (Wagner et al., TPAMI 2023); for
            feature sets of openSMILE also "mlp" on functionals (in Triantafyllopoulos et al. 2025
            with hidden=64, dropout=0.5) and "lstm" on low-level descriptors (32, 0.5).
        layer: "weighted" (softmax weights over hidden states, SUPERB), "last", or a number.
        hidden: width of the head's hidden layers.
        dropout: probability, in the head.
        standardise: z-score the head's input with statistics that are saved with the weights.
        context: Whisper's input, "full" (padded to 30 s) or "clip" (half a second of silence).
        frames_per_second: neighbouring frames are averaged to this rate; 0 gives one per clip,
            None keeps all.
        half: round frames to float16, as a head that was trained on stored frames saw them.
        windows: "all" windows of a clip that is longer than the backbone takes, or the "first".
        sampling_rate: Hz.
        source_prior: label distribution of the training loss, shares or counts by class.
        seen: whether each class occurred in training.
        prior: what logits are returned by default, "none" (as they are) or "source" (minus the
            log of `source_prior`, classes never seen being masked).

    Raises:
        ValueError: for a value that is none of the known ones.
    """

    model_type = "ser"

    backbone: str = "whisper"
    backbone_config: dict[str, Any] | None = None
    head: str = "frames"
    layer: str | int = "weighted"
    hidden: int = 512
    dropout: float = 0.1
    standardise: bool = False
    context: str = "full"
    frames_per_second: float | int | None = None
    half: bool = False
    windows: str = "all"
    sampling_rate: int = 16_000
    source_prior: list[float] | None = None
    seen: list[bool] | None = None
    prior: str = "none"

    def __post_init__(self, **kwargs: Any) -> None:
        kwargs.pop("custom_pipelines", None)
        super().__post_init__(**kwargs)
        for name, known in (
            ("head", HEADS),
            ("prior", PRIORS),
            ("context", CONTEXTS),
            ("windows", WINDOWS),
        ):
            if (value := getattr(self, name)) not in known:
                raise ValueError(f"{name}: expected one of {', '.join(known)}, got {value!r}")
        if isinstance(self.layer, str) and self.layer not in ("weighted", "last"):
            raise ValueError(f"layer: expected 'weighted', 'last' or a number, got {self.layer!r}")
        if self.source_prior is not None and not (
            min(self.source_prior) >= 0 and 0 < sum(self.source_prior) < float("inf")
        ):
            raise ValueError(f"source_prior: expected shares or counts, got {self.source_prior}")
        if self.prior == "source" and self.source_prior is None:
            raise ValueError("prior 'source' needs source_prior, the training's label distribution")

    @property
    def custom_pipelines(self) -> dict[str, Any]:
        """What `pipeline` takes from the files beside a model; the package registers its own."""
        return _pipelines() if __name__.startswith("transformers_modules.") else {}

    def to_diff_dict(self) -> dict[str, Any]:
        """Return what is saved."""
        return {**super().to_diff_dict(), "custom_pipelines": _pipelines()}

    def forget_other_labels(self) -> bool:
        """Drop what was known of training where it is of other labels; True if something was.

        A model that is loaded with labels of its own, to be trained on them, knows no prior yet.
        """
        known = [value for value in (self.source_prior, self.seen) if value is not None]
        if all(len(value) == self.num_labels for value in known):
            return False
        self.source_prior = self.seen = None
        self.prior = "none"
        return True


def _pipelines() -> dict[str, Any]:
    # transformers changes what it is given
    impl = {"impl": "pipeline_ser.SerPipeline", "pt": ["AutoModelForAudioClassification"]}
    return {"audio-classification": {**impl, "type": "audio"}}


SerConfig.register_for_auto_class()
