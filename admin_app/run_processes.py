"""Runs of the evals beside the panel: each a process of its own, whose state lives in the work database."""

from __future__ import annotations

import atexit
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import streamlit as st

RUN = (sys.executable, "-m", "evals", "run", "--database")
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: a profile or baseline on a gold file, or on one of its splits."""

    profile: str
    gold: Path
    split: str | None

    @property
    def arguments(self) -> tuple[str, ...]:
        split = ("--split", self.split) if self.split else ()
        return ("--profile", self.profile, "--gold", str(self.gold), *split)


@dataclass(frozen=True, slots=True)
class _Started:
    process: subprocess.Popen[bytes]
    said: IO[bytes]


class RunProcesses:
    """Those that this panel started; they end with it, and can be taken up again."""

    def __init__(self, command: Sequence[str] = RUN) -> None:
        self._command = command
        self._started: dict[Order, _Started] = {}
        atexit.register(self.stop)

    def start(self, order: Order) -> None:
        """Nothing happens while the same order runs."""
        if self.is_running(order):
            return
        self.forget(order)
        said = tempfile.TemporaryFile()  # noqa: SIM115  read when the process has ended
        command = [*self._command, *order.arguments]
        # Output goes nowhere: the work database has it.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, cwd=_ROOT)  # noqa: S603
        self._started[order] = _Started(process, said)

    def is_running(self, order: Order) -> bool:
        started = self._started.get(order)
        return started is not None and started.process.poll() is None

    def running(self) -> list[Order]:
        return [order for order in self._started if self.is_running(order)]

    def failures(self) -> dict[Order, str]:
        """What the orders that ended badly said last."""
        ended = [(order, started) for order, started in self._started.items() if started.process.poll()]
        return {order: _last_words(started.said) for order, started in ended}

    def forget(self, order: Order) -> None:
        """What it said is read."""
        started = self._started.pop(order, None)
        if started:
            started.said.close()

    def stop(self) -> None:
        """Each ends after the program it is at; its results are kept."""
        for order, started in list(self._started.items()):
            started.process.terminate()
            started.process.wait()
            self.forget(order)


@st.cache_resource(show_spinner=False)
def run_processes() -> RunProcesses:
    return RunProcesses()


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode(errors="replace").strip()[-600:]
