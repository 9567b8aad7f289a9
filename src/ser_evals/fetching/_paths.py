"""Paths that come from elsewhere, held inside a folder."""

import re

from ser_evals.errors import SerEvalsError

DRIVE = re.compile(r"[A-Za-z]:")


def safe_path(name: str, strip: int = 0) -> str:
    """Return a path with forward slashes that cannot leave the folder it is put below.

    Args:
        name: as an archive or a record has it; backslashes separate folders too.
        strip: leading folders to leave out; a path with fewer keeps its file name.

    Raises:
        SerEvalsError: if it is absolute, goes up, names a drive, or is empty.

    Example:
        >>> safe_path("./EmoDB/wav/03a01Fa.wav", strip=1)
        'wav/03a01Fa.wav'
        >>> safe_path("wav/../../passwd")
        Traceback (most recent call last):
            ...
        ser_evals.errors.SerEvalsError: unsafe path 'wav/../../passwd': it leaves the folder
    """
    whole = name.replace("\\", "/").split("/")
    parts = [part for part in whole if part not in ("", ".")]
    absolute = whole[0] == "" and len(whole) > 1
    drive = any(DRIVE.match(part) for part in parts)
    if not parts or absolute or drive or ".." in parts or "\0" in name:
        raise SerEvalsError(f"unsafe path {name!r}: it leaves the folder")
    return "/".join(parts[min(strip, len(parts) - 1) :])
