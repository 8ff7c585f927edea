"""What a run is said to depend on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from evals import inputs
from evals.gold import PROGRAMS, checksum
from evals.measures.weights import SEED
from tagging.profiles import CALIBRATION
from vocabulary import FACETS

QUOTES, GOLD, COMPILED = "evals/gold/quotes.jsonl", "evals/gold/programs.jsonl", "tagging/__pycache__/a.pyc"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a line of code, a table, judged quotes, a training text, a gold set and a compiled file."""
    read, not_read = ("tagging/a.py", "vocabulary/data/t.tsv", QUOTES), ("tagging/corpus/c.jsonl", GOLD, COMPILED)
    for name in (*read, *not_read):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    inputs.source.cache_clear()
    return tmp_path


def hash_with(project: Path, name: str, text: str) -> str:
    (project / name).write_text(text, encoding="utf-8")
    inputs.source.cache_clear()
    return inputs.source(project)


def test_inputs_name_file_code_tables_editions_and_packages() -> None:
    found = inputs.inputs_of("offline", PROGRAMS, split="test")

    assert (found.profile, found.gold, found.split, found.seed) == (
        "offline",
        "evals/gold/programs.jsonl",
        "test",
        SEED,
    )
    assert (found.gold_hash, found.calibration) == (checksum(PROGRAMS), checksum(CALIBRATION))
    assert tuple(found.vocabularies) == FACETS
    assert {"numpy", "scipy", "pystemmer"} <= found.packages.keys()


def test_a_gold_file_outside_the_project_is_named_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("", encoding="utf-8")

    assert inputs.inputs_of("offline", tmp_path / "gold.jsonl").gold == "gold.jsonl"


@pytest.mark.parametrize("name", ["tagging/a.py", "vocabulary/data/t.tsv", QUOTES])
def test_a_change_of_code_or_table_or_judged_quotes_is_another_source(project: Path, name: str) -> None:
    before = inputs.source(project)

    assert hash_with(project, name, "two") != before
    assert hash_with(project, name, "one") == before


@pytest.mark.parametrize("name", ["tagging/corpus/c.jsonl", GOLD, COMPILED])
def test_what_tagging_does_not_read_is_no_source(project: Path, name: str) -> None:
    before = inputs.source(project)

    assert hash_with(project, name, "two") == before


def test_a_renamed_file_is_another_source(project: Path) -> None:
    before = inputs.source(project)
    (project / "tagging/a.py").rename(project / "tagging/b.py")
    inputs.source.cache_clear()

    assert inputs.source(project) != before


def test_the_project_version_is_marked_when_files_were_changed_since(project: Path) -> None:
    assert inputs.commit(project) is None

    def git(*words: str) -> None:
        named = ["git", "-C", str(project), "-c", "user.name=n", "-c", "user.email=e@example.org"]
        subprocess.run([*named, *words], check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    clean = inputs.commit(project)
    (project / "tagging/a.py").write_text("two", encoding="utf-8")

    assert clean is not None
    assert len(clean) == 12
    assert inputs.commit(project) == f"{clean}-dirty"
