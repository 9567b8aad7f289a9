"""What every reading function is held to."""

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ser_evals.corpora._absent import absent
from ser_evals.corpora._proper import check_utterance
from ser_evals.corpora._utterance import Utterance
from ser_evals.errors import SerEvalsError, unknown

if TYPE_CHECKING:
    from ser_evals.corpora._record import Corpus

Read = Callable[[Path], Iterator[Utterance]]


# What reading a damaged or cut table raises.
DAMAGE = (ValueError, IndexError, TypeError, RuntimeError, OSError)


def checked(corpus: "Corpus", read: Read) -> Read:
    """Hold a reading function, the package's or a user's own, to what the record promises."""

    def held(root: str | Path) -> Iterator[Utterance]:
        root, empty = Path(root).expanduser(), True
        if not root.is_dir():
            raise absent(corpus, root, "no folder of that name")
        try:
            for utterance in _proper(corpus, read(root)):
                empty = False
                yield utterance
        except FileNotFoundError as error:
            missing = Path(error.filename or str(error)).name
            raise absent(corpus, root, f"no {missing!r} in that folder") from error
        except KeyError as error:
            lacks = f"a table in {root} has no column or entry {error}: is it of another release?"
            raise SerEvalsError(f"{corpus.name}: {lacks}") from error
        except SerEvalsError as error:
            raise SerEvalsError(f"{corpus.name}: {error}") from None
        except DAMAGE as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            text = f"{corpus.name}: a table in {root} cannot be read ({reason}): get it again"
            raise SerEvalsError(text) from error
        if empty:
            raise absent(corpus, root, "nothing of that corpus in that folder")

    held.unchecked = read
    return functools.wraps(read)(held)


def _proper(corpus: "Corpus", found: Iterable[Utterance]) -> Iterator[Utterance]:
    labels, seen = frozenset(corpus.own_labels), set()
    if not isinstance(found, Iterable):
        raise SerEvalsError(f"reading gave {found!r}: expected utterances; does it `yield` them?")
    for utterance in found:
        check_utterance(utterance)
        path = utterance.path
        if "\\" in path or path[0] == "/" or path[1:3] == ":/":
            raise SerEvalsError(
                f"path of {utterance.id!r} is {path!r}: expected one relative to the corpus's "
                "folder, with forward slashes"
            )
        if utterance.id in corpus.broken:
            continue
        if utterance.label not in labels:
            raise unknown("label", utterance.label, labels, f" in {path}")
        if utterance.id in seen:
            raise SerEvalsError(f"two utterances have the id {utterance.id!r}")
        seen.add(utterance.id)
        yield utterance
