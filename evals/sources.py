"""Gold files at hand: those of the project, and those harvested from this panel."""

from __future__ import annotations

import hashlib
from pathlib import Path

from evals.attacks import ARRANGEMENTS, ATTACKS
from evals.gold import FOLDER, PROGRAMS, checksum
from evals.inputs import ROOT
from evals.quotes import QUOTES
from evals.records import Inputs

_HARVESTED = "panel"


def gold_files(harvests: Path) -> list[Path]:
    """The set judged in all facets first, then the others by name; `harvests` is the folder of this panel's own."""
    others = [path for path in sorted(FOLDER.glob("*.jsonl")) if path not in (PROGRAMS, ATTACKS, ARRANGEMENTS, QUOTES)]
    return [PROGRAMS, *others, *sorted(harvests.glob("*.jsonl"))]


def keep(harvests: Path, lines: str) -> Path:
    """The lines as a file named after their content: what a run was measured on is still there when more is settled."""
    harvests.mkdir(parents=True, exist_ok=True)
    path = harvests / f"{_HARVESTED}-{hashlib.sha256(lines.encode()).hexdigest()[:8]}.jsonl"
    path.write_text(lines, encoding="utf-8")
    return path


def gold_of(inputs: Inputs, harvests: Path) -> Path | None:
    """The file a run was measured on; None when it is gone or was changed since."""
    places = (ROOT / inputs.gold, harvests / Path(inputs.gold).name)
    return next((path for path in places if path.is_file() and checksum(path) == inputs.gold_hash), None)
