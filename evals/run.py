"""A run: what one profile says of every program of a gold set, kept as files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from evals import metrics
from evals.gold import GoldProgram, read
from tagging.profiles import load_profile
from tagging.records import Suggestion

RESULTS, SUMMARY = "results.jsonl", "summary.json"


class NoRun(FileNotFoundError):
    """A folder that holds no finished run."""


@dataclass(frozen=True, slots=True)
class Result:
    """One facet of one program: ranked codes, those proposed, and those right."""

    id: str
    language: str | None
    facet: str
    ranked: tuple[str, ...]
    proposed: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def hit(self) -> float | None:
        """1 when the first code is right, 0 when not, None when none is right."""
        return float(self.ranked[:1] != () and self.ranked[0] in self.right) if self.right else None

    @property
    def f1(self) -> float:
        """F1 of what is proposed for this program alone."""
        return metrics.shares([self.proposed], [self.right]).f1


def run(profile: str, gold: Path, output: Path) -> Mapping[str, float]:
    """Tag the gold set, write results and summary into `output`, and return the measures. Raises BadGold."""
    programs = read(gold)
    tagger = load_profile(profile)
    results = [each for program in programs for each in _results(program, tagger.suggest(program.program).suggestions)]
    output.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(asdict(result), ensure_ascii=False) for result in results)
    (output / RESULTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    measures = measured(results)
    summary = {"profile": profile, "gold": hashlib.sha256(gold.read_bytes()).hexdigest(), "measures": measures}
    (output / SUMMARY).write_text(json.dumps(summary, indent=1), encoding="utf-8")
    return measures


def results_of(folder: Path) -> list[Result]:
    """Raises NoRun."""
    path = folder / RESULTS
    if not path.exists():
        raise NoRun(f"{folder} holds no run; make one with python -m evals run --output {folder}.")
    return [_result(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def measured(results: list[Result]) -> dict[str, float]:
    """hit@1 and hit@5, micro precision, recall and F1 for each facet that was judged."""
    found: dict[str, float] = {}
    for facet in dict.fromkeys(result.facet for result in results):
        of_facet = [result for result in results if result.facet == facet]
        ranked, right = [result.ranked for result in of_facet], [result.right for result in of_facet]
        share = metrics.shares([result.proposed for result in of_facet], right)
        if any(right):
            found |= {f"{facet} hit@{k}": metrics.hit_at(k, ranked, right) for k in (1, 5)}
        found |= {f"{facet} precision": share.precision, f"{facet} recall": share.recall, f"{facet} F1": share.f1}
    return found


def _result(row: dict[str, str | list[str] | None]) -> Result:
    ranked, proposed, right = (tuple(row[key] or ()) for key in ("ranked", "proposed", "right"))
    language = row["language"]
    return Result(str(row["id"]), str(language) if language else None, str(row["facet"]), ranked, proposed, right)


def _results(gold: GoldProgram, suggestions: tuple[Suggestion, ...]) -> list[Result]:
    found = []
    for facet, right in gold.right.items():
        of_facet = [suggestion for suggestion in suggestions if suggestion.facet == facet]
        ranked = tuple(suggestion.code for suggestion in of_facet)
        proposed = tuple(suggestion.code for suggestion in of_facet if suggestion.proposed)
        found.append(Result(gold.program.id, gold.program.language, facet, ranked, proposed, tuple(sorted(right))))
    return found
