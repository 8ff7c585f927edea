"""Baselines: simple ways of ranking that a gain is measured against, imported when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.baselines.retrieval import Retrieval

# A name stands for a module of this package and the function in it that makes the baseline.
BASELINES = {"bm25": ("retrieval", "bm25"), "tfidf": ("retrieval", "tfidf")}


def load_baseline(name: str) -> Retrieval:
    module, function = BASELINES[name]
    made: Retrieval = getattr(import_module(f"evals.baselines.{module}"), function)()
    return made
