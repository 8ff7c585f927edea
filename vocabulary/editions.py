"""The table of vocabularies, and their loading from tab-separated fact tables."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vocabulary.concept import Concept, Vocabulary

_HERE = Path(__file__).parent
_DATA = _HERE / "data"
# The scheme of concepts that no publisher lists, so that they are marked wherever they go.
SUPPLEMENT = "supplement"
_COLUMNS = ("code", "level", "broader", "label_en", "label_fr")


class UnknownVocabulary(LookupError):
    """A name that editions.toml does not list."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A row of editions.toml; `supplement` is the folder of concepts of ours that the publisher does not list."""

    name: str
    facet: str
    scheme: str
    edition: str
    folder: str
    default: bool = False
    supplement: str = ""


_EDITIONS = {
    name: Edition(name=name, **row)
    for name, row in tomllib.loads((_HERE / "editions.toml").read_text(encoding="utf-8")).items()
}
VOCABULARY_OF: Mapping[str, str] = {row.facet: row.name for row in _EDITIONS.values() if row.default}
FACETS: tuple[str, ...] = tuple(VOCABULARY_OF)


def edition(name: str) -> Edition:
    """Raises UnknownVocabulary, naming those there are."""
    try:
        return _EDITIONS[name]
    except KeyError:
        raise UnknownVocabulary(f"There is no vocabulary {name!r}; choose one of {', '.join(_EDITIONS)}.") from None


@cache
def load(name: str) -> Vocabulary:
    """The vocabulary with all its concepts, read once a process. Raises UnknownVocabulary."""
    row = edition(name)
    concepts = {concept.code: concept for concept in _concepts(row.facet, row.scheme, _DATA / row.folder)}
    if row.supplement:
        ours = _concepts(row.facet, SUPPLEMENT, _DATA / row.supplement)
        concepts |= {concept.code: concept for concept in ours}
    return Vocabulary(row.name, row.facet, row.scheme, row.edition, concepts)


def relation(vocabulary: str, table: str) -> Iterator[list[str]]:
    """Rows of a further table of a vocabulary's folder, header first (`ratings`, `usage`)."""
    return _rows(_DATA / edition(vocabulary).folder / f"{table}.tsv")


def _concepts(facet: str, scheme: str, folder: Path) -> Iterator[Concept]:
    french = {code: label for code, label, *_ in _rows(folder / "labels_fr.tsv")}
    terms = _terms(folder / "terms.tsv")
    lines = _rows(folder / "concepts.tsv")
    header = next(lines)
    for code, level, broader, label_en, label_fr, *extra in lines:
        yield Concept(
            facet,
            scheme,
            code,
            level,
            broader or None,
            label_en,
            label_fr or french.get(code, label_en),
            tuple(terms.get((code, "en"), ())),
            tuple(terms.get((code, "fr"), ())),
            dict(zip(header[len(_COLUMNS) :], extra, strict=True)),
        )


def _terms(path: Path) -> dict[tuple[str, str], list[str]]:
    terms: dict[tuple[str, str], list[str]] = {}
    for code, language, term in _rows(path):
        terms.setdefault((code, language), []).append(term)
    return terms


def _rows(path: Path) -> Iterator[list[str]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
