"""Runs kept in the work database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, func, select, update

from evals.folders import NoRun
from evals.records import Inputs, Recorded, Result, Run
from review_queue.database import transaction
from review_queue.refusals import RunNotStopped
from review_queue.tables import EvalResult, EvalRun

_INPUTS, _RESULT = TypeAdapter(Inputs), TypeAdapter(Result)


@dataclass(frozen=True, slots=True)
class Listed:
    """A run in the work database and how many of its programs are done."""

    run: Run
    done: int


class DatabaseStore:
    """Keeps a run in the work database, each result in a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, run: Run) -> Recorded:
        """The newest run with these inputs, finished or to be taken up, or this one, new."""
        with Session(self._engine) as session:
            same = select(EvalRun).where(EvalRun.inputs_hash == _hash(run.inputs))
            kept = session.exec(same.order_by(col(EvalRun.started_at).desc()).limit(1)).first()
            if kept:
                return _recorded(session, kept)
            with transaction(session):
                session.add(_row(run))
        return Recorded(run)

    def keep(self, run: Run, result: Result) -> None:
        """One more result, in the order of keeping; what another process kept of the program stays as it is.

        Raises NoRun when the run was removed in the meantime.
        """
        key = UUID(run.id)
        same = select(EvalResult.id).where(EvalResult.run_id == key, EvalResult.program_id == result.id)
        with Session(self._engine) as session, transaction(session):
            _change(session, run, programs=run.programs)
            if session.exec(same).first() is None:
                session.add(_result_row(run, result, _done(session, key)))

    def finish(self, run: Run, at: datetime) -> Run:
        """Marks the run finished. Raises NoRun when it was removed in the meantime."""
        with Session(self._engine) as session, transaction(session):
            _change(session, run, finished_at=at)
        return replace(run, finished_at=at)


def listed(session: Session, *, limit: int = 50) -> list[Listed]:
    """The newest runs first."""
    rows = session.exec(select(EvalRun).order_by(col(EvalRun.started_at).desc()).limit(limit)).all()
    return [Listed(_run(row), _done(session, row.id)) for row in rows]


def load(session: Session, run_id: str) -> Recorded:
    """A run with its results so far. Raises NoRun."""
    row = session.get(EvalRun, UUID(run_id))
    if row is None:
        raise NoRun(f"The work database has no run {run_id}.")
    return _recorded(session, row)


def record(session: Session, recorded: Recorded) -> None:
    """Takes a run kept as a folder into the work database, all of it or nothing; one that is there stays as it is."""
    with transaction(session):
        if session.get(EvalRun, UUID(recorded.run.id)) is None:
            session.add(_row(recorded.run))
            session.flush()
            session.add_all(_result_row(recorded.run, each, at) for at, each in enumerate(recorded.results))


def remove(session: Session, run_id: str) -> None:
    """Drops an unfinished run with its results; part of the caller's transaction. Raises RunNotStopped."""
    key = UUID(run_id)
    # Holds the run, so that nobody who makes it can keep a result between the two deletions.
    stopped = update(EvalRun).where(col(EvalRun.id) == key, col(EvalRun.finished_at).is_(None))
    if session.exec(stopped.values(programs=EvalRun.programs)).rowcount != 1:
        raise RunNotStopped
    session.exec(delete(EvalResult).where(col(EvalResult.run_id) == key))
    session.exec(delete(EvalRun).where(col(EvalRun.id) == key))


def _change(session: Session, run: Run, **values: object) -> None:
    """Changes the row of a run, and so holds it until the transaction ends. Raises NoRun."""
    changed = update(EvalRun).where(col(EvalRun.id) == UUID(run.id)).values(values)
    if session.exec(changed).rowcount != 1:
        raise NoRun(f"Run {run.id} was removed from the work database while it was being made.")


def _done(session: Session, run_id: UUID) -> int:
    return session.exec(select(func.count()).where(col(EvalResult.run_id) == run_id)).one()


def _hash(inputs: Inputs) -> str:
    return hashlib.sha256(_INPUTS.dump_json(inputs)).hexdigest()


def _row(run: Run) -> EvalRun:
    return EvalRun(
        id=UUID(run.id),
        inputs_hash=_hash(run.inputs),
        inputs=_INPUTS.dump_python(run.inputs, mode="json"),
        programs=run.programs,
        machine=run.machine,
        commit=run.commit,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )


def _result_row(run: Run, result: Result, position: int) -> EvalResult:
    said = _RESULT.dump_python(result, mode="json")
    return EvalResult(run_id=UUID(run.id), position=position, program_id=result.id, result=said)


def _run(row: EvalRun) -> Run:
    inputs = _INPUTS.validate_python(row.inputs)
    return Run(str(row.id), inputs, row.programs, row.machine, row.commit, row.started_at, row.finished_at)


def _recorded(session: Session, row: EvalRun) -> Recorded:
    ordered = select(EvalResult).where(EvalResult.run_id == row.id).order_by(col(EvalResult.position))
    rows: Sequence[EvalResult] = session.exec(ordered).all()
    return Recorded(_run(row), tuple(_RESULT.validate_python(each.result) for each in rows))
