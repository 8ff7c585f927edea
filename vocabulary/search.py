"""Search of a vocabulary as a person types: by code, label or other name, in either language."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from vocabulary.concept import Concept


def fold(text: str) -> str:
    """Lower case without accents: what both sides of a comparison are reduced to."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    folded: str
    language: str
    is_label: bool


class SearchIndex:
    """An inverted index of words over all names, with the words sorted for prefix look-up."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._names: list[_Name] = []
        self._codes: list[str] = []
        postings: dict[str, set[int]] = {}
        for concept in concepts:
            self._codes.append(concept.code)
            for language in ("en", "fr"):
                names = (concept.label(language), *concept.terms(language))
                for position, name in enumerate(names):
                    folded = fold(name)
                    for word in re.findall(r"[^\W_]+", folded):
                        postings.setdefault(word, set()).add(len(self._names))
                    self._names.append(_Name(concept.code, folded, language, position == 0))
        self._postings = postings
        self._words = sorted(postings)

    def find(self, query: str, *, limit: int, language: str) -> list[str]:
        """Codes, best first: exact code, code prefix, then names by how closely they match."""
        folded = " ".join(fold(query).split())
        if not folded:
            return []
        by_code = sorted((code for code in self._codes if code.lower().startswith(folded)), key=len)
        found = dict.fromkeys(by_code[:limit])
        for position in sorted(self._matching(folded), key=lambda at: self._closeness(at, folded, language)):
            if len(found) >= limit:
                break
            found.setdefault(self._names[position].code)
        return list(found)

    def _matching(self, folded: str) -> set[int]:
        *whole, last = re.findall(r"[^\W_]+", folded) or [folded]
        matching = self._with_prefix(last)
        for word in whole:
            matching = matching & self._postings.get(word, set())
        return matching

    def _with_prefix(self, prefix: str) -> set[int]:
        positions: set[int] = set()
        for word in self._words[bisect_left(self._words, prefix) :]:
            if not word.startswith(prefix):
                break
            positions |= self._postings[word]
        return positions

    def _closeness(self, position: int, folded: str, language: str) -> tuple[int, bool, bool, int, str]:
        name = self._names[position]
        whole = re.search(rf"(?<!\w){re.escape(folded)}(?:s|es|x)?(?!\w)", name.folded) is not None
        fit = 0 if name.folded == folded else 1 if whole else 2 if name.folded.startswith(folded) else 3
        return fit, name.language != language, not name.is_label, len(name.folded), name.code
