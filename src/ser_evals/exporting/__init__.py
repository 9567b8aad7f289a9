"""From a finished run to a model that anyone can load."""

from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.exporting._backbone import usable_device, used_backbone
from ser_evals.exporting._card import card
from ser_evals.exporting._head import final_head
from ser_evals.exporting._model import assemble
from ser_evals.exporting._run import open_run
from ser_evals.exporting._save import save

__all__ = ["export", "usable_device", "used_backbone"]


def export(
    run: str | Path,
    output: str | Path,
    *,
    seed: int = 0,
    data_dir: str | Path | None = None,
    device: str = "auto",
) -> Path:
    """Train a final head with a run's settings on all speakers, and save the whole model.

    The folder loads with `AutoModelForAudioClassification` and `AutoFeatureExtractor`, where
    ser-evals is imported or with `trust_remote_code=True` alone, and gives what the head gives
    on cached frames. No score belongs to it: nobody is left to test it in-domain.

    Args:
        run: the run's folder, its run.json, or the output folder of runs on one training set.
        output: folder for the model; there must be nothing in it.
        seed: of the head.
        data_dir: folder with one folder per corpus; by default the one that the run was given.
        device: "auto", "cpu", "cuda", "cuda:1", "mps": where to encode and train.

    Returns:
        The folder.

    Raises:
        SerEvalsError: if the run is not finished, its corpora or backbone are not what they were,
            or the backbone cannot be saved as part of a model.
    """
    output = Path(output).expanduser()
    if output.is_file() or (output.is_dir() and any(output.iterdir())):
        raise SerEvalsError(f"{output} is not empty: give another folder, or remove it")
    if not isinstance(seed, int) or seed < 0:
        raise SerEvalsError(f"seed: expected a whole number from 0, got {seed}")
    source = open_run(run, data_dir, device)
    head = final_head(source, seed)
    model, extractor = assemble(source, head)
    save(model, extractor, card(source, head, output.name), output)
    return output
