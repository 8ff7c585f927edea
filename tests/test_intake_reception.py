"""Files taken in for an institution, by use case and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import People, enrol
from spreadsheets import GOOD, TEXT, csv_file
from sqlmodel import Session, func, select

from intake import samples
from intake.__main__ import main
from intake.reception import receive
from intake.records import FileRefused
from review_queue.database import open_engine
from review_queue.refusals import Forbidden, InstitutionNeeded
from review_queue.tables import Submission
from review_queue.uploads import my_uploads

FILE = csv_file(GOOD, ("E-2", "", TEXT, "en")).encode()
REVISED = csv_file(("E-1", "Engines and Pumps", TEXT, "en"), ("E-3", "Taps", TEXT, "en")).encode()


def counted(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Submission)).one()


def test_good_rows_are_submitted_and_bad_ones_kept_with_the_upload(work_session: Session, people: People) -> None:
    received = receive(work_session, actor=people.submitter, filename="f.csv", content=FILE)
    (view,) = my_uploads(work_session, actor=people.submitter)

    assert (received.receipt.created, received.receipt.already_received) == (1, False)
    assert [(one.row, one.code) for one in received.problems] == [(3, "required")]
    assert [(one.row, one.field, one.code) for one in view.problems] == [(3, "title", "required")]


def test_the_same_file_again_makes_no_work(work_session: Session, people: People) -> None:
    first = receive(work_session, actor=people.submitter, filename="f.csv", content=FILE)
    second = receive(work_session, actor=people.submitter, filename="renamed.csv", content=FILE)

    assert second.receipt.already_received
    assert second.receipt.upload_id == first.receipt.upload_id
    assert counted(work_session) == 1


def test_a_program_sent_again_is_revised_or_left_alone(work_session: Session, people: People) -> None:
    receive(work_session, actor=people.submitter, filename="f.csv", content=FILE)
    revised = receive(work_session, actor=people.submitter, filename="g.csv", content=REVISED).receipt
    repeated = receive(work_session, actor=people.submitter, filename="h.csv", content=REVISED + b"\n").receipt

    assert (revised.created, revised.revised, revised.unchanged) == (1, 1, 0)
    assert (repeated.created, repeated.revised, repeated.unchanged) == (0, 0, 2)


def test_the_same_program_id_at_two_institutions_is_two_programs(work_session: Session, people: People) -> None:
    receive(work_session, actor=people.submitter, filename="f.csv", content=FILE)
    receipt = receive(work_session, actor=people.neighbour, filename="f.csv", content=FILE).receipt

    assert (receipt.created, receipt.already_received) == (1, False)


def test_a_refused_file_leaves_no_trace(work_session: Session, people: People) -> None:
    with pytest.raises(FileRefused):
        receive(work_session, actor=people.submitter, filename="f.exe", content=b"MZ" + bytes(100))
    assert my_uploads(work_session, actor=people.submitter) == ()


def test_a_file_without_a_good_row_still_leaves_its_problems(work_session: Session, people: People) -> None:
    content = csv_file(("E-2", "", TEXT, "en")).encode()
    receipt = receive(work_session, actor=people.submitter, filename="f.csv", content=content).receipt

    assert (receipt.created, receipt.already_received) == (0, False)
    assert len(my_uploads(work_session, actor=people.submitter)[0].problems) == 1


def test_only_those_who_may_submit_can_send_a_file(work_session: Session, people: People) -> None:
    with pytest.raises(Forbidden):
        receive(work_session, actor=people.reviewer, filename="f.csv", content=FILE)
    with pytest.raises(InstitutionNeeded):
        receive(work_session, actor=people.administrator, filename="f.csv", content=FILE)


def test_the_sample_batch_is_received_for_the_submitter_s_institution(work_session: Session, people: People) -> None:
    received = samples.receive_all(work_session, email="submitter@example.org")

    assert [one.receipt.created for one in received] == [10, 6]
    assert counted(work_session) == 16


@pytest.fixture
def command_line(work_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A database with people, and a file of programs to receive from the command line."""
    monkeypatch.setenv("WORK_DATABASE_URL", work_url)
    engine = open_engine(work_url)
    with Session(engine) as session:
        enrol(session)
    engine.dispose()
    (tmp_path / "f.csv").write_bytes(FILE)
    return tmp_path / "f.csv"


def test_the_command_receives_a_file_and_tells_what_to_correct(
    command_line: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(command_line), "--institution", "Otter College"]
    assert [main(arguments), main([*arguments, "--language", "fr"])] == [1, 1]
    output = capsys.readouterr()

    assert output.out.splitlines() == [
        *("Programs: 1 new, 0 revised, 0 unchanged.", "Rows to correct: 1."),
        *("Already received: this file brought nothing new.", "Rows to correct: 1."),
    ]
    assert output.err.splitlines() == [
        "Row 3, Title: Title is empty; every program needs it.",
        "Ligne 3, Titre: « Titre » est vide; chaque programme en a besoin.",
    ]


def test_the_command_says_in_a_sentence_why_it_takes_nothing(
    command_line: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = command_line.with_name("program.csv")
    program.write_bytes(b"MZ" + bytes(100))
    otter = ["--institution", "Otter College"]

    assert main([str(program), *otter]) == 2
    assert main([str(command_line.with_name("missing.csv")), *otter]) == 2
    assert main([str(command_line), *otter, "--as", "nobody@example.org"]) == 2
    assert main([str(command_line), *otter, "--as", "reviewer@example.org"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4
    assert said[0].startswith("This is a program, not a table")
    assert "missing.csv cannot be read: No such file or directory." in said[1]
    assert said[2] == "There is no active account nobody@example.org; name one with --as."


def test_the_command_succeeds_quietly_on_a_file_without_problems(
    command_line: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command_line.write_bytes(REVISED)

    assert main([str(command_line), "--institution", "Otter College"]) == 0
    assert capsys.readouterr().err == ""
