"""What README and the Makefile promise about settings, commands and refusals."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`python -m (\w+)(?: ([a-z]+))?", README)))


def test_every_setting_is_in_readme_with_its_default() -> None:
    table = README[README.index("## Settings") : README.index("## Tests")]

    for name, field in Settings.model_fields.items():
        assert name.upper() in table, name
        if field.default:
            assert str(field.default) in table, name


@pytest.mark.parametrize(("package", "command"), COMMANDS)
def test_every_command_of_readme_exists_and_explains_itself(package: str, command: str) -> None:
    words = [sys.executable, "-m", package, *([command] if command else []), "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 0, done.stderr
    assert "usage: python -m" in done.stdout


def test_every_document_that_a_document_links_to_exists() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("python", ["/nowhere/python3", "/bin/false"])
def test_a_missing_or_old_python_is_one_clear_sentence(python: str, tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.txt", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)

    done = subprocess.run(
        ["make", "run", f"PYTHON={python}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stdout
    assert not (tmp_path / ".venv").exists()
