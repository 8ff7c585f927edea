"""What a run depends on: gold file, code, tables, editions and packages, as hashes and versions."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from evals.gold import checksum
from evals.measures.weights import SEED
from evals.records import Inputs
from tagging.profiles import CALIBRATION
from vocabulary import VOCABULARY_OF, edition

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 20
# The profiles and baselines that ask a model.
ASKING = frozenset({"openai", "zero_shot"})
_SOURCES = ("tagging", "vocabulary", "prompts", "evals/baselines", "evals/gold/quotes.jsonl")
_NOT_READ = {"__pycache__", "corpus", "fitting"}
_PACKAGES = ("numpy", "scipy", "pystemmer", "langchain-openai", "openai")


def inputs_of(profile: str, gold: Path, *, split: str | None = None, model: str | None = None) -> Inputs:
    """Of a run that would be made now; `model` is the one configured, and counts where it would be asked."""
    editions = {facet: edition(name).edition for facet, name in VOCABULARY_OF.items()}
    name = str(gold.resolve().relative_to(ROOT)) if gold.resolve().is_relative_to(ROOT) else gold.name
    packages = dict(_versions())
    made_with = source(), checksum(CALIBRATION), editions, packages, model if profile in ASKING else None
    return Inputs(profile, name, checksum(gold), split, SEED, LIMIT, *made_with)


@cache
def source(root: Path = ROOT) -> str:
    """SHA-256 over the names and bytes of all code, tables and prompts that tagging reads, and of the judged quotes."""
    total = hashlib.sha256()
    for path in sorted(path for name in _SOURCES for path in (root / name, *(root / name).rglob("*"))):
        if path.is_file() and not _NOT_READ & set(path.parts):
            total.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return total.hexdigest()


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"


def commit(root: Path = ROOT) -> str | None:
    """Of the project, marked when its files were changed since; None where that is not known."""
    git = shutil.which("git")
    if not git or not (root / ".git").exists():
        return None
    asked = [git, "-C", str(root), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() or None


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
