"""From a finished run to a model that anyone can load."""

from collections.abc import Iterable
from pathlib import Path

from ser_evals.errors import SerEvalsError
from ser_evals.exporting._backbone import used_backbone
from ser_evals.exporting._card import files
from ser_evals.exporting._facts import facts
from ser_evals.exporting._find import run_folder
from ser_evals.exporting._head import final_head
from ser_evals.exporting._model import assemble
from ser_evals.exporting._picture import NAME, picture
from ser_evals.exporting._readdress import checked, is_addressed, readdress
from ser_evals.exporting._run import open_run
from ser_evals.exporting._save import save
from ser_evals.exporting._scores import scored
from ser_evals.exporting._siblings import siblings
from ser_evals.modeling.devices import usable_device
from ser_evals.runs import known_corpora

__all__ = [
    "export",
    "is_addressed",
    "readdress",
    "run_folder",
    "usable_device",
    "used_backbone",
]


def export(
    run: str | Path,
    output: str | Path,
    *,
    seed: int = 0,
    data_dir: str | Path | None = None,
    device: str = "auto",
    repository: str | None = None,
    corpora: Iterable[str | Path] = (),
) -> Path:
    """Train a final head with a run's settings on all speakers, and save the whole model.

    The folder loads with `AutoModelForAudioClassification` and `AutoFeatureExtractor`, where
    ser-evals is imported or with `trust_remote_code=True` alone, and gives what the head gives
    on cached frames. Its card says what the runs with the same heads scored: nobody is left to
    test these weights in-domain.

    Args:
        run: the run's folder, its run.json, or the output folder of runs on one training set.
        output: folder for the model; there must be nothing in it.
        seed: of the head.
        data_dir: folder with one folder per corpus; by default the one that the run was given.
        device: "auto", "cpu", "cuda", "cuda:1", "mps": where to encode and train.
        repository: Hub id that the model will have ("owner/name"), for the card's examples; by
            default the folder's name. `readdress` changes it later.
        corpora: files with records of your own corpora (".py"), where they have moved since.

    Returns:
        The folder.

    Raises:
        SerEvalsError: if the run is not finished, its corpora or backbone are not what they were,
            or the backbone cannot be saved as part of a model.
    """
    output, run = Path(output).expanduser(), run_folder(run)
    if output.is_file() or (output.is_dir() and any(output.iterdir())):
        raise SerEvalsError(f"{output} is not empty: give another folder, or remove it")
    if not isinstance(seed, int) or seed < 0:
        raise SerEvalsError(f"seed: expected a whole number from 0, got {seed}")
    address = output.resolve().name if repository is None else checked(repository)
    source = open_run(run, data_dir, device, known_corpora(corpora))
    # before the head is trained: what cannot be read shows early
    near = siblings(run, source.record)
    found = [(run, told) for run in near if (told := scored(*run))]
    drawn, image = picture([run for run, _ in found], source.record["test"])
    head = final_head(source, seed)
    model, extractor = assemble(source, head)
    told = facts(source, head, model, [(run[1], told) for run, told in found], drawn)
    content = {name: text.encode() for name, text in files(told, address).items()}
    save(model, extractor, content | ({NAME: image} if drawn else {}), output)
    return output
