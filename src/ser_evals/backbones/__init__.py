"""Records of backbones: one module each, found by folder; any Hub id or folder works as well."""

import importlib
import pkgutil
from pathlib import Path

from ser_evals.backbones._record import Backbone
from ser_evals.errors import SerEvalsError, unknown

__all__ = ["Backbone", "get_backbone", "list_backbones"]


def list_backbones() -> list[str]:
    """Return the names of the backbones that have a record, sorted.

    Example:
        >>> "mfcc" in list_backbones()
        True
    """
    return sorted(_records())


def get_backbone(name: str | Path) -> Backbone:
    """Return the record of a backbone; a Hub id or a checkpoint folder without one gets one.

    Args:
        name: a record's name or alias in any case of letters, its checkpoint, any other Hub id
            ("owner/name") or a folder.

    Raises:
        SerEvalsError: for a name that is none of these, or a folder without a checkpoint.

    Example:
        >>> get_backbone("openai/whisper-small").name
        'whisper-small'
        >>> get_backbone("IS10-d-LSTM").checkpoint
        'IS10_paraling_compat:lld'
    """
    text, records = str(name), _records()
    for record in records.values():
        names = (record.name, *record.aliases)
        if text == record.checkpoint or text.casefold() in map(str.casefold, names):
            return record
    folder = Path(text).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise SerEvalsError(
                f"no backbone in {text}: a transformers checkpoint has a config.json and "
                "model.safetensors; give that folder, a Hub id, or a name from 'backbones list'"
            )
        return Backbone(name=folder.resolve().name, checkpoint=str(folder.resolve()))
    if text.startswith((".", "/", "~")):
        raise SerEvalsError(f"no backbone in {text}: there is no such folder")
    if text.count("/") == 1:
        return Backbone(name=text.replace("/", "--"), checkpoint=text)
    raise unknown("backbone", text, records, "; a Hub id (owner/name) or a folder will also do")


def _records() -> dict[str, Backbone]:
    modules = (m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    found = (importlib.import_module(f"{__name__}.{name}").backbone for name in modules)
    return {record.name: record for record in found}
