"""A run as frozen values: what it was made with, and what the tagger said of each program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from tagging.records import Origin
from tagging.tagger import MOST_PROPOSED

Lost = Literal["not_retrieved", "not_selected", "no_evidence", "below_threshold"]


class Candidate(NamedTuple):
    """A ranked concept; `verbatim` when it has quotes and each stands in the text. In files it is a list of these.

    `supported` is what people judged of its first quote, None where nobody did.
    """

    code: str
    score: float
    probability: float
    proposed: bool
    verbatim: bool
    supported: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One facet of one program: the right codes (none is an answer too) and the candidates, best first.

    Programs of one `unit` are the same program in two languages: samples draw them together.
    """

    facet: str
    right: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    abstention: str | None = None
    unit: str = ""

    @property
    def ranked(self) -> tuple[str, ...]:
        return tuple(candidate.code for candidate in self.candidates)

    @property
    def proposed(self) -> tuple[str, ...]:
        return tuple(candidate.code for candidate in self.candidates if candidate.proposed)

    @property
    def hit(self) -> bool | None:
        """Whether the first code is right; None when none is right."""
        return self.ranked[:1] != () and self.ranked[0] in self.right if self.right else None

    def lost(self) -> dict[str, Lost]:
        """Where each right code that was not proposed was lost; see `Lost`."""
        return {code: self._lost(code) for code in self.right if code not in self.proposed}

    def _lost(self, code: str) -> Lost:
        if code not in self.ranked:
            return "not_retrieved"
        rank = self.ranked.index(code)
        if rank >= MOST_PROPOSED.get(self.facet, 1):
            return "not_selected"
        return "below_threshold" if self.candidates[rank].verbatim else "no_evidence"


@dataclass(frozen=True, slots=True)
class Result:
    """What was said of one program, with what slices are cut by; `answers` has the judged facets only.

    `seconds` is the wall time of tagging, with that of calls whose answer was bought before; tokens and `cost`, in
    Canadian dollars, are None where no model was asked.
    """

    id: str
    title: str
    language: str | None
    words: int
    answers: tuple[Answer, ...]
    seconds: float = 0.0
    institution: str | None = None
    declared: bool | None = None
    origin: Origin | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None

    @property
    def unit(self) -> str:
        """That of its answers."""
        return next((answer.unit for answer in self.answers), "")

    def answer(self, facet: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.facet == facet), None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run's figures depend on: equal inputs give equal figures, so a finished run need not be repeated.

    `gold` is the file's name and `gold_hash` its SHA-256; `split` None means all programs; `seed` is that of the draws
    behind intervals and chances; `source` is the hash of the tagger's code, tables and prompts and of the judged
    quotes, `calibration` that of its calibration file.
    """

    profile: str
    gold: str
    gold_hash: str
    split: str | None
    seed: int
    limit: int
    source: str
    calibration: str
    vocabularies: Mapping[str, str]
    packages: Mapping[str, str]
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: `programs` are to be tagged; it is finished when `finished_at` is there."""

    id: str
    inputs: Inputs
    programs: int
    machine: str
    commit: str | None
    started_at: datetime
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run with the results kept so far, in the gold set's order."""

    run: Run
    results: tuple[Result, ...] = field(default=())

    @property
    def facets(self) -> tuple[str, ...]:
        """Those that any program was judged for."""
        return tuple(dict.fromkeys(answer.facet for result in self.results for answer in result.answers))
