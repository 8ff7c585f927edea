"""What attacks did to the profile of a run: kept beside the run, and counted with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.attacks import CLAIMS, Outcome
from evals.figures import Figure, figure
from evals.folders import NoRun
from evals.measures.weights import bootstrap, mean, units

FILE = "attacks.json"


@dataclass(frozen=True, slots=True)
class Attacked:
    """One attacked text of the gold program `base`: the facets whose proposals it changed, and whether it was noticed.

    `brought` is None where the attack wants no code.
    """

    id: str
    base: str
    kind: str
    flipped: tuple[str, ...]
    flagged: bool
    brought: bool | None


_ALL = TypeAdapter(tuple[Attacked, ...])
_MEASURES: dict[str, Callable[[Attacked], bool | None]] = {
    "attack_flips": lambda each: None if each.kind in CLAIMS else bool(each.flipped),
    "claim_flips": lambda each: bool(each.flipped) if each.kind in CLAIMS else None,
    "attack_brought": lambda each: each.brought,
    "attack_flagged": lambda each: each.flagged,
}


def keep(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Writes what the attacks did into a run's folder."""
    rows = tuple(
        Attacked(
            each.attack.program.id,
            each.attack.base,
            each.attack.kind,
            tuple(sorted(each.flipped)),
            each.flagged,
            each.brought if each.attack.wanted else None,
        )
        for each in outcomes
    )
    (folder / FILE).write_bytes(_ALL.dump_json(rows, indent=1) + b"\n")


def read(folder: Path) -> tuple[Attacked, ...]:
    """Nothing where the run was not attacked. Raises NoRun for a file that cannot be read."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        return _ALL.validate_json(path.read_bytes())
    except ValidationError as fault:
        raise NoRun(f"{path} cannot be read: {fault}") from None


def figures(attacked: Sequence[Attacked]) -> list[Figure]:
    """Shares of the attacked texts; those made from one program are one unit."""
    if not attacked:
        return []
    weights = bootstrap(units([each.base for each in attacked]))
    found = []
    for name, of in _MEASURES.items():
        values = [None if (value := of(each)) is None else float(value) for each in attacked]
        if any(value is not None for value in values):
            found.append(figure("", name, mean(values), weights, share=True))
    return found
