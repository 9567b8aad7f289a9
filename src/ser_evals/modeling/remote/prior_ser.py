"""Logits under another label distribution than that of training."""

from collections.abc import Sequence

import torch

PRIORS = ("none", "source")


def adjust(
    logits: torch.Tensor,
    prior: str,
    *,
    source_prior: Sequence[float] | None = None,
    seen: Sequence[bool] | None = None,
) -> torch.Tensor:
    """Move logits from the training's label distribution to a prior.

    z'(c) = z(c) - log p_source(c), and -inf for classes never seen in training

    Args:
        logits: (..., classes).
        prior: "none", logits as they are, or "source", adjusted: a uniform target.
        source_prior: label distribution of the training loss, shares or counts (classes,).
        seen: whether each class occurred in training (classes,).

    Raises:
        ValueError: for another prior, or "source" without a source's.

    Source: Menon et al., "Long-tail learning via logit adjustment", ICLR 2021, equation 9.

    Example:
        >>> adjust(torch.tensor([1.0, 0.0, 5.0]), "source", source_prior=[0.5, 0.5, 0.0])
        tensor([1.6931, 0.6931,   -inf])
    """
    if prior not in PRIORS:
        raise ValueError(f"prior: expected one of {', '.join(PRIORS)}, got {prior!r}")
    if prior == "none":
        return logits
    if source_prior is None:
        raise ValueError("prior 'source' needs source_prior in the configuration")
    share = torch.tensor(source_prior, device=logits.device)
    masked = share == 0
    if seen is not None:
        masked |= ~torch.tensor(seen, device=logits.device)
    shift = (share / share.sum()).masked_fill(share == 0, 1.0).log()
    return (logits - shift.to(logits.dtype)).masked_fill(masked, -torch.inf)
