"""Gold sets: what is in them, and what is refused by line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.gold import FOLDER, BadGold, read
from tagging.fitting.corpus import LANGUAGES, programs

GOOD = {"id": "a", "title": "Welding", "description": "Weld steel.", "language": "en", "occupation": ["72106"]}


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def test_the_gold_programs_cover_both_languages_and_every_broad_category() -> None:
    gold = read(FOLDER / "programs.jsonl")
    codes = {code for each in gold for code in each.right["occupation"]}

    assert len(gold) >= 150
    assert len(codes) >= 120
    assert {code[0] for code in codes} == set("0123456789")
    assert min(Counter(each.program.language for each in gold).values()) >= 80


def test_the_technology_set_is_read_and_judged_for_technology_only() -> None:
    gold = read(FOLDER / "technology.jsonl")

    assert len(gold) >= 150
    assert all(each.right.keys() == {"technology"} for each in gold)


def test_no_gold_text_is_a_training_text() -> None:
    trained = {" ".join(each.program.description.lower().split()) for lang in LANGUAGES for each in programs(lang)}
    tested = {" ".join(str(row["description"]).lower().split()) for row in rows("programs.jsonl")}

    assert not trained & tested


def test_both_texts_of_a_pair_are_in_the_test_split() -> None:
    paired = [row for row in rows("programs.jsonl") if row["pair"]]

    assert {row["split"] for row in paired} == {"test"}
    assert set(Counter(row["pair"] for row in paired).values()) == {2}


def test_every_fault_of_a_gold_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [GOOD, GOOD, {**GOOD, "id": "b", "occupation": ["2174"]}, {"id": "c"}, {**GOOD, "id": "d", "skill": "F01"}]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    with pytest.raises(BadGold) as raised:
        read(path)

    faults = str(raised.value).splitlines()[1:]
    assert [fault.split(":")[0] for fault in faults] == ["line 2", "line 3", "line 4", "line 5"]
    assert "NOC 2021 v1.0 has no occupation '2174'" in faults[1]


def test_the_bench_says_what_it_skips_and_prints_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--public", str(tmp_path)]) == 0

    printed = capsys.readouterr().out
    assert printed.count("skipped") == 4
    assert "proposals with a verbatim quote" in printed
    assert "programs a second" in printed


def test_an_unknown_profile_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--profile", "oracle"]) == 2
    assert "oracle" in capsys.readouterr().err
