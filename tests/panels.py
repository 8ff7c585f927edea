"""A panel with its worker, started as a person would start it, for tests that need the whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True)
class RunningPanel:
    """Where it is, what it printed so far, and its first accounts: e-mail address and password by role."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path
    accounts: dict[str, tuple[str, str]]

    @property
    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Gives the exit code."""
        self.process.send_signal(how)
        return self.process.wait(STOP_SECONDS)


def start(data: Path) -> RunningPanel:
    """Returns once the panel has said where it is."""
    port = _free_port()
    log = data.parent / f"panel_{port}.log"
    environment = os.environ | {"DATA_DIR": str(data), "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "admin_app"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + START_SECONDS
    while address not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise AssertionError(f"The panel did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.05)
    return RunningPanel(address, process, log, _accounts(data / "first-accounts.txt"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _accounts(path: Path) -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {role: (email, password) for role, email, password in rows}
