"""An answer of a model, read with suspicion: only offered codes and quotes that stand in the text come through."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tagging.records import Evidence, Program
from tagging.selection.ask import Ask

Strength = Literal["strong", "fair", "weak"]
Silence = Literal["none_fits", "unusable_answer", "model_refused"]
_LONGEST_SENTENCE = 300
# The answer kept for a refusal.
REFUSED = ""


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    quote: str
    strength: Strength


class _Facet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    chosen: list[_Choice]
    none: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An offered concept with the passage the model quotes for it."""

    code: str
    strength: Strength
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of a facet: choices, best first, or `silence`: why there are none.

    `reason` is the model's own sentence, or what is wrong with its answer.
    """

    choices: tuple[Choice, ...] = ()
    silence: Silence | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A verdict for every facet asked about, and at most one question to the institution."""

    verdicts: Mapping[str, Verdict]
    question: str = ""

    @property
    def problems(self) -> Mapping[str, str]:
        """What makes a facet's answer unusable, for the repair round."""
        unusable = ((facet, each) for facet, each in self.verdicts.items() if each.silence == "unusable_answer")
        return {facet: each.reason for facet, each in unusable}


def read(ask: Ask, program: Program, answer: str) -> Selection:
    """Never raises for what a model may write: a facet without a usable answer is an `unusable_answer`."""
    if answer == REFUSED:
        return Selection(dict.fromkeys(ask.offered, Verdict(silence="model_refused")))
    given = _object(answer)
    if not given:
        return Selection(dict.fromkeys(ask.offered, _unusable("the answer is not a JSON object.")))
    verdicts = {facet: _verdict(ask, facet, program, given.get(facet)) for facet in ask.offered}
    return Selection(verdicts, _sentence(given.get("question")))


def mended(first: str, second: str, facets: Collection[str]) -> str:
    """The first answer with those facets of the second; either may be no JSON at all."""
    said, repaired = _object(first), _object(second)
    return json.dumps({**said, **{facet: repaired[facet] for facet in facets if facet in repaired}})


def _object(answer: str) -> dict[str, object]:
    """Empty where there is none."""
    try:
        given = json.loads(answer)
    except (json.JSONDecodeError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _verdict(ask: Ask, facet: str, program: Program, given: object) -> Verdict:
    try:
        said = _Facet.model_validate(given)
    except ValidationError:
        return _unusable(f"{facet} does not have the form asked for.")
    if not said.chosen:
        return Verdict(silence="none_fits", reason=_sentence(said.none))
    # Closed vocabulary: whatever a model says, only offered candidates pass.
    offered = [choice for choice in said.chosen if choice.code in ask.offered[facet]]
    if not offered:
        return _unusable(f"{facet} has a code that is not in its list.")
    quoted = {choice.code: choice for choice in reversed(list(_quoted(ask, program, offered)))}
    if not quoted:
        return _unusable(f"no quote of {facet} stands in the text word for word.")
    return Verdict(tuple(quoted[code] for code in dict.fromkeys(each.code for each in offered) if code in quoted))


def _quoted(ask: Ask, program: Program, choices: list[_Choice]) -> Iterator[Choice]:
    for choice in choices:
        places = (shown.locate(choice.quote, program) for shown in ask.shown)
        found = next((place for place in places if place), None)
        if found:
            yield Choice(choice.code, choice.strength, found)


def _unusable(problem: str) -> Verdict:
    return Verdict(silence="unusable_answer", reason=problem)


def _sentence(given: object) -> str:
    return " ".join(given.split())[:_LONGEST_SENTENCE] if isinstance(given, str) else ""
