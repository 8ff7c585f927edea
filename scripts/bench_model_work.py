"""Overhead of tagging with a model: `python scripts/bench_model_work.py [--programs 640] [--seconds 0.5]`.

A model server on loopback answers each call after half a second; a worker with 32 calls in flight tags an upload.
Prints programs a second from the first quarter to the last, what the server allows, and the worker's memory on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from review_queue import database
from review_queue.accounts import ensure_first_accounts
from review_queue.institutions import institution_named
from review_queue.model_tables import ModelCall
from review_queue.records import Actor, Draft
from review_queue.submissions import submit
from review_queue.tables import Account, Submission

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

IN_FLIGHT = 32
LOOK_SECONDS = 0.5
# A line of figures is printed each time another so many programs are tagged.
SHOWN_EVERY = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """How far the worker was, and how much memory and processor time it had taken."""

    seconds: float
    tagged: int
    megabytes: float
    processor: float


def main() -> int:
    parser = argparse.ArgumentParser(description="Programs a second with a model that answers in half a second.")
    parser.add_argument("--programs", type=int, default=640)
    parser.add_argument("--seconds", type=float, default=0.5, help="how long the server takes for an answer")
    for name in ("work", "catalog", "workflow"):
        parser.add_argument(f"--{name}-database", default="", help="empty PostgreSQL database (default: SQLite)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        urls = {name: getattr(given, f"{name}_database") or f"sqlite:///{folder}/{name}.db" for name in _NAMES}
        engine = database.prepare(urls["work"])
        _submit(engine, given.programs)
        samples = list(_measure(engine, urls, given.programs, given.seconds))
        _report(samples, given.programs, given.seconds, _median_call(engine))
        engine.dispose()
    return 0


_NAMES = ("work", "catalog", "workflow")


def _submit(engine: Engine, programs: int) -> None:
    with Session(engine) as session:
        ensure_first_accounts(session)
        administrator = session.exec(select(Account).where(col(Account.role) == "administrator")).one()
        actor = Actor(administrator.id, administrator.name, "administrator", None)
        institution = institution_named(session, name="Bench College")
        session.commit()
        drafts = list(islice(_drafts(), programs))
        submit(
            session, actor=actor, institution_id=institution, filename="bench", fingerprint_of_file="0", drafts=drafts
        )


def _drafts() -> Iterator[Draft]:
    """Programs of our corpus, each time with another number, so that no answer fits twice."""
    lines = (ROOT / "tagging" / "corpus" / "programs_a1.jsonl").read_text(encoding="utf-8").splitlines()
    for number, row in zip(count(1), cycle([json.loads(line) for line in lines])):
        title = f"{row['title']} {number}"
        yield Draft(f"B-{number}", title, row["description"], tuple(row["outcomes"]), row["language"])


def _measure(engine: Engine, urls: dict[str, str], programs: int, seconds: float) -> Iterator[Sample]:
    from model_server import Answer, ModelServer, first_choices  # type: ignore[import-not-found]

    with ModelServer(Answer(first_choices, seconds=seconds)) as server:
        worker = _worker(urls, server.url)
        started = time.monotonic()
        try:
            tagged = 0
            while tagged < programs:
                time.sleep(LOOK_SECONDS)
                server.requests.clear()
                tagged = _tagged(engine)
                yield Sample(time.monotonic() - started, tagged, _megabytes(worker.pid), _processor(worker.pid))
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait()


def _worker(urls: dict[str, str], model_url: str) -> subprocess.Popen[bytes]:
    settings = {f"{name.upper()}_DATABASE_URL": url for name, url in urls.items()} | {
        "TAGGING_PROFILE": "openai",
        "OPENAI_BASE_URL": model_url,
        "MODEL_CONCURRENCY": str(IN_FLIGHT),
        "MODEL_REQUESTS_A_MINUTE": "0",
        "MODEL_BUDGET_DAY_CAD": "0",
        "MODEL_BUDGET_BATCH_CAD": "0",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-m", "review_queue", "worker"], cwd=ROOT, env=os.environ | settings)


def _tagged(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).where(col(Submission.state) == "tagged")).one()


def _median_call(engine: Engine) -> float:
    """Seconds of a call, as the worker saw it."""
    with Session(engine) as session:
        return statistics.median(session.exec(select(ModelCall.seconds)))


def _megabytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _processor(pid: int) -> float:
    """Seconds, in the program and in the system for it."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _report(samples: list[Sample], programs: int, seconds: float, call: float) -> None:
    shown = 0
    for sample in samples:
        if sample.tagged * SHOWN_EVERY >= shown * programs and sample.tagged:
            print(f"{sample.tagged:6} tagged after {sample.seconds:6.1f} s, {sample.megabytes:6.1f} MB")
            shown = sample.tagged * SHOWN_EVERY // programs + 1
    early = next(sample for sample in samples if sample.tagged >= programs / 8)
    late = next(sample for sample in samples if sample.tagged >= programs * 7 / 8)
    rate = (late.tagged - early.tagged) / (late.seconds - early.seconds)
    allowed = IN_FLIGHT / seconds
    print(f"{rate:.1f} programs a second; the server allows {allowed:.0f}: {rate / allowed:.0%}")
    each = (late.processor - early.processor) / (late.tagged - early.tagged)
    print(f"the worker took {each * 1000:.1f} ms of a processor a program")
    print(f"a call took {call:.3f} s in the median, of which the server waited {seconds} s")


if __name__ == "__main__":
    sys.exit(main())
