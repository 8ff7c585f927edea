"""Runs kept as folders: the run, a line a program as it is tagged, and at the end a summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.records import Recorded, Result, Run

RUN, RESULTS, SUMMARY = "run.json", "results.jsonl", "summary.json"
_RUN, _RESULT = TypeAdapter(Run), TypeAdapter(Result)


class NoRun(LookupError):
    """A place that holds no run, or one that cannot be read."""


class OtherRun(ValueError):
    """A place that holds a run made with other inputs."""


class FolderStore:
    """A run in a folder; killed at any point, all lines written whole are taken up again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, run: Run) -> Recorded:
        """The run kept here with its results so far, or this one, new. Raises OtherRun."""
        if (self.folder / RUN).exists():
            kept = read_run(self.folder)
            if kept.run.inputs != run.inputs:
                raise OtherRun(f"{self.folder} holds {differing(kept.run, run)}; name another folder.")
            # A line cut short by a kill would spoil the next one.
            lines = (_line(result) for result in kept.results)
            (self.folder / RESULTS).write_text("".join(lines), encoding="utf-8")
            return kept
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / RESULTS).write_text("", encoding="utf-8")
        self._write(run)
        return Recorded(run)

    def keep(self, run: Run, result: Result) -> None:
        """Appends the result of one more program."""
        with (self.folder / RESULTS).open("a", encoding="utf-8") as file:
            file.write(_line(result))

    def finish(self, run: Run, at: datetime) -> Run:
        finished = replace(run, finished_at=at)
        self._write(finished)
        return finished

    def _write(self, run: Run) -> None:
        (self.folder / RUN).write_bytes(_RUN.dump_json(run, indent=1) + b"\n")


def read_run(folder: Path) -> Recorded:
    """A run with its results, finished or not. Raises NoRun."""
    if not (folder / RUN).exists():
        raise NoRun(f"{folder} holds no run; make one with python -m evals run --output {folder}.")
    try:
        run = _RUN.validate_json((folder / RUN).read_bytes())
        lines = (folder / RESULTS).read_text(encoding="utf-8").splitlines(keepends=True)
        return Recorded(run, tuple(_RESULT.validate_json(line) for line in lines if line.endswith("\n")))
    except (ValidationError, OSError) as fault:
        raise NoRun(f"{folder} holds a run that cannot be read: {fault}") from None


def differing(kept: Run, wanted: Run) -> str:
    """In words, which inputs of the kept run are not those wanted."""
    pairs = ((name, getattr(kept.inputs, name), getattr(wanted.inputs, name)) for name in type(kept.inputs).__slots__)
    return "a run with another " + ", ".join(f"{name} ({old})" for name, old, new in pairs if old != new)


def _line(result: Result) -> str:
    return _RESULT.dump_json(result).decode() + "\n"
