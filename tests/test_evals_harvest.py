"""What people settled, as a gold file that the evals can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from labelling import ONE, OTHER, begun, labelled_twice
from offices import Office
from people import People
from reviewing import DEVELOPERS, ROBOTS, approved
from sqlmodel import Session

from evals.__main__ import main
from evals.gold import BadGold, read
from evals.harvest import lines
from review_queue.gold import disputes, labels
from review_queue.gold.examples import examples


def _harvested(session: Session, people: People, path: Path) -> Path:
    path.write_text(lines(examples(session, actor=people.qa)), encoding="utf-8")
    return path


def test_only_what_two_agree_on_or_a_third_decided_goes_to_the_test_split(
    work_session: Session, people: People, tmp_path: Path
) -> None:
    second, third, fourth = (replace(ROBOTS, program_id=f"R-{n}", title=f"Robots {n}") for n in (2, 3, 4))
    labelled_twice(work_session, people)
    disputed = labelled_twice(work_session, people, ONE, OTHER, second)
    disputes.adjudicate(
        work_session, actor=people.administrator, gold_program_id=disputed, judged={"occupation": (DEVELOPERS,)}
    )
    once = begun(work_session, people, third)
    labels.label(work_session, actor=people.qa, gold_program_id=once, judged=ONE)
    approved(work_session, people.submitter, people.second_reviewer, fourth)

    gold = read(_harvested(work_session, people, tmp_path / "gold.jsonl"))

    said = {program.program.title: (program.split, program.provenance) for program in gold}
    assert said == {
        ROBOTS.title: ("test", "labelled_twice"),
        "Robots 2": ("test", "adjudicated"),
        "Robots 3": ("development", "labelled_once"),
        "Robots 4": ("development", "reviewed"),
    }


def test_a_facet_nobody_judged_is_absent_and_one_with_none_right_is_empty(
    work_session: Session, people: People, tmp_path: Path
) -> None:
    labelled_twice(work_session, people)

    (program,) = read(_harvested(work_session, people, tmp_path / "gold.jsonl"))

    assert program.right["industry"] == frozenset()
    assert "technology" not in program.right
    assert len(program.annotators) == 2
    assert program.institution == "Maple College"


def test_an_open_dispute_is_left_out_of_the_line(work_session: Session, people: People, tmp_path: Path) -> None:
    labelled_twice(work_session, people, ONE, OTHER)

    (program,) = read(_harvested(work_session, people, tmp_path / "gold.jsonl"))

    assert set(program.right) == {"industry"}
    assert program.split == "test"


def test_a_line_names_nobody(work_session: Session, people: People, tmp_path: Path) -> None:
    private = replace(ROBOTS, contact_email="ann@college.ca", description="Ask ann@college.ca, 416-555-0199, for more.")
    labelled_twice(work_session, people, draft=private)

    text = _harvested(work_session, people, tmp_path / "gold.jsonl").read_text(encoding="utf-8")

    assert "Ask …, …, for more." in text
    for secret in ("@", "555", people.reviewer.name, str(people.reviewer.account_id)):
        assert secret not in text


def test_codes_of_another_edition_are_refused_when_the_file_is_read(
    work_session: Session, people: People, tmp_path: Path
) -> None:
    labelled_twice(work_session, people)
    path = _harvested(work_session, people, tmp_path / "gold.jsonl")
    row = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(row | {"edition": {"occupation": "NOC 2016"}}), encoding="utf-8")

    with pytest.raises(BadGold, match="line 1: occupation was judged in NOC 2016"):
        read(path)


def test_the_command_writes_the_file_and_says_how_much_it_holds(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_twice(office.session, office.people)

    assert main(["harvest", "--output", str(tmp_path / "gold.jsonl")]) == 0

    assert capsys.readouterr().out == "1 programs: 1 to test with, 0 for development.\n"
    assert len(read(tmp_path / "gold.jsonl")) == 1
