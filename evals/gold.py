"""Gold sets: programs with the tags that are right, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tagging.jsonlines import BadLine
from tagging.jsonlines import program as program_of
from tagging.records import Program
from vocabulary import FACETS, VOCABULARY_OF, load

FOLDER = Path(__file__).parent / "gold"


class BadGold(ValueError):
    """A gold file that cannot be used; every fault is named with its line."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        super().__init__("\n".join((f"{path} cannot be used:", *faults)))


@dataclass(frozen=True, slots=True)
class GoldProgram:
    """A program with the right codes by facet; a facet that was not judged is absent, an empty one has none."""

    program: Program
    right: Mapping[str, frozenset[str]]


def read(path: Path) -> list[GoldProgram]:
    """All programs of a gold file. Raises BadGold naming every bad line; nothing is half read."""
    programs, faults, seen = [], [], set[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            gold = _gold(line)
        except BadLine as fault:
            faults.append(f"line {number}: {fault}")
            continue
        if gold.program.id in seen:
            faults.append(f"line {number}: the id {gold.program.id!r} was used before")
        seen.add(gold.program.id)
        programs.append(gold)
    if faults:
        raise BadGold(path, faults)
    return programs


def _gold(line: str) -> GoldProgram:
    program = program_of(line)
    row = json.loads(line)
    right = {}
    for facet in FACETS:
        if facet in row:
            codes = row[facet]
            known = load(VOCABULARY_OF[facet]).concepts
            if not isinstance(codes, list):
                raise BadLine(f'"{facet}" must be a list of codes')
            unknown = [code for code in codes if code not in known]
            if unknown:
                raise BadLine(f"{load(VOCABULARY_OF[facet]).edition} has no {facet} {unknown[0]!r}")
            right[facet] = frozenset(codes)
    return GoldProgram(program, right)
