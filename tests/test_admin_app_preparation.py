"""What the panel checks and makes before it serves."""

from __future__ import annotations

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

import review_queue.database
from admin_app.preparation import (
    ACCOUNTS_FILE,
    NotReady,
    check_folder,
    check_port,
    keep_accounts,
    prepare_databases,
)
from review_queue.accounts import operator, sign_in
from review_queue.programs import my_programs
from review_queue.records import FirstAccount
from settings import Settings

ROOT = Path(__file__).parents[1]


def test_a_taken_port_is_refused_with_a_sentence_in_both_languages() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(NotReady) as refused:
            check_port("127.0.0.1", port)

    english, french = str(refused.value).splitlines()
    assert f"127.0.0.1:{port} is taken" in english
    assert f"127.0.0.1:{port} est pris" in french


def test_a_free_port_is_fine() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    check_port("127.0.0.1", port)


def test_a_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "folder")

    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_refused_with_its_name(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(NotReady, match=r"file/var cannot be written to"):
        check_folder(blocked / "var")


def test_the_first_passwords_are_for_the_owner_s_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / ACCOUNTS_FILE
    path.write_text("old")
    path.chmod(0o644)

    keep_accounts(path, [FirstAccount("someone@example.org", "qa", "secret")])

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().split() == ["qa", "someone@example.org", "secret"]


def test_the_first_start_makes_accounts_and_receives_samples_and_the_second_nothing(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    first, second = prepare_databases(settings), prepare_databases(settings)

    assert sorted(account.role for account in first) == ["administrator", "qa", "reviewer", "submitter"]
    assert second == []
    engine = review_queue.database.open_engine(settings.database_url("work"))
    with Session(engine) as session:
        reviewer = next(account for account in first if account.role == "reviewer")
        assert sign_in(session, email=reviewer.email, password=reviewer.password).role == "reviewer"
        programs = my_programs(session, actor=operator(session, email=reviewer.email), page_size=100)
        assert {line.language for line in programs.lines} == {"en", "fr"}
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "many", "PORT"),
        ("DATA_DIR", "/dev/null/var", "/dev/null/var"),
        ("HOST", "192.0.2.1", "192.0.2.1"),
        ("PRICE_TABLE", "/dev/null/prices.toml", "/dev/null/prices.toml"),
    ],
)
def test_what_stands_in_the_way_of_a_start_is_said_in_a_sentence(
    name: str, value: str, said: str, tmp_path: Path
) -> None:
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(ROOT), "DATA_DIR": str(tmp_path), name: value}

    ended = subprocess.run(
        [sys.executable, "-m", "admin_app"], env=environment, capture_output=True, text=True, cwd=tmp_path, check=False
    )

    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Le panneau ne peut pas démarrer" in ended.stderr
    assert "Traceback" not in ended.stderr
