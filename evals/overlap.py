"""Gold texts that are training texts too, exactly or nearly: such a gold set would flatter the tagger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from evals.gold import BadGold, GoldProgram
from tagging.analysis import fold
from tagging.fitting.corpus import LANGUAGES, programs, synopses

# Texts that share this part of their shingles, or more, are near duplicates.
NEAR = 0.5
_SHINGLE = 5
_WORD = re.compile(r"\w+")
Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A gold program and the training text it repeats; `similarity` is 1 for the same words in the same order."""

    id: str
    trained: str
    similarity: float


def overlaps(gold: Sequence[GoldProgram]) -> list[Overlap]:
    """The closest training text of each program that has one at least NEAR.

    Similarity is the Jaccard index of sets of five neighbouring words (Broder 1997), computed exactly; case, accents
    and punctuation do not count.
    """
    found = (_closest(each) for each in gold)
    return [overlap for overlap in found if overlap and overlap.similarity >= NEAR]


def refuse_overlap(path: Path, gold: Sequence[GoldProgram]) -> None:
    """Raises BadGold naming each program of the file that is a training text."""
    repeated = [
        f"program {each.id!r} repeats the training text {each.trained} ({each.similarity:.0%} alike)"
        for each in overlaps(gold)
    ]
    if repeated:
        raise BadGold(path, repeated)


def _closest(gold: GoldProgram) -> Overlap | None:
    program = gold.program
    own = _shingles(" ".join((program.title, program.description, *program.outcomes)))
    trained, index = _corpus()
    shared = Counter(name for shingle in own for name in index.get(shingle, ()))
    alike = ((count / (len(own) + trained[name] - count), name) for name, count in shared.items())
    similarity, name = max(alike, default=(0.0, ""))
    return Overlap(program.id, name, similarity) if name else None


@cache
def _corpus() -> tuple[dict[str, int], dict[tuple[str, ...], list[str]]]:
    """The number of shingles of each training text, and the texts that have a shingle."""
    sizes: dict[str, int] = {}
    index: dict[tuple[str, ...], list[str]] = {}
    for name, text in _training_texts():
        shingles = _shingles(text)
        sizes[name] = len(shingles)
        for shingle in shingles:
            index.setdefault(shingle, []).append(name)
    return sizes, index


def _training_texts() -> Iterator[tuple[str, str]]:
    for each in chain.from_iterable(programs(language) for language in LANGUAGES):
        program = each.program
        yield program.id, " ".join((program.title, program.description, *program.outcomes))
    for language in LANGUAGES:
        for code, text in synopses(language).items():
            yield f"synopsis of {code} ({language})", text


def _shingles(text: str) -> Shingles:
    """Of a text with fewer words, the whole of it."""
    words = [fold(word) for word in _WORD.findall(text)]
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))
