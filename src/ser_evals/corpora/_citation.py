"""What to cite."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Citation:
    """A publication, as text and as BibTeX.

    Args:
        key: BibTeX key: first author, year, corpus ("burkhardt2005emodb").
        authors: separated by " and ", initials first.
        title: of the publication.
        venue: journal or proceedings; empty for a dataset or web page.
        year: of publication.
        link: DOI ("10...") or address.
        kind: what the venue is; without one the entry is "misc".

    Example:
        >>> paper = Citation("li2020x", "A. Li and B. Wu", "Joy", "Interspeech", 2020, "10.1/2")
        >>> str(paper)
        'A. Li, B. Wu: Joy. Interspeech, 2020. doi:10.1/2'
        >>> print(paper.bibtex)
        @inproceedings{li2020x,
          author = {A. Li and B. Wu},
          title = {{Joy}},
          booktitle = {Interspeech},
          year = {2020},
          doi = {10.1/2},
        }
    """

    key: str
    authors: str
    title: str
    venue: str
    year: int
    link: str = ""
    kind: Literal["inproceedings", "article", "techreport"] = "inproceedings"

    def __str__(self) -> str:
        authors = self.authors.replace(" and ", ", ")
        link = f" doi:{self.link}" if self.link.startswith("10.") else f" {self.link}".rstrip()
        venue = f"{self.venue}, " if self.venue else ""
        return f"{authors}: {self.title}. {venue}{self.year}.{link}"

    @property
    def bibtex(self) -> str:
        """The BibTeX entry."""
        field = {"article": "journal", "techreport": "institution"}.get(self.kind, "booktitle")
        lines = [f"  author = {{{self.authors}}}", f"  title = {{{{{self.title}}}}}"]
        lines += [f"  {field} = {{{self.venue}}}"] if self.venue else []
        lines += [f"  year = {{{self.year}}}"]
        if self.link:
            lines += [f"  {'doi' if self.link.startswith('10.') else 'url'} = {{{self.link}}}"]
        kind = self.kind if self.venue else "misc"
        return ",\n".join([f"@{kind}{{{self.key}", *lines]) + ",\n}"
