"""Lists of unlike occupations, and one word over and over: text meant for a search, not for a reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tagging.orders import Span

# Everyday names of occupations, in both languages and without accents, by broad category of the NOC.
_OCCUPATIONS = {
    "1": "accountant bookkeeper banker auditor actuary comptable actuaire banquier banquiere",
    "2": "engineer developer programmer architect chemist geologist biologist veterinarian ingenieur ingenieure developpeur "
    "developpeuse programmeur programmeuse architecte chimiste geologue biologiste coder",
    "3": "nurse physician doctor dentist pharmacist paramedic surgeon physiotherapist infirmier infirmiere medecin dentiste "
    "pharmacien pharmacienne paramedic chirurgien chirurgienne veterinaire optometrist",
    "4": "lawyer teacher economist psychologist judge firefighter professor police avocat avocate enseignant enseignante "
    "economiste psychologue juge pompier pompiere professeur policier policiere",
    "5": "journalist violinist musician actor photographer librarian journaliste violoniste musicien musicienne comedien "
    "photographe bibliothecaire",
    "6": "chef cook baker hairdresser tailor cashier butcher cuisinier cuisiniere cheffe boulanger boulangere coiffeur coiffeuse "
    "tailleur caissier caissiere boucher bouchere",
    "7": "electrician plumber welder carpenter pilot mechanic driver electricien electricienne plombier plombiere soudeur "
    "soudeuse charpentier charpentiere pilote mecanicien camionneur camionneuse",
    "8": "farmer miner logger fisher agriculteur agricultrice mineur mineuse bucheron pecheur",
}
_CATEGORY = {word: category for category, words in _OCCUPATIONS.items() for word in words.split()}
_NAMES = frozenset((*_CATEGORY, *(f"{word}s" for word in _CATEGORY)))
_WORD = re.compile(r"[a-z]{4,}")
_LINE = re.compile(r"[^.!?\n]+")
_MOST_OCCUPATIONS, _MOST_CATEGORIES = 5, 3
_FEWEST_WORDS, _MOST_REPEATED, _ROOT = 8, 0.5, 5


def stuffed(plain: str) -> Iterator[Span]:
    """Sentences of a text folded by `tagging.folding`."""
    counts = Counter(_WORD.findall(plain))
    if len(counts.keys() & _NAMES) > _MOST_OCCUPATIONS or max(counts.values(), default=0) >= _FEWEST_WORDS // 2:
        yield from (match.span() for match in _LINE.finditer(plain) if _is_stuffed(match.group()))


def _is_stuffed(line: str) -> bool:
    words = _WORD.findall(line)
    named = {word: category for word in words if (category := _category(word))}
    if len(named) > _MOST_OCCUPATIONS and len(set(named.values())) > _MOST_CATEGORIES:
        return True
    repeated = max(Counter(word[:_ROOT] for word in words).values(), default=0)
    return len(words) >= _FEWEST_WORDS and repeated >= _MOST_REPEATED * len(words)


def _category(word: str) -> str | None:
    return _CATEGORY.get(word) or _CATEGORY.get(word.removesuffix("s"))
