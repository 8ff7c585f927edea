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
    def _answers(self) -> dict[str, str]:
        answers = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else ():
            with suppress(json.JSONDecodeError):
                row = json.loads(line)
                if row["answer"] is not None:
                    answers[row["key"]] = row["answer"]
        return answers

    def earlier(self, key: str) -> str | None:
        return self._answers.get(key)

    def allow(self, subject: str) -> None:
        """Without a budget every call is allowed."""

    def bought(self, call: Call, answer: str | None) -> None:
        line = json.dumps({**asdict(call), "answer": answer})
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                # The line break comes first, so that a line after one broken off stands alone.
                file.write("\n" + line)
                file.flush()
                os.fsync(file.fileno())
            if answer is not None:
                self._answers[call.key] = answer
