"""A ledger in a file of JSON lines, for the command line and the evals."""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from tagging.selection.ledger import Call


class AnswerFile:
    """Every call is on disk before its answer is used; a line that was broken off by a crash is passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    @cached_property
    def _kept(self) -> dict[str, list[tuple[Call, str | None]]]:
        """What was bought under each key, in order."""
        kept: dict[str, list[tuple[Call, str | None]]] = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else ():
            with suppress(json.JSONDecodeError):
                row = json.loads(line)
                answer = row.pop("answer")
                kept.setdefault(row["key"], []).append((Call(**row), answer))
        return kept

    def earlier(self, key: str) -> str | None:
        return next((answer for _, answer in reversed(self._kept.get(key, [])) if answer is not None), None)

    def calls(self, key: str) -> list[Call]:
        """All that were made for the answer under a key: one, or two with the repair round."""
        return [call for call, _ in self._kept.get(key, [])]

    def allow(self, subject: str) -> None:
        """Without a budget every call is allowed."""

    def bought(self, call: Call, answer: str | None) -> None:
        line = json.dumps({**asdict(call), "answer": answer})
        with self._lock:
            kept = self._kept.setdefault(call.key, [])
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                # The line break comes first, so that a line after one broken off stands alone.
                file.write("\n" + line)
                file.flush()
                os.fsync(file.fileno())
            kept.append((call, answer))
