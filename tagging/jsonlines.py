"""The lines of the command line's contract: programs in, suggestions out, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from tagging.records import Program, Suggestions

_KNOWN_LANGUAGES = ("en", "fr", None)


class BadLine(ValueError):
    """An input line that is not a program; the message says what to mend."""


def program(line: str) -> Program:
    """Raises BadLine."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(row, dict):
        raise BadLine("not a JSON object")
    for key in ("id", "title", "description"):
        if not isinstance(row.get(key), str):
            raise BadLine(f'"{key}" must be a text')
    outcomes, language = row.get("outcomes") or [], row.get("language")
    if not isinstance(outcomes, list) or not all(isinstance(outcome, str) for outcome in outcomes):
        raise BadLine('"outcomes" must be a list of texts')
    if language not in _KNOWN_LANGUAGES:
        raise BadLine('"language" must be "en", "fr" or null')
    return Program(row["id"], row["title"], row["description"], tuple(outcomes), language)


def line(suggestions: Suggestions) -> str:
    return json.dumps(asdict(suggestions), ensure_ascii=False)
