"""The metadata at the top of a dataset card, in the words of the Hub."""

import re

from ser_evals.corpora import Corpus
from ser_evals.sharing._configs import Copy, configs

LICENCES = """
afl-3.0 agpl-3.0 apache-2.0 artistic-2.0 bsd-2-clause bsd-3-clause bsd-3-clause-clear bsl-1.0
cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0
cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nd-4.0
cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0 cdla-permissive-2.0 cdla-sharing-1.0
ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 gfdl gpl-2.0 gpl-3.0 isc lgpl-2.1
lgpl-3.0 mit mpl-2.0 ms-pl ncsa odbl odc-by ofl-1.1 osl-3.0 pddl postgresql unlicense wtfpl zlib
"""
"""Those that the Hub knows by name."""

SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
)


def front_matter(corpus: Corpus, copy: Copy | None = None) -> str:
    """Return a card's metadata as YAML, without the lines of dashes around it.

    Args:
        corpus: record.
        copy: what was prepared, if anything.
    """
    from huggingface_hub import DatasetCardData

    languages = list(dict.fromkeys(tag.split("-")[0].lower() for tag in corpus.languages))
    facts = {
        "language": languages,
        "language_bcp47": list(corpus.languages) if languages != list(corpus.languages) else None,
        **licence(corpus),
        "size_categories": size(corpus.utterances),
        "task_categories": ["audio-classification"],
        "pretty_name": corpus.title,
        "tags": _tags(corpus),
    }
    if corpus.redistributable != "nothing":
        facts["configs"] = configs(corpus, copy)
    return DatasetCardData(**facts).to_yaml()


def licence(corpus: Corpus) -> dict[str, str]:
    """Return a licence as the Hub knows it, or its name and where it is stated.

    Example:
        >>> from ser_evals.corpora import get_corpus
        >>> licence(get_corpus("emodb"))
        {'license': 'cc0-1.0'}
    """
    first = re.split(r"[;:(]", corpus.licence)[0].strip().lower()
    # SPDX is finer here than the Hub: ODbL-1.0 is its odbl, GPL-3.0-or-later its gpl-3.0.
    name = re.sub(r"-(only|or-later)$", "", first)
    name = re.sub(r"^(odbl|odc-by|pddl)-1\.0$", r"\1", name)
    # What restricts an open licence may stand behind it: it is open only if the audio is shared.
    whole = first == corpus.licence.lower() or corpus.redistributable == "audio"
    if whole and name in LICENCES.split():
        return {"license": name}
    slug = re.sub(r"[^a-z0-9.]+", "-", first).strip("-.")
    facts = {"license": "other", "license_name": slug or "see-below"}
    if corpus.homepage.startswith(("http://", "https://")):
        facts["license_link"] = corpus.homepage
    return facts


def size(utterances: int | None) -> list[str] | None:
    """Return the Hub's size category of a number of rows.

    Example:
        >>> size(535), size(1000), size(None)
        (['n<1K'], ['1K<n<10K'], None)
    """
    if utterances is None:
        return None
    return [next((name for above, name in SIZES if utterances < above), "10M<n<100M")]


def _tags(corpus: Corpus) -> list[str]:
    tags = ["speech-emotion-recognition", "ser-evals", "speech", f"{corpus.elicitation}-speech"]
    return tags + ["synthetic"] * corpus.synthetic
