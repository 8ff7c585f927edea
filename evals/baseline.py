"""The committed run of the offline profile that every change is compared with."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from evals.folders import FolderStore, read_run
from evals.gold import PROGRAMS
from evals.records import Recorded
from evals.run import run

FOLDER = Path(__file__).parent / "baseline"
PROFILE = "offline"


def committed() -> Recorded:
    return read_run(FOLDER)


def current() -> Recorded:
    """The same programs tagged by the code at hand."""
    with tempfile.TemporaryDirectory() as folder:
        return run(PROFILE, PROGRAMS, FolderStore(Path(folder)))


def renew() -> Recorded:
    """Replaces the committed run by the current one; to be done on purpose, with the reason in the commit."""
    with tempfile.TemporaryDirectory() as folder:
        recorded = run(PROFILE, PROGRAMS, FolderStore(Path(folder)))
        shutil.copytree(folder, FOLDER, dirs_exist_ok=True)
    return recorded
