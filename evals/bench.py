"""`python -m evals bench`: the tagger's figures on our gold sets and, when at hand, on the public development sets."""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals import metrics
from evals.gold import FOLDER, GoldProgram, read
from tagging.evidence import is_verbatim
from tagging.profiles import load_profile
from tagging.records import Program, Suggestion
from tagging.tagger import Tagger
from vocabulary import FACETS, load

_NOT_LABELLED = ("LABEL NOT PRESENT", "UNDERSPECIFIED")
Row = tuple[str, str]


def bench(profile: str, public: Path) -> Iterator[Row]:
    """Rows of measure and figure; `public` is the folder of the public development sets."""
    tagger = load_profile(profile)
    yield from _occupation_sets(tagger, public)
    yield from _own_gold(tagger)
    yield from _technology(tagger)
    yield from _esco(profile, public)
    yield from _speed(tagger, profile)


def _occupation_sets(tagger: Tagger, public: Path) -> Iterator[Row]:
    for name in ("cip_dev", "programs_dev"):
        path = public / f"{name}.jsonl"
        if not path.exists():
            yield f"occupation hit@1 / 5 / 20, {name}", f"skipped: {path} is not there"
            continue
        gold = read(path)
        ranked = [_codes(tagger, each.program, "occupation") for each in gold]
        right = [each.right["occupation"] for each in gold]
        figures = (f"{metrics.hit_at(k, ranked, right):.3f}" for k in (1, 5, 20))
        yield f"occupation hit@1 / 5 / 20, {name} ({len(gold)})", " / ".join(figures)


def _own_gold(tagger: Tagger) -> Iterator[Row]:
    path = FOLDER / "programs.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    tested = {row["id"]: row for row in rows if row["split"] == "test"}
    gold = [each for each in read(path) if each.program.id in tested]
    found = [tagger.suggest(each.program).suggestions for each in gold]
    for facet in FACETS:
        yield from _facet(facet, gold, [[s for s in each if s.facet == facet] for each in found])
    yield from _parity(gold, found, {name for name, row in tested.items() if row["pair"]})
    quoted = [s for each in found for s in each if s.proposed]
    texts = [each.program for each, suggestions in zip(gold, found, strict=True) for s in suggestions if s.proposed]
    kept = sum(
        all(is_verbatim(t, q) for q in s.evidence) and bool(s.evidence) for s, t in zip(quoted, texts, strict=True)
    )
    yield "proposals with a verbatim quote", f"{kept} of {len(quoted)}"


def _facet(facet: str, gold: Sequence[GoldProgram], found: Sequence[Sequence[Suggestion]]) -> Iterator[Row]:
    right = [each.right[facet] for each in gold]
    ranked = [[s.code for s in each] for each in found]
    proposed = [[s.code for s in each if s.proposed] for each in found]
    share = metrics.shares(proposed, right)
    judged = [(s.probability, s.code in codes) for each, codes in zip(found, right, strict=True) for s in each]
    error = metrics.calibration_error([chance for chance, _ in judged], [came for _, came in judged])
    where = f"{facet}, our gold set, test split ({len(gold)})"
    yield f"{where}: hit@1 / hit@5", f"{metrics.hit_at(1, ranked, right):.3f} / {metrics.hit_at(5, ranked, right):.3f}"
    yield f"{where}: precision / recall / F1", f"{share.precision:.3f} / {share.recall:.3f} / {share.f1:.3f}"
    yield f"{where}: first proposal right, or rightly none", f"{metrics.top_or_none(proposed, right):.3f}"
    yield f"{where}: expected calibration error", f"{error:.3f}"


def _parity(gold: Sequence[GoldProgram], found: Sequence[Sequence[Suggestion]], paired: set[str]) -> Iterator[Row]:
    for facet in FACETS:
        figures = []
        for language in ("en", "fr"):
            pairs = [
                (each.right[facet], [s.code for s in suggestions if s.facet == facet and s.proposed])
                for each, suggestions in zip(gold, found, strict=True)
                if each.program.id in paired and each.program.language == language
            ]
            figures.append(metrics.shares([codes for _, codes in pairs], [right for right, _ in pairs]).f1)
        yield (
            f"{facet}, parallel texts ({len(paired) // 2} pairs): F1 English / French",
            " / ".join(f"{figure:.3f}" for figure in figures),
        )


def _technology(tagger: Tagger) -> Iterator[Row]:
    gold = read(FOLDER / "technology.jsonl")
    proposed = [
        [s.code for s in tagger.suggest(each.program).suggestions if s.facet == "technology" and s.proposed]
        for each in gold
    ]
    share = metrics.shares(proposed, [each.right["technology"] for each in gold])
    figures = f"{share.precision:.3f} / {share.recall:.3f} / {share.f1:.3f}"
    yield f"technology with traps, developed on ({len(gold)}): precision / recall / F1", figures


def _esco(profile: str, public: Path) -> Iterator[Row]:
    codes = {concept.label_en.lower(): concept.code for concept in load("esco").concepts.values()}
    tagger = load_profile(profile, skill_vocabulary="esco")
    for name in ("tech", "house"):
        path = public / f"esco_{name}_validation.csv"
        if not path.exists():
            yield f"ESCO RP@5 / RP@10, {name}", f"skipped: {path} is not there"
            continue
        spans: dict[tuple[str, str], set[str]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["label"] not in _NOT_LABELLED:
                    spans.setdefault((row["sentence"], row["span"]), set()).add(codes[row["label"].strip().lower()])
        ranked = [_codes(tagger, Program("span", "", span, (), "en"), "skill") for _, span in spans]
        figures = (f"{metrics.r_precision_at(k, ranked, list(spans.values())):.3f}" for k in (5, 10))
        yield f"ESCO RP@5 / RP@10, {name} ({len(spans)} distinct spans)", " / ".join(figures)


def _speed(tagger: Tagger, profile: str) -> Iterator[Row]:
    programs = [each.program for each in read(FOLDER / "programs.jsonl")]
    for program in programs[:20]:
        tagger.suggest(program)
    started = time.perf_counter()
    for program in programs:
        tagger.suggest(program)
    rate = len(programs) / (time.perf_counter() - started)
    yield "programs a second, four facets with evidence, one process", f"{rate:.0f}"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        row = {"id": "1", "title": programs[0].title, "description": programs[0].description, "language": "en"}
        source.write_text(json.dumps(row), encoding="utf-8")
        command = [sys.executable, "-m", "tagging", "suggest", "--profile", profile]
        started = time.perf_counter()
        subprocess.run([*command, "--input", str(source), "--output", str(target)], check=True)  # noqa: S603
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield "`python -m tagging suggest` on one line: seconds, peak MB", f"{seconds:.2f}, {peak:.0f}"


def _codes(tagger: Tagger, program: Program, facet: str) -> list[str]:
    return [s.code for s in tagger.suggest(program).suggestions if s.facet == facet]
