"""What may be downloaded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may be downloaded without asking anybody.

    Args:
        url: its address; a GitHub archive names a commit, never a branch.
        size: bytes, or None where unknown.
        checksum: "md5:...", "sha256:...", or None where unknown.
        to: folder below the corpus's folder into which it goes, unpacked if it is an archive.
        strip: leading folders of an archive's paths to leave out.
        name: what to call the file; the last part of the address by default.
    """

    url: str
    size: int | None = None
    checksum: str | None = None
    to: str = ""
    strip: int = 0
    name: str = ""

    @property
    def filename(self) -> str:
        """Name of the file on disk."""
        from urllib.parse import unquote, urlsplit

        return self.name or unquote(urlsplit(self.url).path.rstrip("/").rsplit("/", 1)[-1])
