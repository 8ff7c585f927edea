"""Where tests/model_worker.py can be told to die, and how many programs it asks about at once."""

from __future__ import annotations

AT_ONCE = 4
STEPS = (
    "before the call",
    "before the answer is kept",
    "after the answer is kept",
    "before the suggestions are stored",
    "while the suggestions are stored",
    "before the suggestions are committed",
)
