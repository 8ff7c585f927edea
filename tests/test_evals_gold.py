"""Gold sets: what is in them, and what is refused by line."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.gold import (
    CHECKSUMS,
    FOLDER,
    PARALLEL,
    PROGRAMS,
    TECHNOLOGY,
    TECHNOLOGY_BLIND,
    BadGold,
    GoldProgram,
    checksum,
    read,
    write,
)
from evals.overlap import overlaps
from tagging.fitting.corpus import programs

SETS = (PROGRAMS, PARALLEL, TECHNOLOGY, TECHNOLOGY_BLIND)
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


def test_both_texts_of_a_pair_are_in_the_test_split() -> None:
    paired = [row for row in rows("programs.jsonl") if row["pair"]]

    assert {row["split"] for row in paired} == {"test"}
    assert set(Counter(row["pair"] for row in paired).values()) == {2}


BAD = [
    (GOOD, "the id 'a' is already that of line 1"),
    ({**GOOD, "id": "b", "occupation": ["2174"]}, "NOC 2021 v1.0 has no occupation '2174'"),
    ({"id": "c"}, '"title" must be a text'),
    ({**GOOD, "id": "d", "skill": "F01"}, '"skill" must be a list of codes'),
    ({**GOOD, "id": "e", "occupation": [72106]}, '"occupation" must be a list of codes'),
    ({**GOOD, "id": " "}, '"id" must not be empty'),
    ({"id": "f", "title": "t", "description": "d"}, "no facet is judged"),
    ({**GOOD, "id": "g", "edition": {"occupation": "NOC 2016 v1.3"}}, "judged in NOC 2016 v1.3"),
    ({**GOOD, "id": "h", "edition": "NOC 2021 v1.0"}, '"edition" must name an edition for a facet'),
    ({**GOOD, "id": "i", "annotators": "a"}, '"annotators" must be a list of texts'),
    ({**GOOD, "id": "j", "declared": ["72106"]}, '"declared" must be true or false'),
    ({**GOOD, "id": "k", "split": 1}, '"split" must be a text'),
    ({**GOOD, "id": "l", "industry_2": ["11"]}, "'industry_2' is no facet; 'industry' may be meant"),
    ([GOOD], "not a JSON object"),
]


def test_every_fault_of_a_gold_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in (GOOD, *(bad for bad, _ in BAD))), encoding="utf-8")

    with pytest.raises(BadGold) as raised:
        read(path)

    assert [fault.split(":")[0] for fault in raised.value.faults] == [f"line {at}" for at in range(2, len(BAD) + 2)]
    assert [
        sentence for fault, (_, sentence) in zip(raised.value.faults, BAD, strict=True) if sentence not in fault
    ] == []


def test_a_key_like_that_of_a_facet_is_left_alone_beside_the_facet_itself(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = {**GOOD, "industry": ["11"], "industry_2": "checked in June", "occupations": 1}
    path.write_text(json.dumps(row), encoding="utf-8")

    assert read(path)[0].right == {"occupation": frozenset({"72106"}), "industry": frozenset({"11"})}


def test_an_id_is_told_to_stand_twice_even_when_the_first_line_has_another_fault(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ({**GOOD, "occupation": ["2174"]}, GOOD)), encoding="utf-8")

    with pytest.raises(BadGold) as raised:
        read(path)
    assert [fault.split(": ")[0] for fault in raised.value.faults] == ["line 1", "line 2"]
    assert "already that of line 1" in raised.value.faults[1]


def test_a_file_that_is_not_the_one_its_checksum_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    write(path, read(PROGRAMS)[:3])
    path.write_text(path.read_text(encoding="utf-8").replace("g-001", "g-xxx"), encoding="utf-8")

    with pytest.raises(BadGold, match="not the file that SHA256SUMS names"):
        read(path)
    assert main(["checksum", str(path)]) == 0
    assert len(read(path)) == 3


def test_the_committed_gold_sets_are_those_that_their_checksums_name() -> None:
    named = dict(reversed(row.split()) for row in (FOLDER / CHECKSUMS).read_text(encoding="utf-8").splitlines())

    assert named == {path.name: checksum(path) for path in FOLDER.glob("*.jsonl")}


def test_every_gold_program_says_where_it_comes_from_and_who_judged_it() -> None:
    assert all(each.split and each.provenance and each.annotators for path in SETS for each in read(path))
    assert {len(each.annotators) for each in read(PROGRAMS)} == {3}


def test_gold_is_written_as_it_is_read(tmp_path: Path) -> None:
    gold = [*read(PROGRAMS, "calibration"), replace(read(PROGRAMS)[0], institution="North", declared=True)]

    write(tmp_path / "gold.jsonl", gold)

    assert read(tmp_path / "gold.jsonl") == gold


def test_an_empty_file_or_split_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("", encoding="utf-8")

    with pytest.raises(BadGold, match="no programs"):
        read(tmp_path / "gold.jsonl")
    with pytest.raises(BadGold, match="no programs of split 'train'"):
        read(PROGRAMS, "train")


@pytest.mark.parametrize("path", SETS)
def test_no_gold_text_is_a_training_text_or_close_to_one(path: Path) -> None:
    gold = read(path)

    assert overlaps(gold) == []
    assert main(["check", str(path)]) == 0


def test_training_texts_are_recognized_exactly_and_nearly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trained = programs("fr")[7].program
    words = trained.description.split()
    shouted = replace(trained, id="same", description=trained.description.upper() + " !")
    cut = replace(trained, id="near", description=" ".join(words[: len(words) * 4 // 5]))
    other = replace(trained, id="far", title="", outcomes=(), description=" ".join(words[: len(words) // 3]))
    write(tmp_path / "gold.jsonl", [GoldProgram(each, {"skill": frozenset[str]()}) for each in (shouted, cut, other)])

    found = overlaps(read(tmp_path / "gold.jsonl"))

    assert [(each.id, each.trained) for each in found] == [("same", trained.id), ("near", trained.id)]
    assert found[0].similarity == 1 > found[1].similarity >= 0.5
    assert main(["check", str(tmp_path / "gold.jsonl")]) == 2
    assert f"'near' repeats the training text {trained.id}" in capsys.readouterr().err


def test_the_bench_says_what_it_skips_and_prints_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--public", str(tmp_path)]) == 0

    printed = capsys.readouterr().out
    assert printed.count("skipped") == 4
    assert re.search(r"occupation verbatim \| \d+ \| 1.000 \| 0.9\d+ to 1.000", printed)
    assert "programs a second" in printed


def test_an_unknown_profile_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--profile", "oracle"]) == 2
    assert "oracle" in capsys.readouterr().err
