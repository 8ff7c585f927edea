"""The worker beside the panel is started again when it dies, and stopped with the panel."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from admin_app.worker_process import WorkerProcess

PATIENT = (sys.executable, "-c", "import time; time.sleep(60)")


def _eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_worker_is_started_again_and_the_death_is_told() -> None:
    deaths: list[tuple[int, float]] = []
    worker = WorkerProcess(lambda code, pause: deaths.append((code, pause)), PATIENT, first_pause=0.05)
    first = worker.pid

    os.kill(first, signal.SIGKILL)

    assert _eventually(lambda: worker.pid != first)
    assert deaths == [(-signal.SIGKILL, 0.05)]
    assert _lives(worker.pid)
    worker.stop()
    assert not _lives(worker.pid)


def test_the_pause_before_a_restart_grows_with_each_death() -> None:
    pauses: list[float] = []
    worker = WorkerProcess(lambda _, pause: pauses.append(pause), (sys.executable, "-c", ""), first_pause=0.02)

    assert _eventually(lambda: len(pauses) >= 3)
    worker.stop()

    assert pauses[:3] == [0.02, 0.04, 0.08]


def test_a_worker_that_was_stopped_stays_stopped() -> None:
    deaths: list[int] = []
    worker = WorkerProcess(lambda code, _: deaths.append(code), PATIENT, first_pause=0.01)

    worker.stop()

    assert deaths == []
    assert not _lives(worker.pid)
