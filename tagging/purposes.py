"""What a sentence is there for: to say what is taught, to say how a program is run, or to speak to whoever tags it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from tagging.analysis import Segment, segments, stems
from tagging.facets import DATA, model
from tagging.model import Floats, Model
from tagging.records import Evidence, Field, Language, Program
from tagging.suspects.folding import folded

PURPOSES = ("content", "arrangement", "address")
FILE = DATA / "purposes.npz"
# A sentence that is less likely than this to say what is taught does not count for tagging.
_CONTENT = 0.35
_MARKUP = re.compile(r"<!--|-->|</?[a-z][^<>|]{0,200}>|&[a-z]{2,8};")
# Ends of segments within a sentence: a colon, a semicolon, or the full stop of an abbreviation.
_SOFT_END = re.compile(
    r"(?:[:;]|\b(?:a\.?m|p\.?m|ste?|mrs?|ms|mme|dr|m|exte?|poste|nos?|e\.g|i\.e|etc|approx|env|t[eé]l|r[eé]f|max|min|hrs?"
    r"|vs|inc|lt[dé]e?|bldg|rm)\.)\s*\Z",
    re.I,
)
# Marks beside a sentence on its line, and the most characters of them that go with it.
_MARKS_BEFORE, _MARKS_AFTER = re.compile(r"[^\w\s.!?…,;:)\]»]+[ \t]?\Z"), re.compile(r"(?:[ \t]?[^\w\s([«])+")
_MARKS = 6
_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_DIGIT = re.compile(r"\d")


class PurposeReader:
    """A multinomial logistic model over the words of a sentence, their neighbouring pairs and its word vectors."""

    def __init__(self, table: Model) -> None:
        self._terms = table.terms
        self._weights = table.floats("weights")
        self._dense = table.floats("dense")
        self._offsets = table.floats("offsets")

    def chances(
        self, sentences: Sequence[str], language: Language, stemmed: Sequence[Sequence[str]] | None = None
    ) -> Floats:
        """A row a sentence, a column for each of PURPOSES; rows add up to 1. `stemmed` are their stems where known."""
        if not sentences:
            return np.zeros((0, len(PURPOSES)), dtype=np.float32)
        scores = np.array([self._worded(sentence) for sentence in sentences])
        scores += points(stemmed or [stems(each, language) for each in sentences], language) @ self._dense
        scores += self._offsets
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float32)

    def _worded(self, sentence: str) -> Floats:
        said = set(words(sentence))
        rows = [self._terms[term] for term in said if term in self._terms]
        return np.asarray(self._weights[rows].sum(axis=0) / max(len(said), 1) ** 0.5, dtype=np.float32)


@cache
def reader() -> PurposeReader:
    return PurposeReader(Model.read(FILE))


def idle(program: Program, language: Language) -> tuple[Evidence, ...]:
    """The sentences that say nothing of what is taught, with their marks; none when no other would be left."""
    found = [segment for segment in segments(program, language) if segment.field != "title"]
    sentences = list(_sentences(program, found))
    texts = [program.text(of[0].field)[of[0].start : of[-1].end] for of in sentences]
    stemmed = [[token.stem for segment in of for token in segment.tokens] for of in sentences]
    content = reader().chances(texts, language, stemmed)[:, 0]
    unsaid = [of for of, chance in zip(sentences, content, strict=True) if chance < _CONTENT]
    if len(unsaid) == len(sentences):
        return ()
    return tuple(_with_marks(program, of[0].field, of[0].start, of[-1].end) for of in unsaid)


def _with_marks(program: Program, field: Field, start: int, end: int) -> Evidence:
    """A passage with the marks before and after it."""
    text = program.text(field)
    before, after = (
        _MARKS_BEFORE.search(text, max(start - _MARKS, 0), start),
        _MARKS_AFTER.match(text, end, end + _MARKS),
    )
    start, end = before.start() if before else start, after.end() if after else end
    return Evidence(field, start, end, text[start:end])


def _sentences(program: Program, found: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Segments that make a sentence together: they end at a colon, a semicolon or an abbreviation."""
    sentence: list[Segment] = []
    for segment in found:
        if sentence and not _goes_on(program.text(segment.field), sentence[-1], segment):
            yield sentence
            sentence = []
        sentence.append(segment)
    if sentence:
        yield sentence


def _goes_on(text: str, before: Segment, after: Segment) -> bool:
    if before.field != after.field or "\n" in text[before.end : after.start]:
        return False
    return text[after.start].islower() or bool(_SOFT_END.search(text, before.start, after.start))


def words(sentence: str) -> Iterator[str]:
    """The terms of a sentence: its words, digits all alike, and pairs of neighbours, marks and edges among them."""
    plain = _MARKUP.sub(" ", folded(sentence).text)
    found = ["^", *(_DIGIT.sub("0", word) for word in _WORD.findall(plain)), "$"]
    yield from (word for word in found if word.isalnum())
    yield from (f"{left} {right}" for left, right in pairwise(found))


def points(stemmed: Sequence[Sequence[str]], language: Language) -> Floats:
    """Where sentences of these stems lie among the word vectors of their language."""
    table = model(language)
    return np.array([table.point(table.bag(each)) for each in stemmed], dtype=np.float32)
