"""A small gold set in our own words and runs on it, for tests: kept in the work database."""

from __future__ import annotations

import json
from pathlib import Path

from reviewing import DEVELOPERS, SOFTWARE_ENGINEERS, WEB_DEVELOPERS
from sqlalchemy import Engine

from evals.archive import DatabaseStore
from evals.records import Recorded
from evals.run import run

_TEXTS = (
    ("Web Application Studio", "Build web sites with JavaScript and design their pages.", [WEB_DEVELOPERS]),
    ("Software Design", "Design and test large software systems as a software engineer.", [SOFTWARE_ENGINEERS]),
    ("Programming in Java", "Write and debug computer programs in Java and Python.", [DEVELOPERS]),
    ("Welding Basics", "Learn to weld steel with gas and arc.", ["72106"]),
    ("Philosophy of Mind", "Read and discuss what thinkers said of the mind.", []),
    ("Soudage", "Souder l'acier au gaz et à l'arc en atelier.", ["72106"]),
)


class Stopped(Exception):
    """A run broken off, as a kill would."""


def gold_file(folder: Path) -> Path:
    """Six programs, judged for occupation and technology."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "small.jsonl"
    path.write_text("".join(f"{json.dumps(_row(at, *text))}\n" for at, text in enumerate(_TEXTS, 1)), encoding="utf-8")
    return path


def measured_run(engine: Engine, gold: Path, profile: str = "offline", *, stop_after: int | None = None) -> Recorded:
    """With `stop_after`, broken off after so many programs."""

    def watch(done: int, _: int) -> None:
        if done == stop_after:
            raise Stopped

    return run(profile, gold, DatabaseStore(engine), progress=watch)


def _row(at: int, title: str, description: str, codes: list[str]) -> dict[str, object]:
    language = "fr" if title == "Soudage" else "en"
    return {
        "id": f"s-{at}",
        "split": "test",
        "title": title,
        "description": description,
        "language": language,
        "occupation": codes,
        "technology": [],
    }
