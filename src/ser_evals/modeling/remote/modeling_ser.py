"""Speech emotion classification: raw audio in, logits out."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn import functional
from transformers import PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput
from transformers.utils import logging

from .build_ser import build
from .configuration_ser import SerConfig
from .heads_ser import FrameHead, build_head
from .pooling_ser import joined, pool, rounded
from .prior_ser import adjust

FIRST_SECONDS = 30
ALIGNED = 64
"""Bytes."""
log = logging.get_logger(__name__)


class FrameTrack(NamedTuple):
    """A clip's emotions over time.

    Attributes:
        times: (frames,) the middle of every frame in seconds.
        probabilities: (frames, classes).
        logits: (classes,) of the whole clip, as `forward` gives them.
    """

    times: torch.Tensor
    probabilities: torch.Tensor
    logits: torch.Tensor


class SerForAudioClassification(PreTrainedModel):
    """A backbone and a head on its frames.

    Args:
        config: `SerConfig`.

    Raises:
        ValueError: if the configuration does not fit the backbone.
    """

    config_class = SerConfig
    main_input_name = "input_values"
    supports_gradient_checkpointing = True

    def __init__(self, config: SerConfig) -> None:
        super().__init__(config)
        if config.forget_other_labels():
            log.warning("source_prior and seen are left out: they are of other labels")
        self.backbone = net = build(config.backbone_config or {}, config.context)
        if net.sampling_rate != config.sampling_rate:
            raise ValueError(
                f"sampling_rate: the backbone takes {net.sampling_rate} Hz, the configuration "
                f"says {config.sampling_rate}"
            )
        if isinstance(config.layer, int) and not -net.layers <= config.layer < net.layers:
            raise ValueError(f"no layer {config.layer}: the backbone has 0 to {net.layers - 1}")
        if config.head == "mlp" and net.rate and config.frames_per_second != 0:
            raise ValueError("head 'mlp' takes one vector per clip: say frames_per_second=0")
        self.head = build_head(
            config.head,
            net.dim,
            layers=net.layers if config.layer == "weighted" else 1,
            hidden=config.hidden,
            classes=config.num_labels,
            dropout=config.dropout,
            standardise=config.standardise,
        )
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        # The parts of the head one by one: of custom code transformers leaves out a module
        # without parameters of its own. Backbones draw their weights when they are built.
        if any(module is part for part in self.head.modules()):
            self.head.initialise(module)

    @classmethod
    def from_pretrained(cls, *args: Any, **options: Any) -> Any:
        """Load a model, see `PreTrainedModel.from_pretrained`; it gives the saved one's bits."""
        loaded = super().from_pretrained(*args, **options)
        _align(loaded[0] if isinstance(loaded, tuple) else loaded)
        return loaded

    def freeze_backbone(self) -> "SerForAudioClassification":
        """Train the head alone; the backbone stays in evaluation mode from now on."""
        self.backbone.requires_grad_(False).eval()
        return self

    def train(self, mode: bool = True) -> "SerForAudioClassification":
        """Set the mode; a frozen backbone keeps evaluating, without dropout."""
        super().train(mode)
        if mode and not any(p.requires_grad for p in self.backbone.parameters()):
            self.backbone.eval()
        return self

    def forward(
        self,
        input_values: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        labels: torch.Tensor | None = None,
        prior: str | None = None,
        return_dict: bool | None = None,
    ) -> SequenceClassifierOutput | tuple[torch.Tensor, ...]:
        """Classify clips.

        Args:
            input_values: (clips, samples) mono waves at the backbone's rate, padded behind.
            attention_mask: (clips, samples), 1 where there is a clip; None: everywhere.
            labels: (clips,) class indices; the loss is the cross-entropy of unadjusted logits.
            prior: "none" or "source", see `SerConfig`; by default the configuration's.
            return_dict: False gives a tuple.

        Returns:
            `loss`, if there are labels, and `logits` (clips, classes).
        """
        logits = self.head(*self.frames(input_values, attention_mask))
        loss = None if labels is None else functional.cross_entropy(logits.float(), labels)
        logits = self.adjust(logits, prior)
        if return_dict is False:
            return (logits,) if loss is None else (loss, logits)
        return SequenceClassifierOutput(loss=loss, logits=logits)

    @torch.no_grad()
    def frame_track(
        self,
        input_values: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        prior: str | None = None,
    ) -> list[FrameTrack]:
        """Follow the emotions of clips over time.

        Args:
            input_values: see `forward`.
            attention_mask: see `forward`.
            prior: see `forward`.

        Returns:
            One track per clip.

        Raises:
            ValueError: if the head works on the average of all frames.
        """
        if not isinstance(self.head, FrameHead):
            raise ValueError("a pooled head says nothing of single frames: use head='frames'")
        tracks = []
        for states, middle in self._clips(*self._lengths(input_values, attention_mask)):
            count = len(states)
            frames = self.adjust(self.head.track(states[None])[0], prior)
            clip = self.head(states[None], torch.tensor([count], device=states.device))[0]
            probabilities = frames.float().softmax(-1)
            tracks.append(FrameTrack(middle, probabilities, self.adjust(clip, prior)))
        return tracks

    def frames(
        self, input_values: torch.Tensor, attention_mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the head sees: (clips, frames, layers, dim), and (clips,) frames of each."""
        clips = [c for c, _ in self._clips(*self._lengths(input_values, attention_mask))]
        counts = torch.tensor([len(clip) for clip in clips], device=input_values.device)
        return nn.utils.rnn.pad_sequence(clips, batch_first=True), counts

    def adjust(self, logits: torch.Tensor, prior: str | None = None) -> torch.Tensor:
        """Move logits (..., classes) to a prior, see `prior_ser.adjust`."""
        config = self.config
        prior = config.prior if prior is None else prior
        return adjust(logits, prior, source_prior=config.source_prior, seen=config.seen)

    def _lengths(
        self, waves: torch.Tensor, mask: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return waves and the lengths of their clips, none below the backbone's shortest."""
        net = self.backbone
        if waves.ndim != 2:
            raise ValueError(f"input_values: expected (clips, samples), got {tuple(waves.shape)}")
        if mask is None:
            lengths = torch.full((len(waves),), waves.shape[1], device=waves.device)
        else:
            lengths = mask.sum(1).long()
            waves = waves.masked_fill(mask == 0, 0)
        waves = functional.pad(waves.float(), (0, max(0, net.shortest - waves.shape[1])))
        lengths = lengths.clamp(min=net.shortest)
        if self.config.windows == "first":
            lengths = lengths.clamp(
                max=round(min(FIRST_SECONDS, net.window) * self.config.sampling_rate)
            )
        return waves, lengths

    def _clips(
        self, waves: torch.Tensor, lengths: torch.Tensor
    ) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Return of each clip the frames (frames, layers, dim) and their middles in seconds."""
        net, rate, keep = self.backbone, self.config.sampling_rate, self.config.frames_per_second
        cuts = [cut for i, n in enumerate(lengths.tolist()) for cut in self._cuts(i, n)]
        parts: list[list[torch.Tensor]] = [[] for _ in waves]
        spans: list[list[tuple[float, float, int]]] = [[] for _ in waves]
        for first in range(0, len(cuts), len(waves)):
            some = cuts[first : first + len(waves)]
            batch = [waves[i, start:stop] for i, start, stop in some]
            states, frames = net(
                nn.utils.rnn.pad_sequence(batch, batch_first=True),
                torch.tensor([len(part) for part in batch], device=waves.device),
            )
            for (i, start, stop), part, count in zip(some, states, frames.tolist(), strict=True):
                # Pooled at once: of an hour all hidden states are too many.
                parts[i].append(pool(self._layer(part[:count]), rate=net.rate, keep=keep))
                seconds = count / net.rate if net.rate else (stop - start) / rate
                spans[i].append((start / rate, seconds, len(parts[i][-1])))
        clips = []
        for own, span in zip(parts, spans, strict=True):
            states = joined(own, [seconds for _, seconds, _ in span], rate=net.rate, keep=keep)
            middles = _middles(span, len(states)).to(states.device)
            clips.append((rounded(states) if self.config.half else states, middles))
        return clips

    def _cuts(self, clip: int, length: int) -> Iterator[tuple[int, int, int]]:
        """Yield (clip, start, stop) of windows; a last one that is too short is left out."""
        window = int(min(self.backbone.window * self.config.sampling_rate, length))
        for start in range(0, length, window):
            stop = min(start + window, length)
            if start == 0 or stop - start >= self.backbone.shortest:
                yield clip, start, stop

    def _layer(self, states: torch.Tensor) -> torch.Tensor:
        if self.config.layer == "weighted":
            return states
        layer = -1 if self.config.layer == "last" else self.config.layer
        return states[:, layer].unsqueeze(1)


def _align(model: nn.Module) -> None:
    """Move weights to where a processor's vectors begin.

    Mapped from a file they lie anywhere, and where they lie decides in which order some matrix
    products are summed.
    """
    for weights in (*model.parameters(), *model.buffers()):
        if weights.device.type == "cpu" and weights.data_ptr() % ALIGNED:
            weights.data = weights.data.clone()


def _middles(spans: list[tuple[float, float, int]], frames: int) -> torch.Tensor:
    """Return the middle of every frame, given (start, seconds, frames) of each window."""
    if frames < sum(count for _, _, count in spans):  # a single one for all windows
        start, seconds, _ = spans[-1]
        return torch.tensor([(start + seconds) / 2])
    parts = [start + (torch.arange(n) + 0.5) * seconds / n for start, seconds, n in spans]
    return torch.cat(parts)


SerForAudioClassification.register_for_auto_class("AutoModelForAudioClassification")
