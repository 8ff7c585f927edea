"""Sentences and brackets that speak to whoever tags a text rather than to a learner, by a fitted reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tagging.purposes import PURPOSES, reader
from tagging.records import Language
from tagging.suspects.folding import WORD
from tagging.suspects.rules import Span

BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
_SENTENCE = re.compile(r"[^.!?…\n]+")
_ADDRESS = PURPOSES.index("address")
# Fewer words say too little by themselves.
_FEWEST_WORDS = 3
# So likely to speak to a tagger is hardly any honest sentence.
_SURE = 0.9


def addressed(plain: str, language: Language) -> Iterator[Span]:
    """Where they stand in a folded text; a bracket is looked at by itself."""
    brackets = _sure(BRACKETS, plain, language)
    yield from brackets
    for start, end in brackets:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    yield from _sure(_SENTENCE, plain, language)


def chances(sentences: Sequence[str], language: Language) -> list[float]:
    """How likely each of them speaks to a tagger."""
    return [float(each) for each in reader().chances(sentences, language)[:, _ADDRESS]]


def _sure(parts: re.Pattern[str], plain: str, language: Language) -> list[Span]:
    found = [match for match in parts.finditer(plain) if len(WORD.findall(match.group())) >= _FEWEST_WORDS]
    likely = chances([match.group() for match in found], language)
    return [match.span() for match, chance in zip(found, likely, strict=True) if chance >= _SURE]
