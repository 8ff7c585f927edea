"""The `python -m tagging suggest` contract."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tagging.__main__ import main

GOOD = {
    "id": "a",
    "title": "Web development",
    "description": "Learners build web sites in JavaScript and Python.",
    "outcomes": ["Write HTML"],
    "language": "en",
}


def run(tmp_path: Path, *lines: str, options: tuple[str, ...] = ()) -> tuple[int, list[dict[str, object]]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    status = main(["suggest", "--input", str(source), "--output", str(target), *options])
    return status, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_a_line_out_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    status, (row,) = run(tmp_path, json.dumps(GOOD))

    assert status == 0
    assert row.keys() == {
        "id",
        "language",
        "profile",
        "vocabularies",
        "suggestions",
        "abstentions",
        "suspicious",
        "origin",
    }
    assert row["vocabularies"] == {
        "occupation": "NOC 2021 v1.0",
        "skill": "OaSIS 2023 v1.0",
        "technology": "O*NET 29.2",
        "industry": "NAICS Canada 2022 v1.0",
    }
    suggestions = row["suggestions"]
    assert isinstance(suggestions, list)
    assert suggestions[0].keys() == {
        "facet", "scheme", "code", "label_en", "label_fr", "score", "probability", "proposed", "evidence",
    }  # fmt: skip
    assert {"python", "javascript"} <= {s["code"] for s in suggestions if s["facet"] == "technology"}


def test_bad_lines_are_reported_by_number_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [
        "{not json",
        "[]",
        '{"id": "b", "title": "x"}',
        json.dumps({**GOOD, "language": "de"}),
        json.dumps({**GOOD, "outcomes": [1]}),
    ]
    status, rows = run(tmp_path, *bad, "", json.dumps(GOOD))

    assert status == 1
    assert [row["id"] for row in rows] == ["a"]
    errors = capsys.readouterr().err.splitlines()
    assert [error.split(":")[0] for error in errors] == ["line 1", "line 2", "line 3", "line 4", "line 5"]
    assert '"description" must be a text' in errors[2]


def test_esco_can_be_asked_for_as_the_skill_vocabulary(tmp_path: Path) -> None:
    _, (row,) = run(tmp_path, json.dumps(GOOD), options=("--skill-vocabulary", "esco"))

    assert isinstance(row["vocabularies"], dict)
    assert row["vocabularies"]["skill"] == "ESCO 1.1"
    assert isinstance(row["suggestions"], list)
    assert [s["scheme"] for s in row["suggestions"] if s["facet"] == "skill"][:1] == ["esco-1.1"]


def test_a_missing_input_file_is_one_sentence_and_exit_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["suggest", "--input", str(tmp_path / "none.jsonl"), "--output", str(tmp_path / "o")])

    assert status == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_help_imports_neither_pandas_nor_numpy_nor_streamlit() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from tagging.__main__ import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): main(['--help'])\n"
        "print([m for m in ('pandas', 'numpy', 'streamlit', 'langchain', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
