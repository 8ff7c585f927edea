"""`python -m evals tokens FILE`: the input tokens that the openai profile would send, without sending anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np

from intake.reader import read
from tagging.profiles import chosen_by
from tagging.records import Program
from tagging.selection.answer import REFUSED, Selection
from tagging.selection.answer import read as read_answer
from tagging.selection.ask import Ask

# What the chat format adds to each turn.
_TOKENS_A_TURN = 4


class Recorder:
    """Keeps the questions and answers none."""

    model = "none"

    def __init__(self) -> None:
        self.asked: list[Ask] = []

    def select(self, ask: Ask, program: Program) -> Selection:
        self.asked.append(ask)
        return read_answer(ask, program, REFUSED)


def tokens(path: Path, count: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Rows of measure and figure for the programs of a CSV or XLSX file; the schema counts too. Raises FileRefused."""
    recorder = Recorder()
    tagger = chosen_by(recorder)
    drafts = [draft for _, draft in read(path.name, path.read_bytes()).drafts]
    for draft in drafts:
        tagger.suggest(Program(draft.program_id, draft.title, draft.description, draft.outcomes, draft.language))
    messages = [sum(count(each.content) + _TOKENS_A_TURN for each in ask.messages) for ask in recorder.asked]
    schemas = [count(json.dumps(ask.schema, separators=(",", ":"))) for ask in recorder.asked]
    both = [sum(pair) for pair in zip(messages, schemas, strict=True)]
    yield "programs asked about", f"{len(both)} of {len(drafts)}"
    for name, counted in (("messages", messages), ("schema", schemas), ("input tokens a program", both)):
        share = np.percentile(counted, 95, method="higher")
        yield (
            f"{name}: median / 95th percentile / most",
            f"{median(counted):.0f} / {share:.0f} / {max(counted)}",
        )
