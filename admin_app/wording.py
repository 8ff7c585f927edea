"""Every sentence of the panel, looked up by key and filled strictly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Language = Literal["en", "fr"]
LANGUAGES: Mapping[Language, str] = {"en": "English", "fr": "Français"}

_TEXTS = Path(__file__).parent / "texts"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class WordingError(LookupError):
    """A key that the texts lack, or a sentence filled with too few or too many values."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language by dotted key."""

    language: Language
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: str | int) -> str:
        """The sentence with its placeholders filled. Raises WordingError unless `values` are exactly those it names."""
        sentence = self.sentences.get(key)
        if sentence is None:
            raise WordingError(f"The {self.language} texts have no key {key!r}.")
        wanted = placeholders(sentence)
        if wanted != values.keys():
            raise WordingError(f"{key!r} takes {sorted(wanted)}, not {sorted(values)}.")
        return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), sentence)

    def counted(self, key: str, count: int, **values: str | int) -> str:
        """The singular (`key.one`) or plural (`key.other`) sentence; French counts zero as singular.

        Only the sentences that name {count} are given it: one question needs no number.
        """
        singular = count == 1 or (count == 0 and self.language == "fr")
        name = f"{key}.{'one' if singular else 'other'}"
        named = "count" in placeholders(self.sentences.get(name, ""))
        return self(name, **({"count": count} if named else {}), **values)

    def has(self, key: str) -> bool:
        return key in self.sentences


def placeholders(sentence: str) -> set[str]:
    """The names between single braces."""
    return set(_PLACEHOLDER.findall(sentence))


@cache
def wording(language: Language) -> Wording:
    """The texts of one language, read once a process."""
    tree = tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    return Wording(language, dict(_flat("", tree)))


def _flat(prefix: str, tree: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            found += _flat(f"{name}.", cast("dict[str, object]", value))
        else:
            found.append((name, str(value)))
    return found
