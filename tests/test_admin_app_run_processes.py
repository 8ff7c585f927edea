"""Runs as processes beside the panel: started, watched, killed and taken up again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from offices import Office

from admin_app.run_processes import Order, RunProcesses
from evals import archive
from evals.archive import Listed
from evals.gold import PROGRAMS

PATIENCE = 60
ORDER = Order("offline", PROGRAMS, "test")


def _until(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def _listed(office: Office) -> list[Listed]:
    office.session.rollback()
    return archive.listed(office.session)


def test_a_killed_run_is_taken_up_where_it_stopped(office: Office) -> None:
    processes = RunProcesses()
    processes.start(ORDER)
    _until(lambda: [each for each in _listed(office) if each.done])
    processes.stop()
    (killed,) = _listed(office)

    processes.start(ORDER)
    _until(lambda: not processes.is_running(ORDER))

    (taken_up,) = _listed(office)
    assert killed.done < taken_up.done == taken_up.run.programs == 100
    assert taken_up.run.id == killed.run.id
    assert taken_up.run.finished_at is not None
    assert processes.failures() == {}
    processes.stop()


def test_the_same_order_is_not_run_twice_at_once() -> None:
    processes = RunProcesses([sys.executable, "-c", "import time; time.sleep(60)"])

    processes.start(ORDER)
    processes.start(ORDER)

    assert processes.running() == [ORDER]
    processes.stop()
    assert processes.running() == []


def test_a_run_that_cannot_be_made_says_why_until_it_is_read(office: Office, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "1", "title": "T", "description": "D", "occupation": ["99999"]}\n', encoding="utf-8")
    order, processes = Order("offline", bad, None), RunProcesses()

    processes.start(order)
    _until(lambda: not processes.is_running(order))

    assert "line 1" in processes.failures()[order]
    assert "'99999'" in processes.failures()[order]
    assert _listed(office) == []
    processes.forget(order)
    assert processes.failures() == {}


@pytest.mark.parametrize(("split", "expected"), [(None, ()), ("test", ("--split", "test"))])
def test_an_order_names_its_split_only_when_it_has_one(split: str | None, expected: tuple[str, ...]) -> None:
    arguments = Order("bm25", Path("gold.jsonl"), split).arguments

    assert arguments == ("--profile", "bm25", "--gold", "gold.jsonl", *expected)
