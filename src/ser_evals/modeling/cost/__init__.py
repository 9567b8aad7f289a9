"""What a backbone costs: parameters, and multiply-adds per second of audio."""

from dataclasses import dataclass
from pathlib import Path

from ser_evals.backbones import get_backbone

__all__ = ["Cost", "cost"]


@dataclass(frozen=True)
class Cost:
    """Size and speed of a backbone, by its architecture alone.

    Args:
        parameters: number of weights of the network as it is built here: encoders alone, image
            networks without their classifier's last layer, CNN14 with AudioSet's.
        macs_per_second: multiply-adds per second of audio, in a clip of `seconds`.
        seconds: length of that clip: 10, or the window of networks that always take one
            (Whisper: 30, AST: 10.24), which shorter clips cost as well. Where there is
            attention, a second of a longer clip costs more.
    """

    parameters: int
    macs_per_second: float
    seconds: float


def cost(name: str | Path) -> Cost:
    """Count a backbone's parameters and multiply-adds; no weights are loaded.

    What comes before the network (spectrograms, openSMILE) is not counted, nor is a head; of
    openSMILE's feature sets it is the MLP or the LSTM behind them that is counted, for 4 classes.

    Args:
        name: as `get_backbone` takes it. Networks written here need no download; of others the
            configuration is read from their folder, the local Hub cache or the Hub.

    Raises:
        SerEvalsError: if the configuration cannot be had, the architecture is not supported, or
            there is no network.

    Example:
        >>> found = cost("crnn18")
        >>> found.parameters, round(found.macs_per_second / 1e6)
        (1300288, 152)
    """
    from ser_evals.modeling.cost._checkpoints import through_checkpoint
    from ser_evals.modeling.cost._counter import multiply_adds
    from ser_evals.modeling.cost._heads import through_head
    from ser_evals.modeling.cost._networks import through_network

    backbone = get_backbone(name)
    if backbone.engine in ("librosa", "opensmile"):
        one = through_head(backbone)
    else:
        one = through_network(backbone) or through_checkpoint(backbone)
    macs = multiply_adds(one.run)
    parameters = sum(p.numel() for p in one.network.parameters())
    return Cost(parameters, macs / one.seconds, one.seconds)
