"""Calibration of the openai profile: what the words of a model are worth, fitted on the gold set, as a data file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.calibrate import WANTED_PRECISION
from evals.gold import GoldProgram
from tagging.calibration import log_odds
from tagging.profiles import chosen_by, load_profile
from tagging.records import Program
from tagging.selection.answer import Selection
from tagging.selection.ask import MOST_OFFERED, Ask
from tagging.selection.certainty import Certainty, Said, read
from tagging.selection.stage import Selects
from tagging.tagger import CONSIDERED
from vocabulary import VOCABULARY_OF

_SAID: tuple[Said, ...] = ("strong", "fair", "weak", "unchosen")
_LOWEST_THRESHOLD, _HIGHEST_THRESHOLD = 0.2, 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that was offered: its offline probability, what the model said of it, and whether it is right."""

    offline: float
    said: Said
    is_right: bool


class Listener:
    """A selector that remembers what was said of each program."""

    def __init__(self, selector: Selects) -> None:
        self.model = selector.model
        self._selector = selector
        self.said: dict[str, tuple[Ask, Selection]] = {}

    def select(self, ask: Ask, program: Program) -> Selection:
        said = self._selector.select(ask, program)
        self.said[ask.subject] = ask, said
        return said


def calibrate(selector: Selects, gold: Sequence[GoldProgram], path: Path) -> None:
    """Fits slope, the worth of each strength and a threshold for each facet; keeps the file's other vocabularies."""
    listener = Listener(selector)
    tagger, offline = chosen_by(listener), load_profile("offline")
    for each in gold:
        tagger.suggest(each.program)
    chances = {
        each.program.id: {
            (s.facet, s.code): s.probability for s in offline.suggest(each.program, CONSIDERED).suggestions
        }
        for each in gold
    }
    table = read(path)
    for facet in MOST_OFFERED:
        judged = [one for each in gold for one in _judged(listener, each, facet, chances[each.program.id])]
        table[VOCABULARY_OF[facet]] = _fitted(judged, WANTED_PRECISION[facet])
    title = f"# Fitted on what {selector.model} said of {len(listener.said)} programs (python -m evals calibrate)."
    path.write_text("\n".join([title, *(_block(name, each) for name, each in table.items())]), encoding="utf-8")


def _judged(listener: Listener, gold: GoldProgram, facet: str, chances: dict[tuple[str, str], float]) -> list[Judged]:
    """None where the facet was not judged, not asked about, or not answered."""
    ask, said = listener.said.get(gold.program.id, (None, None))
    if ask is None or said is None or facet not in gold.right or facet not in ask.offered:
        return []
    verdict = said.verdicts[facet]
    if verdict.silence in ("unusable_answer", "model_refused"):
        return []
    strengths = {choice.code: choice.strength for choice in verdict.choices}
    return [
        Judged(chances[facet, code], strengths.get(code, "unchosen"), code in gold.right[facet])
        for code in ask.offered[facet]
    ]


def _fitted(judged: Sequence[Judged], wanted: float) -> Certainty:
    rows = [[log_odds(each.offline), *(float(each.said == said) for said in _SAID)] for each in judged]
    fitted = LogisticRegression(C=10.0, fit_intercept=False).fit(np.array(rows), [each.is_right for each in judged])
    slope, strong, fair, weak, unchosen = (float(weight) for weight in fitted.coef_[0])
    certainty = Certainty(slope, strong, fair, weak, unchosen, threshold=_HIGHEST_THRESHOLD)
    total, lowest = 0.0, _HIGHEST_THRESHOLD
    chosen = (certainty.probability(each.said, each.offline) for each in judged if each.said != "unchosen")
    for count, chance in enumerate(sorted(chosen, reverse=True), 1):
        total += chance
        if total / count >= wanted:
            lowest = min(chance, _HIGHEST_THRESHOLD)
    return replace(certainty, threshold=max(lowest, _LOWEST_THRESHOLD))


def _block(name: str, certainty: Certainty) -> str:
    rows = (f"{field.name} = {getattr(certainty, field.name):.4f}" for field in fields(certainty))
    return "\n".join([f"[{name}]", *rows, ""])
