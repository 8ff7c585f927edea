"""The names a technology goes by: the listed name, its short forms, and our own table of aliases."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tagging.analysis import fold
from vocabulary import SUPPLEMENT, Concept, Vocabulary, relation

_DATA = Path(__file__).resolve().parent.parent / "data"
WORD = re.compile(r"\.NET\b|[^\W_]+[+#]*", re.IGNORECASE)
_CAMEL = re.compile(r"[a-z][A-Z0-9]|[A-Z]{2,}[a-z]|[A-Z][a-z]+[A-Z]")
# At most this many words in front of a product's own name are taken for its vendor.
_VENDOR_WORDS = 3
_LONG_ENOUGH = 4
# Words behind a product's name that people leave out.
_PACKAGINGS = frozenset({"Software", "Enterprise", "Professional", "Pro", "Suite", "Platform", "Desktop"})
# "Transportation management system TMS software" names a kind of software; so does its abbreviation.
_KIND = re.compile(r"[a-z]{3,} [A-Z]{2,} (software|systems?|tools?)$")
_UNUSUAL = 6


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to name a technology, and when it counts.

    Rules: `free` in any spelling; `case` as written or capitalized; `context` the same, beside a telling word or
    after a preposition; `english` as `context` in English and as `case` in French, where the word means nothing else;
    `beside` as written or capitalized, beside a telling word only; `generic` a kind of software.
    In a text with an `unless` word the name only counts beside a telling word.
    """

    code: str
    written: str
    rule: str
    unless: frozenset[str] = frozenset()


def words(text: str) -> list[str]:
    return WORD.findall(text)


def namings(vocabulary: Vocabulary) -> Iterator[Naming]:
    """All namings; an alias of the table overrules what is derived from the listed names."""
    listed = {concept.label_en: concept for concept in vocabulary.concepts.values()}
    table = list(_table(listed))
    yield from (naming for naming in table if naming.rule != "never")
    taken = {naming.written.lower() for naming in table}
    whole = [naming for concept in listed.values() for naming in _listed_name(concept)]
    yield from (naming for naming in whole if naming.written.lower() not in taken)
    taken |= {naming.written.lower() for naming in whole}
    official = [concept for concept in listed.values() if concept.scheme != SUPPLEMENT]
    yield from _of_the_most_used(naming for concept in official for naming in _short_forms(concept, taken))


def _table(listed: dict[str, Concept]) -> Iterator[Naming]:
    with (_DATA / "technology_aliases.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            unless = frozenset(fold(row["unless"]).split())
            yield Naming(listed[row["name"]].code, row["alias"], row["rule"], unless)


def _listed_name(concept: Concept) -> Iterator[Naming]:
    name = concept.label_en
    parts = words(name)
    if not re.search(r"[A-Z0-9+#]", name[1:]) and len(parts) > 1:
        yield Naming(concept.code, name, "generic")
    elif len(parts) > 1:
        yield Naming(concept.code, name, "case" if all(map(_is_everyday, parts)) else "free")
    elif _is_distinctive(name):
        yield Naming(concept.code, name, "case")
    else:
        yield Naming(concept.code, name, _rule_of_plain_word(name))


def _short_forms(concept: Concept, taken: set[str]) -> Iterator[Naming]:
    """The name without its vendor in front or the common words behind, when what is left is distinctive."""
    parts = concept.label_en.split()
    if not re.search(r"[A-Z0-9+#]", concept.label_en[1:]):
        return
    product = list(parts)
    while product and (product[-1].islower() or product[-1] in _PACKAGINGS):
        product.pop()
    for vendor in range(0 if len(product) < len(parts) else 1, _VENDOR_WORDS + 1):
        rest = product[vendor:]
        form = " ".join(rest)
        if not re.search(r"[^\W\d_]{3}", form) or form.lower() in taken:
            continue
        if len(words(form)) == 1 and form.isupper() and _KIND.search(concept.label_en):
            yield Naming(concept.code, form, "generic")
        elif len(words(form)) == 1 and not _is_everyday(form):
            yield Naming(concept.code, form, "case" if _is_distinctive(form) else _rule_of_plain_word(form))
        elif len(words(form)) > 1 and not all(map(_is_everyday, words(form))):
            yield Naming(concept.code, form, "case")


def _of_the_most_used(found: Iterable[Naming]) -> Iterator[Naming]:
    """A short form of several products stands for the one that most occupations use; an abbreviation for none."""
    owners: dict[str, dict[str, Naming]] = {}
    for naming in sorted(set(found), key=lambda naming: (naming.written, naming.code)):
        owners.setdefault(naming.written.lower(), {})[naming.code] = naming
    for written in sorted(owners):
        ranked = sorted(owners[written].values(), key=lambda naming: -_occupations_using().get(naming.code, 0))
        uses = [_occupations_using().get(naming.code, 0) for naming in ranked]
        if len(ranked) == 1 or (uses[0] > uses[1] and not ranked[0].written.isupper()):
            yield ranked[0]


@cache
def _occupations_using() -> dict[str, int]:
    _, *rows = relation("onet", "usage")
    return {code: len(unit_groups.split()) for code, unit_groups in rows}


def _rule_of_plain_word(word: str) -> str:
    unusual = len(word) >= _UNUSUAL or (word.isupper() and len(word) >= _LONG_ENOUGH)
    return "context" if unusual and not _is_everyday(word) else "beside"


def _is_distinctive(word: str) -> bool:
    return bool(_CAMEL.search(word)) and len(word) >= _LONG_ENOUGH and not _is_everyday(word)


def _is_everyday(word: str) -> bool:
    return word.lower() in _everyday() or word.isdigit()


@cache
def _everyday() -> frozenset[str]:
    return frozenset((_DATA / "everyday_words.txt").read_text(encoding="utf-8").split())
