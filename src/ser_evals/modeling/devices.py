"""Where to compute."""

from ser_evals.errors import SerEvalsError


def usable_device(device: str) -> str:
    """Return a device's name, "auto" resolved.

    Raises:
        SerEvalsError: if it cannot be used.
    """
    import torch
    from accelerate import PartialState

    if device == "auto":
        return str(PartialState().device)
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise SerEvalsError(f"device {device!r} cannot be used: {reason}") from error
    return device
