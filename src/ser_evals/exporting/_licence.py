"""What binds the weights: the licences of everything that went into them."""

import re
from collections.abc import Iterable

KNOWN = """
apache-2.0 mit bsd-3-clause cc0-1.0 cc-by-4.0 cc-by-nc-4.0 cc-by-nc-nd-4.0 cc-by-nc-sa-4.0
cc-by-nd-4.0 cc-by-sa-4.0 isc odbl gpl-3.0
"""
"""Those that occur in the records and that the Hub knows by name."""

FILE = "LICENSE.md"
LONGEST = 60


def licence(parts: Iterable[str]) -> dict[str, str]:
    """Return the licence of a model in the words of the Hub.

    Args:
        parts: licences of the backbone and of each training corpus, SPDX or in words.

    Example:
        >>> licence(["Apache-2.0", "Apache-2.0"])
        {'license': 'apache-2.0'}
        >>> licence(["CC0-1.0", "MIT (the code)"])["license_name"]
        'cc0-1.0-and-mit'
    """
    texts = list(dict.fromkeys(parts))
    if len(texts) == 1 and (name := texts[0].lower()) in KNOWN.split():
        return {"license": name}
    names = dict.fromkeys(filter(None, map(_slug, texts)))
    joined = "-and-".join(names)
    name = joined if joined and len(joined) <= LONGEST else "several-licences"
    return {"license": "other", "license_name": name, "license_link": FILE}


def _slug(text: str) -> str:
    first = re.split(r"[;:(]", text)[0].strip().lower()
    return re.sub(r"[^a-z0-9.]+", "-", first).strip("-.")
