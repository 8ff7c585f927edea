"""Quotes that people judged: they stand in the gold programs, and a run finds what was judged of its own."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from evals.gold import PROGRAMS, BadGold, read
from evals.quotes import QUOTES, judged, judgements
from evals.run import result_of, tagger_of
from tagging.records import Evidence, Suggestion

FIRST = json.loads(QUOTES.read_text(encoding="utf-8").splitlines()[0])


def test_every_judgement_is_of_a_passage_of_a_gold_program_and_was_made_twice() -> None:
    rows = [json.loads(line) for line in QUOTES.read_text(encoding="utf-8").splitlines()]

    assert len(judgements()) == len(rows) == 394
    assert all(row["annotators"][:2] == ["first", "second"] for row in rows)
    assert Counter(row["facet"] for row in rows) == {"skill": 158, "occupation": 117, "industry": 79, "technology": 40}


def test_a_quote_is_found_by_program_tag_and_passage() -> None:
    said = Suggestion(FIRST["facet"], "", FIRST["code"], "", "", 1.0, 1.0, True, (_quote(FIRST["quote"]),))

    assert judged(FIRST["program"], said) is FIRST["supports"]
    assert judged("another", said) is None
    assert judged(FIRST["program"], replace(said, evidence=(_quote("else"),))) is None
    assert judged(FIRST["program"], replace(said, evidence=())) is None


def test_the_offline_profile_still_proposes_most_of_what_was_judged() -> None:
    tagger = tagger_of("offline")
    results = [result_of(tagger, each) for each in read(PROGRAMS, "test")]
    known = [c.supported for r in results for a in r.answers for c in a.candidates if c.proposed]

    assert sum(each is not None for each in known) > 150


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quote": "never written"}, "does not stand in the"),
        ({"program": "nobody"}, "of nobody"),
        ({"code": "99999"}, "there is no .* '99999'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, change: dict[str, str], fault: str) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in (FIRST, {**FIRST, **change})), encoding="utf-8")

    with pytest.raises(BadGold, match=f"line 2: .*{fault}"):
        judgements(path)


def test_one_quote_is_judged_once_for_a_tag(tmp_path: Path) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text("\n".join([json.dumps(FIRST)] * 2), encoding="utf-8")

    with pytest.raises(BadGold, match="line 2: the same quote for the same tag"):
        judgements(path)


def _quote(text: str) -> Evidence:
    return Evidence("title", 0, len(text), text)
