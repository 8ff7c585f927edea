"""A real worker with a model's tagger that kills itself at a step: WORK CATALOG WORKFLOW PROVIDER STEP MARK."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path

from buying import MODEL, buying
from model_worker_steps import AT_ONCE
from sqlalchemy import Engine, event

from review_queue.budgets import Budgets
from review_queue.database import prepare
from review_queue.ledger import WorkLedger
from review_queue.model_tagging import ModelTagger
from review_queue.prices import read_prices
from review_queue.worker import Station, run
from review_queue.workflows import Pace
from tagging.records import Program, Suggestions
from tagging.selection.ledger import Call

work_url, catalog_url, workflow_url, provider, step, mark = sys.argv[1:]
storing = set[int]()


def reached(here: str) -> None:
    """Die here if this is the step, the third time it is reached, once for all workers."""
    seen = Path(mark).with_suffix(".seen")
    if here != step or Path(mark).exists():
        return
    with seen.open("a") as file:
        file.write(".")
    if seen.stat().st_size >= 3:
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)


class MortalLedger(WorkLedger):
    def allow(self, subject: str) -> None:
        super().allow(subject)
        reached("before the call")

    def bought(self, call: Call, answer: str | None) -> None:
        reached("before the answer is kept")
        super().bought(call, answer)
        reached("after the answer is kept")


def watch(connection: object, _cursor: object, sql: str, *_: object) -> None:
    if sql.startswith("INSERT INTO tagging"):
        storing.add(id(connection))
        reached("while the suggestions are stored")


def committed(connection: object) -> None:
    if id(connection) in storing:
        reached("before the suggestions are committed")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    event.listen(Engine, "before_cursor_execute", watch)
    event.listen(Engine, "commit", committed)
    ledger = MortalLedger(prepare(work_url), model=MODEL, prices=read_prices(), limits=Budgets())

    room = threading.Semaphore(AT_ONCE)

    def ask(program: Program) -> Suggestions:
        with room:
            said = buying(provider, ledger)(program)
        reached("before the suggestions are stored")
        return said

    run(Station("worker-1", work_url, catalog_url, workflow_url, Pace(2, AT_ONCE)), ModelTagger(ask))
