"""Finding known phrases in a sequence of words, longest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """`words[first:last]` is a known phrase standing for `meaning`."""

    first: int
    last: int
    meaning: T


class Phrases(Generic[T]):
    """A table of phrases; several meanings of one phrase are all kept."""

    def __init__(self, phrases: Iterable[tuple[Sequence[str], T]]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], list[T]]] = {}
        for words, meaning in phrases:
            if words:
                self._by_first.setdefault(words[0], {}).setdefault(tuple(words), []).append(meaning)
        self._lengths = {
            first: sorted({len(words) for words in table}, reverse=True) for first, table in self._by_first.items()
        }

    def find(self, words: Sequence[str]) -> list[Match[T]]:
        """Matches from left to right that do not overlap; at each place the longest phrase wins."""
        found: list[Match[T]] = []
        at = 0
        while at < len(words):
            length = self._longest(words, at)
            if length:
                table = self._by_first[words[at]]
                found += [Match(at, at + length, meaning) for meaning in table[tuple(words[at : at + length])]]
            at += length or 1
        return found

    def _longest(self, words: Sequence[str], at: int) -> int:
        table = self._by_first.get(words[at])
        if not table:
            return 0
        left = len(words) - at
        fitting = (n for n in self._lengths[words[at]] if n <= left and tuple(words[at : at + n]) in table)
        return next(fitting, 0)
