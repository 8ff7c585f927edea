"""Calibration of the offline profile on the calibration split of the gold set, as a data file for tagging."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.gold import GoldProgram
from tagging.calibration import Calibration, log_odds, read
from tagging.records import Language, Program, Suggestion
from tagging.tagger import MOST_PROPOSED, Tagger
from vocabulary import VOCABULARY_OF

# The share of proposals that shall be right: precision first.
WANTED_PRECISION = {"occupation": 0.82, "skill": 0.7, "technology": 0.85, "industry": 0.8}
# Of 13,896 labels a passage seldom decides for one: more right than wrong is asked for.
WANTED_OF_ESCO = 0.5
LANGUAGES: tuple[Language, Language] = ("en", "fr")
Tagged = tuple[GoldProgram, tuple[Suggestion, ...]]
_OTHER_LANGUAGE = 0.5
_LOWEST_THRESHOLD, _HIGHEST_THRESHOLD = 0.2, 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate's score, its rank among its program's, and whether it is right."""

    score: float
    rank: int
    is_right: bool


def calibrate(tagger: Tagger, gold: Sequence[GoldProgram], path: Path) -> None:
    """Fits Platt's curve and a threshold for each facet and language; keeps the file's other vocabularies."""
    tagged = [(each, tagger.suggest(each.program).suggestions) for each in gold]
    blocks = []
    for facet, name in VOCABULARY_OF.items():
        judged = {language: candidates(tagged, facet, language) for language in LANGUAGES}
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            curve = _curve(judged[language], judged[other])
            threshold = _threshold(
                [each for each in judged[language] if each.rank < MOST_PROPOSED[facet]], curve, WANTED_PRECISION[facet]
            )
            blocks.append(_block(name, language, replace(curve, threshold=threshold)))
    blocks += [_block(*key, each) for key, each in read(path).items() if key[0] not in VOCABULARY_OF.values()]
    path.write_text("\n".join(blocks), encoding="utf-8")


def calibrate_esco(tagger: Tagger, sentences: Mapping[str, Collection[str]], path: Path) -> None:
    """Fits the curve of ESCO on judged English sentences; French, which has none, takes it too."""
    gold = [
        GoldProgram(Program("sentence", "", text, (), "en"), {"skill": frozenset(right)})
        for text, right in sentences.items()
    ]
    judged = candidates([(each, tagger.suggest(each.program).suggestions) for each in gold], "skill", "en")
    curve = _curve(judged, ())
    within = [each for each in judged if each.rank < MOST_PROPOSED["skill"]]
    fitted = replace(curve, threshold=_threshold(within, curve, WANTED_OF_ESCO))
    blocks = [_block(*key, fitted if key[0] == "esco" else each) for key, each in read(path).items()]
    path.write_text("\n".join(blocks), encoding="utf-8")


def candidates(tagged: Sequence[Tagged], facet: str, language: Language) -> list[Judged]:
    """All candidates of the programs in a language that were judged for the facet."""
    found = []
    for gold, suggestions in tagged:
        if facet in gold.right and gold.program.language == language:
            of_facet = [suggestion for suggestion in suggestions if suggestion.facet == facet]
            found += [Judged(s.score, rank, s.code in gold.right[facet]) for rank, s in enumerate(of_facet)]
    return found


def _curve(judged: Sequence[Judged], of_other_language: Sequence[Judged]) -> Calibration:
    """Slope and offset; what the other language shows counts half, because each alone is little to go by."""
    both = [*judged, *of_other_language]
    odds = np.array([[log_odds(each.score)] for each in both])
    counts = np.where(np.arange(len(both)) < len(judged), 1.0, _OTHER_LANGUAGE)
    fitted = LogisticRegression(C=10.0).fit(odds, [each.is_right for each in both], sample_weight=counts)
    return Calibration(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]), threshold=1.0)


def _threshold(judged: Sequence[Judged], curve: Calibration, wanted: float) -> float:
    """The lowest probability above which the expected share of right proposals is as wanted."""
    total, lowest = 0.0, _HIGHEST_THRESHOLD
    for count, chance in enumerate(sorted((curve.probability(each.score) for each in judged), reverse=True), 1):
        total += chance
        if total / count >= wanted:
            lowest = min(chance, _HIGHEST_THRESHOLD)
    return max(lowest, _LOWEST_THRESHOLD)


def _block(name: str, language: str, found: Calibration) -> str:
    numbers = f"slope = {found.slope:.4f}\noffset = {found.offset:.4f}\nthreshold = {found.threshold:.3f}"
    return f"[{name}.{language}]\n{numbers}\n"
