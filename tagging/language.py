"""Which of the two languages a text is in, by its function words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tagging.records import Language, Program

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = {
    "en": frozenset(
        "the of and to in for is on that by this with you it or be are from at as your will an have we can who their "
        "how students learn learners course program training through not into our they has these what".split()
    ),
    "fr": frozenset(
        "le la les de des du et à en pour est sur que par ce cette avec vous il ou être sont au aux un une qui dans "
        "votre leur leurs vos nous comment cours programme formation afin ne pas son ses d l apprendre ainsi".split()
    ),
    "other": frozenset(
        "el los las del y con para una por como su lo il di che per della gli alla und der die das ist mit für von "
        "den ein eine auf não uma os às pelo het een van voor met zijn och att som är lorem ipsum dolor amet".split()
    ),
}
# Below these shares the words are a list, a code or another language (a share of the text's words).
_LEAST_SHARE = 0.08
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Detection:
    """The language, None when the text is too short or in neither; confidence in [0, 1]."""

    language: Language | None
    confidence: float


def detect(text: str) -> Detection:
    """By shares of function words; a text in another language, or of few words, is detected as None."""
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    counts = {name: sum(word in known for word in words) for name, known in _WORDS.items()}
    best: Language = "fr" if counts["fr"] > counts["en"] else "en"
    enough = len(words) >= _LEAST_WORDS and counts[best] >= max(2, _LEAST_SHARE * len(words))
    if not enough or counts["other"] > counts[best]:
        return Detection(None, 0.0)
    return Detection(best, counts[best] / (counts["en"] + counts["fr"] + counts["other"]))


def language_of(program: Program) -> Language | None:
    """The language given, else the one detected over all fields."""
    text = " ".join((program.title, program.description, *program.outcomes))
    return program.language or detect(text).language
