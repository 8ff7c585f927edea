"""The words of reports in one language, and its way of writing numbers."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.figures import Figure
from evals.records import Answer, Lost
from tagging.records import Language
from vocabulary import VOCABULARY_OF, load

_TABLE = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
_LEVEL_SIGN, _LEAST_SHOWN = "@", 0.001


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences by key, and the names of what figures are about."""

    language: Language
    sentences: Mapping[str, str]
    facets: Mapping[str, str]
    measures: Mapping[str, str]
    levels: Mapping[str, str]
    dimensions: Mapping[str, str]
    values: Mapping[str, str]
    steps: Mapping[Lost, str]

    def __getitem__(self, key: str) -> str:
        return self.sentences[key]

    def measure_name(self, name: str) -> str:
        """In words; one at a level of a hierarchy names the level."""
        if name in self.measures:
            return self.measures[name]
        measure, level = name.split(_LEVEL_SIGN)
        return f"{self.measures[measure]}, {self.levels[level]}"

    def slice_name(self, dimension: str, value: str) -> str:
        """Dimension and value."""
        return f"{self.dimensions[dimension]}{self['colon']} {self.slice_value(dimension, value)}"

    def slice_value(self, dimension: str, value: str) -> str:
        """Broad categories have their names; TEER digits and names of institutions stand for themselves."""
        if dimension == "broad_category":
            return f"{value} {load(VOCABULARY_OF['occupation']).get(value).label(self.language)}"
        return self.values.get(value, value)

    def fate(self, answer: Answer, code: str) -> str:
        """Where a right code was lost, or that it was proposed."""
        lost = answer.lost().get(code)
        return self.steps[lost].lower() if lost else self["proposed"]

    def number(self, value: float) -> str:
        return self._marked("–" if math.isnan(value) else f"{value:.3f}".replace("-", "−"))

    def probability(self, value: float) -> str:
        """One that rounds to nothing is said to be smaller than what is shown."""
        return self.number(value) if value >= _LEAST_SHOWN else f"< {self.number(_LEAST_SHOWN)}"

    def signed(self, value: float) -> str:
        return self._marked(f"{value:+.3f}").replace("-", "−")

    def between(self, low: float, high: float) -> str:
        return f"{self.number(low)} {self['to']} {self.number(high)}"

    def figure(self, figure: Figure) -> str:
        """With its interval in brackets."""
        return f"{self.number(figure.value)} ({self.between(figure.low, figure.high)})"

    def _marked(self, number: str) -> str:
        return number.replace(".", ",") if self.language == "fr" else number


@cache
def words(language: Language) -> Words:
    table = _TABLE[language]
    sentences = {key: value for key, value in table.items() if isinstance(value, str)}
    named = (table[name] for name in ("facets", "measures", "levels", "dimensions", "values", "steps"))
    return Words(language, sentences, *named)
