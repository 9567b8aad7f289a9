"""run.json without what only its maker's machine knows, and without what a licence forbids."""

import copy
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ser_evals import __version__
from ser_evals.corpora import Corpus
from ser_evals.protocols import without_example
from ser_evals.runs import find_corpus
from ser_evals.submissions._command import PLACES, command_of
from ser_evals.submissions._keys import known_keys

WITHHELD = "withheld"


def cleaned(record: Mapping[str, Any], own: Mapping[str, Corpus], grade: str) -> dict[str, Any]:
    """Return a run's record as it is published.

    Args:
        record: run.json as it was written.
        own: records of the user's own corpora.
        grade: what may be published of the tested corpus.
    """
    clean: dict[str, Any] = known_keys(copy.deepcopy(dict(record)))
    clean["command"] = command(record.get("command", ""))
    clean["backbone"]["checkpoint"] = last_part(record["backbone"]["checkpoint"])
    clean.setdefault("versions", {}).setdefault("ser-evals", __version__)
    clean["published"] = grade
    shut = grade == "nothing"
    for name, facts in clean["corpora"].items():
        corpus = find_corpus(name, own)
        if corpus is None or corpus.redistributable == "nothing":
            shut, clean["corpora"][name] = True, without_names(facts)
            mine = f"{name}: "
            said = clean["warnings"]
            clean["warnings"] = [without_example(s) if s.startswith(mine) else s for s in said]
    clean = everywhere(clean, homes(record))
    return clean | {"command": command_of(clean)} if shut else clean


def command(words: str) -> str:
    """Return a command line without folders.

    Example:
        >>> command("ser-evals run --train /home/me/mine.py --data-dir /data --backbone a/b")
        'ser-evals run --train mine.py --data-dir DATA_DIR --backbone a/b'
    """
    found: list[str] = []
    for word in shlex.split(words):
        place = PLACES.get(found[-1]) if found else None
        name, _, value = word.partition("=")
        if place or (value and name in PLACES):
            found.append(place or f"{name}={PLACES[name]}")
        else:
            found.append("+".join(last_part(part) for part in word.split("+")))
    return shlex.join(found)


def last_part(text: str) -> str:
    """Return the name of a file or folder without where it lies; other words as they are."""
    is_path = text.startswith(("/", "~", ".")) or text.endswith(".py") or re.match(r"\w:\\", text)
    return re.split(r"[/\\]", text.rstrip("/\\"))[-1] if is_path else text


def without_names(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a corpus of which no row may be published, without any name in them."""
    unreadable = [WITHHELD] * len(facts["unreadable"])
    division = without_example(facts["division"])
    return {**facts, "unreadable": unreadable, "division": division}


def homes(record: Mapping[str, Any]) -> list[str]:
    """Return the folders of the maker's machine that a record may speak of, the deepest first."""
    words = shlex.split(record.get("command", ""))
    given = [value for word, value in zip(words, words[1:], strict=False) if word in PLACES]
    folders = [*given, str(Path.home()), str(Path.cwd()), record["backbone"]["checkpoint"]]
    found = {text.rstrip("/") for text in folders if text.startswith(("/", "~"))}
    return sorted(found - {""}, key=len, reverse=True)


def everywhere(value: Any, folders: list[str]) -> Any:
    """Return a structure in whose texts no folder is named."""
    if isinstance(value, Mapping):
        return {name: everywhere(inner, folders) for name, inner in value.items()}
    if isinstance(value, list):
        return [everywhere(inner, folders) for inner in value]
    if isinstance(value, str):
        for folder in folders:
            value = re.sub(re.escape(folder) + r"(?=/|$|\s|[:;,'\"])", "...", value)
    return value
