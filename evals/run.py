"""A run: one profile or baseline over a gold set, kept program by program."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from evals.baselines import BASELINES, load_baseline
from evals.gold import GoldProgram, read
from evals.inputs import LIMIT, commit, inputs_of, machine
from evals.model import Model, Taken
from evals.overlap import refuse_overlap
from evals.quotes import judged
from evals.records import Answer, Candidate, Recorded, Result, Run
from review_queue.clock import moment
from tagging.evidence import is_verbatim
from tagging.profiles import load_profile
from tagging.records import Program, Suggestion, Suggestions
from tagging.selection.provider import Access


class Suggests(Protocol):
    """A tagger or a baseline."""

    def suggest(self, program: Program, limit: int = LIMIT) -> Suggestions:
        """At most `limit` suggestions a facet, best first."""


class Store(Protocol):
    """Where a run is kept: a folder or the work database."""

    def begin(self, run: Run) -> Recorded:
        """The unfinished or finished run with the same inputs that is kept here, or this one, new. Raises OtherRun."""

    def keep(self, run: Run, result: Result) -> None:
        """One more result, durably."""

    def finish(self, run: Run, at: datetime) -> Run:
        """Marks the run finished."""


def run(
    profile: str,
    gold: Path,
    store: Store,
    *,
    split: str | None = None,
    model: Model | None = None,
    progress: Callable[[int, int], None] = lambda done, programs: None,
) -> Recorded:
    """Tags the gold set and keeps each result as it is made; takes up where a run with the same inputs stopped.

    A finished run is returned as it is kept. `progress` is told the programs done and all programs. Raises BadGold
    (also when the gold set repeats training texts), UnknownProfile, OtherRun.
    """
    programs = read(gold, split)
    refuse_overlap(gold, programs)
    wanted = inputs_of(profile, gold, split=split, model=model.provider.model if model else None)
    tagger = tagger_of(profile, model.access if model else None)
    kept = store.begin(Run(str(uuid4()), wanted, len(programs), machine(), commit(), moment()))
    results = {result.id: result for result in kept.results}
    for program in programs:
        if program.program.id not in results:
            results[program.program.id] = _with_costs(result_of(tagger, program), model.taken() if model else None)
            store.keep(kept.run, results[program.program.id])
        progress(len(results), len(programs))
    ended = kept.run if kept.run.finished_at else store.finish(kept.run, moment())
    return Recorded(ended, tuple(results[program.program.id] for program in programs))


def tagger_of(profile: str, access: Access | None = None) -> Suggests:
    """The baseline or profile of a name. Raises UnknownProfile, and ProviderRefused for one that needs access."""
    return load_baseline(profile, access) if profile in BASELINES else load_profile(profile, access=access)


def result_of(tagger: Suggests, gold: GoldProgram) -> Result:
    """Tags one program, timed."""
    program = gold.program
    started = time.perf_counter()
    said = tagger.suggest(program, limit=LIMIT)
    seconds = time.perf_counter() - started
    text = " ".join((program.title, program.description, *program.outcomes))
    return Result(
        program.id,
        program.title,
        program.language or said.language,
        len(text.split()),
        tuple(_answer(gold, facet, said) for facet in gold.right if facet in said.vocabularies),
        round(seconds, 6),
        gold.institution,
        gold.declared,
        said.origin,
    )


def _with_costs(result: Result, taken: Taken | None) -> Result:
    if taken is None:
        return result
    seconds = round(result.seconds + taken.seconds_before, 6)
    return replace(result, seconds=seconds, tokens_in=taken.tokens_in, tokens_out=taken.tokens_out, cost=taken.cost)


def _answer(gold: GoldProgram, facet: str, said: Suggestions) -> Answer:
    candidates = (_candidate(gold.program, each) for each in said.suggestions if each.facet == facet)
    abstention = next((each.code for each in said.abstentions if each.facet == facet), None)
    unit = gold.pair or gold.program.id
    return Answer(facet, tuple(sorted(gold.right[facet])), tuple(candidates), abstention, unit)


def _candidate(program: Program, said: Suggestion) -> Candidate:
    verbatim = bool(said.evidence) and all(is_verbatim(program, quote) for quote in said.evidence)
    return Candidate(said.code, said.score, said.probability, said.proposed, verbatim, judged(program.id, said))
