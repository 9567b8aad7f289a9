"""What every reading function is held to."""

import functools
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ser_evals.corpora._absent import absent
from ser_evals.corpora._proper import check_utterance
from ser_evals.corpora._utterance import Utterance
from ser_evals.errors import SerEvalsError, unknown

if TYPE_CHECKING:
    from ser_evals.corpora._record import Corpus

Read = Callable[[Path], Iterator[Utterance]]


def checked(corpus: "Corpus", read: Read) -> Read:
    """Hold a reading function, the package's or a user's own, to what the record promises."""

    def held(root: str | Path) -> Iterator[Utterance]:
        root, labels, seen = Path(root).expanduser(), frozenset(corpus.own_labels), set()
        if not root.is_dir():
            raise absent(corpus, root, "no folder of that name")
        try:
            for utterance in read(root):
                check_utterance(utterance)
                if utterance.id in corpus.broken:
                    continue
                if utterance.label not in labels:
                    raise unknown("label", utterance.label, labels, f" in {utterance.path}")
                if utterance.id in seen:
                    raise SerEvalsError(f"two utterances have the id {utterance.id!r}")
                seen.add(utterance.id)
                yield utterance
        except FileNotFoundError as error:
            missing = Path(error.filename or str(error)).name
            raise absent(corpus, root, f"no {missing!r} in that folder") from error
        except KeyError as error:
            lacks = f"a table in {root} has no column or entry {error}: is it of another release?"
            raise SerEvalsError(f"{corpus.name}: {lacks}") from error
        except SerEvalsError as error:
            raise SerEvalsError(f"{corpus.name}: {error}") from None
        except (
            ValueError,
            TypeError,
            RuntimeError,
            IsADirectoryError,
            zipfile.BadZipFile,
        ) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            text = f"{corpus.name}: a table in {root} cannot be read ({reason}): get it again"
            raise SerEvalsError(text) from error
        if not seen:
            raise absent(corpus, root, "nothing of that corpus in that folder")

    held.unchecked = read
    return functools.wraps(read)(held)
