"""Quotes that people judged: whether a passage of a gold program is a reason for a tag."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evals.gold import FOLDER, PARALLEL, PROGRAMS, BadGold, read
from tagging.records import Suggestion
from vocabulary import VOCABULARY_OF, load

QUOTES = FOLDER / "quotes.jsonl"
# Program, facet, code and passage.
Judged = tuple[str, str, str, str]


def judged(program_id: str, said: Suggestion) -> bool | None:
    """Whether its first quote supports the tag; None where it has no quote, or one that nobody judged."""
    if not said.evidence:
        return None
    return judgements().get((program_id, said.facet, said.code, said.evidence[0].quote))


@cache
def judgements(path: Path = QUOTES) -> Mapping[Judged, bool]:
    """Raises BadGold naming every bad line."""
    texts = {each.program.id: each.program for file in (PROGRAMS, PARALLEL) for each in read(file)}
    found: dict[Judged, bool] = {}
    faults = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        key = (row["program"], row["facet"], row["code"], row["quote"])
        program = texts.get(row["program"])
        if program is None or row["quote"] not in program.text(row["field"]):
            faults.append(f"line {number}: the quote does not stand in the {row['field']} of {row['program']}")
        elif row["code"] not in load(VOCABULARY_OF[row["facet"]]).concepts:
            faults.append(f"line {number}: there is no {row['facet']} {row['code']!r}")
        elif key in found:
            faults.append(f"line {number}: the same quote for the same tag stands on an earlier line")
        found[key] = row["supports"]
    if faults:
        raise BadGold(path, faults)
    return found
