"""A run made again from what it was made with: the same answers, or what differs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.figures import Figure, measured
from evals.folders import FolderStore
from evals.gold import checksum
from evals.inputs import ROOT
from evals.model import Model
from evals.records import Inputs, Recorded, Result
from evals.run import run


class GoldChanged(ValueError):
    """The gold file at hand is not the one of the run."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """Inputs that changed since (name, then, now), programs answered otherwise, and figures that moved (then, now)."""

    inputs: tuple[tuple[str, str, str], ...]
    programs: tuple[str, ...]
    figures: tuple[tuple[Figure, Figure], ...]

    @property
    def same(self) -> bool:
        return not self.programs


def reproduce(recorded: Recorded, gold: Path | None = None, model: Model | None = None) -> Reproduction:
    """Runs again, on `gold` or the file the run names. Raises GoldChanged, BadGold, UnknownProfile."""
    then = recorded.run.inputs
    path = gold or ROOT / then.gold
    if not path.exists():
        raise GoldChanged(f"There is no {path}; name the gold file with --gold.")
    if checksum(path) != then.gold_hash:
        raise GoldChanged(f"{path} is not the gold file of the run (SHA-256 {then.gold_hash}); name it with --gold.")
    with tempfile.TemporaryDirectory() as folder:
        again = run(then.profile, path, FolderStore(Path(folder)), split=then.split, model=model)
    return Reproduction(
        _changed(then, again.run.inputs), _otherwise(recorded.results, again.results), _moved(recorded, again)
    )


def _changed(then: Inputs, now: Inputs) -> tuple[tuple[str, str, str], ...]:
    names = (name for name in Inputs.__slots__ if name != "gold")
    pairs = ((name, getattr(then, name), getattr(now, name)) for name in names)
    return tuple((name, str(old), str(new)) for name, old, new in pairs if old != new)


def _otherwise(then: Sequence[Result], now: Sequence[Result]) -> tuple[str, ...]:
    """What a call took and cost is no part of the answer."""
    answers = {result.id: replace(result, seconds=0.0, tokens_in=None, tokens_out=None, cost=None) for result in now}
    kept = (replace(result, seconds=0.0, tokens_in=None, tokens_out=None, cost=None) for result in then)
    return tuple(result.id for result in kept if answers.get(result.id) != result)


def _moved(then: Recorded, now: Recorded) -> tuple[tuple[Figure, Figure], ...]:
    again = {(figure.facet, figure.measure): figure for figure in measured(now)}
    pairs = ((figure, again.get((figure.facet, figure.measure), figure)) for figure in measured(then) if figure.facet)
    return tuple((old, new) for old, new in pairs if old.value != new.value)
