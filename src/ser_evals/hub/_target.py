"""Where something goes, and what became of it."""

from dataclasses import dataclass, field
from typing import Literal, TypedDict

from ser_evals.hub._words import size
from ser_evals.words import count

Kind = Literal["dataset", "model", "space"]


@dataclass(frozen=True)
class Target:
    """Where to push, and how.

    Args:
        org: user or organisation that owns the repository.
        private: whether a repository that is made now is private; others stay what they are.
        pr: propose the change as a pull request instead of making it.
        dry_run: only say what would go where.
    """

    org: str = "ser-evals"
    private: bool = False
    pr: bool = False
    dry_run: bool = False


class Options(TypedDict, total=False):
    """The fields of `Target`, as keyword arguments."""

    org: str
    private: bool
    pr: bool
    dry_run: bool


@dataclass(frozen=True)
class Pushed:
    """What a push did, or would do.

    Args:
        repository: "owner/name".
        kind: "dataset", "model" or "space".
        url: of the repository.
        commit: the 40 digits of the revision that is there now; "" where there is none.
        pull_request: its address; "" without one.
        uploaded: path to bytes of the files that are new or changed.
        deleted: files of ours that are gone.
        unchanged: number of files that were there already.
        tag: that names the revision; "" without one.
        dry_run: whether nothing was done.
        notes: what else to know, a sentence each.
    """

    repository: str
    kind: Kind
    url: str
    commit: str
    pull_request: str = ""
    uploaded: dict[str, int] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    tag: str = ""
    dry_run: bool = False
    notes: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """Of all uploaded files together."""
        return sum(self.uploaded.values())

    def __str__(self) -> str:
        tag = f", tag {self.tag}" * bool(self.tag)
        done = f"{self._changes()}{tag}: {self.pull_request or self.url}"
        lines = [f"{'dry run: ' * self.dry_run}{self.kind} {self.repository}: {done}"]
        if self.dry_run:
            lines += [f"  + {path} ({size(held)})" for path, held in self.uploaded.items()]
            lines += [f"  - {path}" for path in self.deleted]
        return "\n".join(lines + [f"  note: {note}" for note in self.notes])

    def _changes(self) -> str:
        if not self.uploaded and not self.deleted:
            return f"nothing to change ({count(self.unchanged, 'file')})"
        parts = ["a new repository"] * (not self.commit)
        done, gone = ("to upload", "to delete") if self.dry_run else ("uploaded", "deleted")
        parts += [f"{count(len(self.uploaded), 'file')} {done} ({size(self.bytes)})"]
        parts += [f"{len(self.deleted)} {gone}"] * bool(self.deleted)
        parts += [f"{self.unchanged} unchanged"] * bool(self.unchanged)
        return ", ".join(parts)
