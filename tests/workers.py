"""Workers as processes of their own, for tests that kill them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from people import NewDatabase

TESTS = Path(__file__).parent


class Place:
    """Three databases and the processes that work on them."""

    def __init__(self, new_database: NewDatabase, work_url: str, catalog_url: str, folder: Path) -> None:
        self.urls = (work_url, catalog_url, new_database("workflow"))
        self.taggings, self.processes = folder / "taggings", list[subprocess.Popen[str]]()

    def slow_worker(self, name: str = "worker-1") -> subprocess.Popen[str]:
        return self._start([str(TESTS / "slow_worker.py"), name, *self.urls, str(self.taggings)])

    def model_worker(self, url: str, dies_at: str) -> subprocess.Popen[str]:
        """Kills itself the first time it comes to that step; started again, it does not."""
        mark = str(self.taggings.with_name("killed"))
        return self._start([str(TESTS / "model_worker.py"), *self.urls, url, dies_at, mark])

    def retag_worker(self) -> subprocess.Popen[str]:
        """As the settings in the environment say, but impatient."""
        return self._start([str(TESTS / "retag_worker.py")])

    def worker(self) -> subprocess.Popen[str]:
        return self._start(["-m", "review_queue", "worker"])

    def _start(self, arguments: list[str]) -> subprocess.Popen[str]:
        names = ("WORK_DATABASE_URL", "CATALOG_DATABASE_URL", "WORKFLOW_DATABASE_URL")
        environment = os.environ | dict(zip(names, self.urls, strict=True)) | {"PYTHONPATH": str(TESTS.parent)}
        process = subprocess.Popen([sys.executable, *arguments], env=environment, text=True, stderr=subprocess.PIPE)
        self.processes.append(process)
        return process


def until(true: Callable[[], bool], *, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
