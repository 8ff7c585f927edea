"""Prompts are files without unknown keys, filled strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts.prompt import FOLDER, BadPrompt, Prompt, load, read

GOOD = (
    'name = "ask"\nversion = 3\nlanguage = "en"\nsystem = "Rules."\nuser = \'{"codes": {{codes}}, "text": "{{text}}"}\''
)


def written(folder: Path, content: str, name: str = "ask.en.toml") -> Prompt:
    (folder / name).write_text(content, encoding="utf-8")
    return read(folder / name)


def test_placeholders_live_beside_json_braces(tmp_path: Path) -> None:
    prompt = written(tmp_path, GOOD)

    assert prompt.fill(codes="[1]", text="welding") == '{"codes": [1], "text": "welding"}'
    assert prompt.title == "ask@3"


def test_a_value_that_looks_like_a_placeholder_is_not_filled(tmp_path: Path) -> None:
    assert '"text": "{{codes}}"' in written(tmp_path, GOOD).fill(codes="[1]", text="{{codes}}")


def test_missing_and_surplus_values_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadPrompt, match=r"ask\.en cannot be filled: text is missing; title has no place"):
        written(tmp_path, GOOD).fill(codes="[1]", title="x")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (GOOD + '\ntone = "kind"', "tone"),
        (GOOD.replace("version = 3\n", ""), "version"),
        (GOOD.replace("version = 3", 'version = "3"'), "version"),
        (GOOD.replace('"en"', '"de"'), "language"),
        (GOOD.replace("Rules.", "Rules of {{text}}."), "system part has a placeholder"),
        (GOOD.replace('"ask"', '"choose"'), "names itself choose.en"),
        ("name = ", "Invalid"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused_with_its_fault(tmp_path: Path, content: str, fault: str) -> None:
    with pytest.raises(BadPrompt, match=fault):
        written(tmp_path, content)


def test_the_hash_changes_with_any_character_of_the_file(tmp_path: Path) -> None:
    assert written(tmp_path, GOOD).sha256 != written(tmp_path, GOOD.replace("Rules.", "Rules!")).sha256


def test_every_prompt_exists_in_both_languages_with_the_same_version_and_placeholders() -> None:
    names = {path.name.split(".")[0] for path in FOLDER.glob("*.toml")}

    assert names == {"select", "repair", "zero_shot"}
    for name in names:
        english, french = load(name, "en"), load(name, "fr")
        assert english.version == french.version
        assert {word for word in english.user.split() if "{{" in word} == {
            word for word in french.user.split() if "{{" in word
        }
