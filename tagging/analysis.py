"""Text into stemmed tokens with their offsets, in English and in French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import Stemmer

from tagging.records import Field, Language, Program

_WORD = re.compile(r"[^\W_]+(?:[+#]{1,2}(?![^\W_]))?")
_ELISION = re.compile(r"\b(?:qu|[cdjlmnst])['’](?=\w)", re.IGNORECASE)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
_ENDS = re.compile(r"[.!?;:…•·|]+(?=\s)|\n+|(?<=\s)[-–—*](?=\s)")
LONGEST_SEGMENT = 300

STOP_WORDS: dict[Language, frozenset[str]] = {
    "en": frozenset(
        "a an and are as at be been being but by can could do does each either for from get had has have how if in "
        "into is it its may more most must need no not of on one only or other our out over per she should so some "
        "such than that the their them then there these they this those through to under up upon use used using very "
        "was we well were what when where which while who will with within without would you your he his her i me my "
        "also all any about after before both during between".split()
    ),
    "fr": frozenset(
        "a afin ainsi alors apres au aucun aussi autre autres aux avant avec avoir car ce cela ces cet cette ceux "
        "chaque chez comme comment dans de des deux doit donc dont du elle elles en encore entre est et etre eux "
        "fait faire il ils je jusque la le les leur leurs lors lorsque mais meme mes moins mon ne nos notre nous on "
        "ont ou par parmi pas pendant peu peut peuvent plus pour pourra pourront puis quand que quel quelle quelles "
        "quels qui sa sans se selon sera seront ses si soit son sont sous sur ta tant te tes toi ton tous tout toute "
        "toutes tres tu un une vers vos votre vous y c d j l m n s t qu".split()
    ),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A stem with the place of its word: `text[start:end]` is the word as written."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, heading or outcome: what a quote is made of, with its tokens (offsets count in the field)."""

    field: Field
    start: int
    end: int
    tokens: tuple[Token, ...]


@cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english" if language == "en" else "french")


def fold(word: str) -> str:
    """Lower case, no accents, no ligatures."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=100_000)
def _stem(word: str, language: Language) -> str:
    """The stem, or nothing for a stop word; French is stemmed with its accents and folded after."""
    folded = fold(word)
    if folded in STOP_WORDS[language] or (len(folded) == 1 and not folded.isdigit()):
        return ""
    return fold(str(_stemmer(language).stemWord(word.lower().translate(_LIGATURES))))


def tokens(text: str, language: Language) -> list[Token]:
    """Stems of the words that carry meaning, in order."""
    plain = _ELISION.sub(lambda match: " " * len(match.group()), text) if language == "fr" else text
    found = []
    for match in _WORD.finditer(plain):
        stem = _stem(match.group(), language)
        if stem:
            found.append(Token(stem, match.start(), match.end()))
    return found


def stems(text: str, language: Language) -> list[str]:
    return [token.stem for token in tokens(text, language)]


@lru_cache(maxsize=8)
def segments(program: Program, language: Language) -> tuple[Segment, ...]:
    """Title, sentences of the description, outcomes; a very long sentence is cut between words."""
    found = list[Segment]()
    for field in ("title", "description", "outcomes"):
        text = program.text(field)
        for start, end in _bounds(text):
            inside = [Token(t.stem, t.start + start, t.end + start) for t in tokens(text[start:end], language)]
            if inside:
                found.append(Segment(field, start, end, tuple(inside)))
    return tuple(found)


def _bounds(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    bounds = []
    for start, end in pairwise(cuts):
        bounds += _cut(text, start, end)
    return bounds


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST_SEGMENT:
        at = text.rfind(" ", start + LONGEST_SEGMENT // 2, start + LONGEST_SEGMENT)
        at = at if at > 0 else start + LONGEST_SEGMENT
        pieces.append(_stripped(text, start, at))
        start = at
    pieces.append(_stripped(text, start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "-–—*•·|,;:"):
        end -= 1
    return start, end


def phrases(sequence: Sequence[str]) -> list[str]:
    """Single stems and neighbouring pairs, the features of the models."""
    return [*sequence, *(f"{left} {right}" for left, right in pairwise(sequence))]
