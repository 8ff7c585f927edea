"""`python -m admin_app` from the first start to the second, with the worker at its side."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from panels import RunningPanel, start

SECOND_START_SECONDS = 10


def _worker(panel: RunningPanel) -> list[int]:
    """Process ids of the workers whose parent is this panel."""
    children = Path(f"/proc/{panel.process.pid}/task")
    return [int(pid) for task in children.iterdir() for pid in (task / "children").read_text().split()]


def test_a_start_tells_passwords_once_and_the_next_is_quick_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first = start(tmp_path / "data")
    (worker,) = _worker(first)
    code = first.stop()
    began = time.monotonic()
    second = start(tmp_path / "data")
    took = time.monotonic() - began

    assert code == second.stop(signal.SIGINT) == 0
    assert took < SECOND_START_SECONDS
    password = first.accounts["reviewer"][1]
    assert first.printed.count(password) == 1
    assert password not in second.printed
    assert "Nothing is lost" in first.printed
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_worker_that_is_killed_is_replaced_and_the_panel_says_so(tmp_path: Path) -> None:
    panel = start(tmp_path / "data")
    (worker,) = _worker(panel)

    os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 20
    while time.monotonic() < until and not (_worker(panel) and _worker(panel) != [worker]):
        time.sleep(0.1)
    replaced = _worker(panel)
    panel.stop()

    assert len(replaced) == 1
    assert replaced != [worker]
    assert re.search(r"ended with code -9; it starts again in 1 s", panel.printed)
