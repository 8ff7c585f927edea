"""Runs made by hand, for tests of measures and comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from evals.records import Answer, Candidate, Inputs, Recorded, Result, Run

INPUTS = Inputs("offline", "gold.jsonl", "0" * 64, None, 0, 20, "1" * 64, "2" * 64, {}, {})
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def answer(
    right: Iterable[str],
    ranked: Sequence[str],
    proposed: int = 1,
    *,
    chances: Sequence[float] = (),
    facet: str = "occupation",
) -> Answer:
    """The first `proposed` of the ranked codes are proposed; chances fall from 0.9 when none are given."""
    likely = chances or [0.9 / (at + 1) for at in range(len(ranked))]
    candidates = (Candidate(code, likely[at], likely[at], at < proposed, True) for at, code in enumerate(ranked))
    return Answer(facet, tuple(sorted(right)), tuple(candidates))


def recorded(answers: Iterable[Answer], run_id: str = "00000000-0000-4000-8000-000000000001") -> Recorded:
    """A run with one program an answer."""
    results = tuple(Result(f"p{at}", f"Program {at}", "en", 50, (each,)) for at, each in enumerate(answers))
    return Recorded(Run(run_id, INPUTS, len(results), "machine", None, MOMENT, MOMENT), results)


def of_hits(hits: Iterable[bool]) -> Recorded:
    """Programs whose only code is right or wrong, and always proposed."""
    return recorded(answer(["72106"], ["72106" if hit else "62200"]) for hit in hits)


def with_answers(run: Recorded, answers: Sequence[Answer]) -> Recorded:
    """The same programs with another answer for that facet."""
    results = []
    for result, new in zip(run.results, answers, strict=True):
        kept = tuple(new if old.facet == new.facet else old for old in result.answers)
        results.append(replace(result, answers=kept))
    return replace(run, results=tuple(results))
