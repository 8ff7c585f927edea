"""The tagger's figures on our gold sets and, when at hand, on the public development sets."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals import esco
from evals.figures import Figure, answers_of, facet_figures
from evals.gold import PARALLEL, PROGRAMS, TECHNOLOGY, TECHNOLOGY_BLIND, GoldProgram, read
from evals.records import Answer, Candidate, Result
from evals.run import Suggests, result_of
from tagging.profiles import load_profile
from tagging.records import Program
from tagging.selection.provider import Access
from vocabulary import FACETS

_HITS = ("hit@1", "hit@5", "hit@20")
_SHARES = ("precision", "recall", "f1")
_OWN = ("hit@1", "hit@5", *_SHARES, "first_or_none", "verbatim", "ece")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the set, the measure, its programs, and the figure with its interval."""

    where: str
    measure: str
    programs: int = 0
    figure: str = ""
    interval: str = ""


def bench(profile: str, public: Path, access: Access | None = None) -> Iterator[Row]:
    """All rows; `public` is the folder of the public development sets."""
    tagger = load_profile(profile, access=access)
    for name in ("cip_dev", "programs_dev"):
        path = public / f"{name}.jsonl"
        if path.exists():
            yield from _facet(name, _tagged(tagger, read(path)), "occupation", _HITS)
        else:
            yield Row(name, "occupation hit@1", figure=f"skipped: {path} is not there")
    yield from _own_gold(tagger)
    yield from _parallel(tagger)
    for where, path, split in (
        ("technology with traps, developed on", TECHNOLOGY, None),
        ("technology with traps, test split", TECHNOLOGY_BLIND, "test"),
    ):
        yield from _facet(where, _tagged(tagger, read(path, split)), "technology", _SHARES)
    yield from _esco(profile, public, access)
    yield from _speed(tagger, profile)


def _tagged(tagger: Suggests, gold: Sequence[GoldProgram]) -> list[Result]:
    return [result_of(tagger, each) for each in gold]


def _own_gold(tagger: Suggests) -> Iterator[Row]:
    gold = read(PROGRAMS, "test")
    results = _tagged(tagger, gold)
    for facet in FACETS:
        yield from _facet("our gold set, test split", results, facet, _OWN)


def _parallel(tagger: Suggests) -> Iterator[Row]:
    """The same programs in both languages: pairs of the gold set, and its other programs with their translations."""
    originals, translations = read(PROGRAMS, "test"), read(PARALLEL, "test")
    translated = {each.pair for each in translations}
    paired = [each for each in originals if each.pair or each.program.id in translated]
    results = _tagged(tagger, [*paired, *translations])
    for language in ("en", "fr"):
        written = [result for result in results if result.language == language]
        for facet in FACETS:
            yield from _facet(f"parallel texts, {language}", written, facet, ("f1",))


def _facet(where: str, results: Sequence[Result], facet: str, names: Sequence[str]) -> Iterator[Row]:
    for figure in facet_figures(answers_of(results, facet), facet, names):
        yield _row(where, figure)


def _row(where: str, figure: Figure) -> Row:
    interval = f"{figure.low:.3f} to {figure.high:.3f}"
    return Row(where, f"{figure.facet} {figure.measure}", figure.programs, f"{figure.value:.3f}", interval)


def _esco(profile: str, public: Path, access: Access | None) -> Iterator[Row]:
    tagger = load_profile(profile, skill_vocabulary="esco", access=access)
    for name in esco.NAMES:
        path = esco.path_of(name, public)
        if not path.exists():
            yield Row(f"ESCO {name}", "skill rp@5", figure=f"skipped: {path} is not there")
            continue
        answers = [_span(tagger, span, right) for span, right in esco.spans(path).items()]
        for figure in facet_figures(answers, "skill", ("rp@5", "rp@10", "mrr")):
            yield _row(f"ESCO {name}, distinct spans", figure)


def _span(tagger: Suggests, span: tuple[str, str], right: set[str]) -> Answer:
    said = tagger.suggest(Program("span", "", span[1], (), "en")).suggestions
    found = (Candidate(s.code, s.score, s.probability, s.proposed, True) for s in said if s.facet == "skill")
    return Answer("skill", tuple(sorted(right)), tuple(found))


def _speed(tagger: Suggests, profile: str) -> Iterator[Row]:
    programs = [each.program for each in read(PROGRAMS)]
    for program in programs[:20]:
        tagger.suggest(program)
    started = time.perf_counter()
    for program in programs:
        tagger.suggest(program)
    rate = len(programs) / (time.perf_counter() - started)
    yield Row("four facets with evidence, one process", "programs a second", len(programs), f"{rate:.0f}")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        row = {"id": "1", "title": programs[0].title, "description": programs[0].description, "language": "en"}
        source.write_text(json.dumps(row), encoding="utf-8")
        command = [sys.executable, "-m", "tagging", "suggest", "--profile", profile]
        started = time.perf_counter()
        subprocess.run([*command, "--input", str(source), "--output", str(target)], check=True)  # noqa: S603
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Row("`python -m tagging suggest`", "seconds, peak MB", 1, f"{seconds:.2f}, {peak:.0f}")
