from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from people import People
from reviewing import approved
from sqlalchemy import text
from sqlmodel import Session

from review_queue import audit
from review_queue.__main__ import main
from review_queue.retagging import open_retaggings


@pytest.fixture(autouse=True)
def _this_database(work_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORK_DATABASE_URL", work_url)


def test_a_trail_that_holds_is_told_with_its_end(
    work_session: Session, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(work_session, people.submitter, people.reviewer)

    assert main(["audit", "--verify"]) == 0

    end = audit.verify(work_session)
    assert capsys.readouterr().out == f"The audit trail holds: 7 entries, last hash {end.hash}.\n"


def test_a_trail_that_was_shortened_fails_in_a_sentence(
    work_session: Session, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(work_session, people.submitter, people.reviewer)
    work_session.connection().execute(text("UPDATE audit_head SET sequence = 8"))
    work_session.commit()

    assert main(["audit", "--verify"]) == 1
    assert capsys.readouterr().err == ("The audit trail was changed at entry 8: entries at the end are missing.\n")


def test_the_export_holds_every_entry_in_order(
    work_session: Session, people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(work_session, people.submitter, people.reviewer)

    assert main(["audit", "--export", str(tmp_path / "trail.jsonl"), "--verify"]) == 0

    lines = [json.loads(line) for line in (tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["sequence"] for line in lines] == list(range(1, 8))
    assert [later["previous_hash"] for later in lines[1:]] == [line["hash"] for line in lines[:-1]]
    assert lines[0]["verb"] == "upload.received"
    assert "audit trail holds" in capsys.readouterr().out


def test_asking_for_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["audit"])

    assert refused.value.code == 2
    assert "--verify" in capsys.readouterr().err


def test_the_help_loads_neither_the_workflow_engine_nor_the_tagger() -> None:
    code = "import sys, review_queue.__main__; print([n for n in ('dbos', 'tagging.tagger') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "needs a profile that asks a model"),
        ({"TAGGING_PROFILE": "openai"}, "the model may not be called"),
        (
            {"TAGGING_PROFILE": "openai", "OPENAI_API_KEY": "k", "EXTERNAL_CALLS": "false"},
            "the model may not be called",
        ),
        ({"TAGGING_PROFILE": "openai", "OPENAI_API_KEY": "k"}, "no published programs"),
    ],
)
def test_retagging_that_cannot_be_done_is_refused_with_the_reason(
    settings: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    work_session: Session,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert main(["retag"]) == 1
    assert sentence in capsys.readouterr().err
    assert open_retaggings(work_session) == []


def test_a_wrong_setting_is_a_sentence_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODEL_BUDGET_DAY_CAD", "-5")

    assert main(["audit", "--verify"]) == 1
    said = capsys.readouterr().err
    assert "MODEL_BUDGET_DAY_CAD Input should be greater than or equal to 0" in said
    assert "-5" not in said


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "the price table does not know unheard-of"), ("fr", "unheard-of n’est pas dans la table des prix")],
)
def test_retagging_without_a_price_is_not_asked_for_and_says_why(
    language: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    work_session: Session,
) -> None:
    monkeypatch.setenv("TAGGING_PROFILE", "openai")
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_MODEL", "unheard-of")

    assert main(["retag", "--language", language]) == 1

    assert sentence in capsys.readouterr().err
    assert open_retaggings(work_session) == []


def test_a_worker_with_a_broken_price_table_does_not_start_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "prices.toml"
    table.write_text("batch_share = 0.5\n[[price]]\nmodel = 'm'\ntokens_in = -1\n")
    monkeypatch.setenv("TAGGING_PROFILE", "openai")
    monkeypatch.setenv("PRICE_TABLE", str(table))

    assert main(["worker"]) == 1

    assert str(table) in capsys.readouterr().err
