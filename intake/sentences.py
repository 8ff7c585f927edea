"""The sentences that intake says, looked up by code and filled strictly, in either language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from intake.columns import columns

LANGUAGES = ("en", "fr")
_TEXTS = Path(__file__).parent / "texts"
# Values that are codes of languages, said as their names.
_LANGUAGES_NAMED = frozenset({"given", "detected"})
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class UnsayableError(LookupError):
    """A sentence that the texts lack, or that is filled with too few values: a mistake of ours, not of a file."""


def sentence(kind: str, code: str, language: str, values: Mapping[str, str], *, field: str | None = None) -> str:
    """The sentence of a `kind` ("problem", "note", "refusal"); `{field}` is the column's title in the language."""
    try:
        template = _texts(language)[kind][code]
    except KeyError:
        raise UnsayableError(f"There is no {kind} {code!r} in {language!r}.") from None
    named = dict(values) | ({"field": field_title(field, language)} if field else {})
    languages = _texts(language)["language"]
    named |= {name: languages.get(named[name], named[name]) for name in _LANGUAGES_NAMED & named.keys()}
    missing = placeholders(template) - named.keys()
    if missing:
        raise UnsayableError(f"The {kind} {code!r} lacks {sorted(missing)}.")
    return _PLACEHOLDER.sub(lambda match: named[match[1]], template)


def field_title(field: str, language: str) -> str:
    """How a column is called in the language."""
    return columns()[field].title(language)


def placeholders(template: str) -> set[str]:
    """The names between braces."""
    return set(_PLACEHOLDER.findall(template))


def codes(kind: str, language: str) -> Mapping[str, str]:
    """Every sentence of a kind by its code."""
    return _texts(language)[kind]


@cache
def _texts(language: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
