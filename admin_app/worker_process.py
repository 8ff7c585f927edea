"""The worker beside the panel: started, watched, started again when it dies, and stopped with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from threading import Event, Thread

WORKER = (sys.executable, "-m", "review_queue", "worker")
_STOP_SECONDS = 10.0
_LONGEST_PAUSE = 30.0


class WorkerProcess:
    """`died` is called with the exit code and the pause in seconds before each restart."""

    def __init__(
        self, died: Callable[[int, float], None], command: Sequence[str] = WORKER, *, first_pause: float = 1.0
    ) -> None:
        self._died = died
        self._command = command
        self._pause = first_pause
        self._stopping = Event()
        self._process = self._spawn()
        self._watcher = Thread(target=self._watch, name="worker-watcher", daemon=True)
        self._watcher.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Ask the worker to end, and end it after ten seconds if it has not."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._watcher.join(_STOP_SECONDS)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal must reach the panel only, which then stops the worker.
        return subprocess.Popen(self._command, start_new_session=True)  # noqa: S603

    def _watch(self) -> None:
        while True:
            code = self._process.wait()
            if self._stopping.is_set():
                return
            self._died(code, self._pause)
            if self._stopping.wait(self._pause):
                return
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            self._process = self._spawn()
