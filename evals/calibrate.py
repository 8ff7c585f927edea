"""Calibration of the offline profile on the calibration split of the gold set, as a data file for tagging."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.gold import GoldProgram
from tagging.calibration import Calibration, read
from tagging.records import Language
from tagging.tagger import MOST_PROPOSED, Tagger
from vocabulary import VOCABULARY_OF

# The share of proposals that shall be right: precision first.
WANTED_PRECISION = {"occupation": 0.82, "skill": 0.66, "technology": 0.85, "industry": 0.8}
_LEAST = 1e-6
_OTHER_LANGUAGE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate's score, its rank among its program's, and whether it is right."""

    score: float
    rank: int
    is_right: bool


def calibrate(tagger: Tagger, gold: Sequence[GoldProgram], path: Path) -> None:
    """Fits Platt's curve and a threshold for each facet and language; keeps the file's other vocabularies."""
    blocks = []
    for facet, name in VOCABULARY_OF.items():
        for language in ("en", "fr"):
            judged = candidates(tagger, gold, facet, language)
            slope, offset = _curve(judged, candidates(tagger, gold, facet, "fr" if language == "en" else "en"))
            threshold = _threshold(judged, slope, offset, facet)
            blocks.append(_block(name, language, Calibration(slope, offset, threshold)))
    kept = read(path)
    blocks += [_block(*key, each) for key, each in kept.items() if key[0] not in VOCABULARY_OF.values()]
    path.write_text("\n".join(blocks), encoding="utf-8")


def _block(name: str, language: str, found: Calibration) -> str:
    numbers = f"slope = {found.slope:.4f}\noffset = {found.offset:.4f}\nthreshold = {found.threshold:.3f}"
    return f"[{name}.{language}]\n{numbers}\n"


def candidates(tagger: Tagger, gold: Sequence[GoldProgram], facet: str, language: Language) -> list[Judged]:
    """The first 20 candidates of each program that was judged for the facet."""
    found = []
    for each in gold:
        if facet in each.right and each.program.language == language:
            suggested = [s for s in tagger.suggest(each.program).suggestions if s.facet == facet]
            found += [Judged(s.score, rank, s.code in each.right[facet]) for rank, s in enumerate(suggested)]
    return found


def _curve(judged: Sequence[Judged], of_other_language: Sequence[Judged]) -> tuple[float, float]:
    """Slope and offset; what the other language shows counts half, because each alone is little to go by."""
    both = [*judged, *of_other_language]
    odds = np.array([[_log_odds(each.score)] for each in both])
    counts = np.where(np.arange(len(both)) < len(judged), 1.0, _OTHER_LANGUAGE)
    fitted = LogisticRegression(C=10.0).fit(odds, [each.is_right for each in both], sample_weight=counts)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _threshold(judged: Sequence[Judged], slope: float, offset: float, facet: str) -> float:
    """The lowest probability above which the expected share of right proposals is as wanted."""
    chances = sorted(
        (
            1 / (1 + math.exp(-(slope * _log_odds(each.score) + offset)))
            for each in judged
            if _may_be_proposed(each, facet)
        ),
        reverse=True,
    )
    total, lowest = 0.0, 1.0
    for count, chance in enumerate(chances, 1):
        total += chance
        if total / count >= WANTED_PRECISION[facet]:
            lowest = chance
    return max(0.2, min(lowest, 0.9))


def _may_be_proposed(judged: Judged, facet: str) -> bool:
    return judged.rank < MOST_PROPOSED[facet]


def _log_odds(score: float) -> float:
    within = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(within / (1 - within))
