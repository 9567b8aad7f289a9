"""Files of repositories on the Hub."""

from pathlib import Path

from ser_evals.errors import SerEvalsError


def hub_file(repository: str, name: str, *, revision: str | None = None, use: str) -> Path:
    """Return a file of a repository, downloaded where it has to be.

    Args:
        repository: Hub id.
        name: of the file.
        revision: commit, or None for the newest.
        use: what the repository is wanted as.

    Raises:
        SerEvalsError: if it is neither in the local cache nor to be had.
    """
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(repository, name, revision=revision))
    except Exception as error:
        raise SerEvalsError(
            f"{repository}: {name} is neither in the local Hub cache nor to be had "
            f"({type(error).__name__}: {reason(error)}). Check the name and the network, or "
            f"download the repository elsewhere and give its folder as {use}"
        ) from error


def reason(error: Exception) -> str:
    """Return the first paragraph of an error as one line."""
    return " ".join(str(error).strip().split("\n\n")[0].split()) or type(error).__name__
