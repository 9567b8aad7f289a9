"""Virtual environments for the packages of others, kept between runs."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

OTHERS = {"nkululeko": "nkululeko==1.14.1", "mteb": "mteb==2.26.24"}


def environment(folder: Path, requirement: str) -> tuple[Path | None, str]:
    """Install a package beside the torch and transformers that are in use here.

    `TORCH_INDEX` names an index for torch, as it does for `make`.

    Args:
        folder: where environments lie; one that is complete is used again.
        requirement: what to install, with its version.

    Returns:
        Its Python, and ""; or None, and why there is none.
    """
    versions = {name: importlib.metadata.version(name) for name in ("torch", "transformers")}
    versions = {name: version.partition("+")[0] for name, version in versions.items()}
    name = "-".join([requirement.replace("==", "-"), *versions.values()])
    home = folder / name
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if (home / "complete").is_file():
        return python, ""
    print(f"Installing {requirement} into {home} ...", file=sys.stderr, flush=True)
    pip = [python, "-m", "pip", "install", "--quiet"]
    index = os.environ.get("TORCH_INDEX")
    torch = [f"torch=={versions['torch']}", *(["--index-url", index] if index else [])]
    pinned = [f"{name}=={version}" for name, version in versions.items()]
    for command in (
        [sys.executable, "-m", "venv", "--clear", home],
        [*pip, *torch],
        [*pip, *pinned, requirement, "soundfile"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "ERROR" in line]
            return None, (said or done.stderr.splitlines() or ["no message"])[-1].strip()
    (home / "complete").touch()
    return python, ""
