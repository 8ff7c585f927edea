"""Rules over folded text: patterns that are tried only where one of their triggers stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with the plain texts of which it needs at least one: looking for these is far quicker."""

    triggers: tuple[str, ...]
    pattern: re.Pattern[str]


def rule(triggers: str, *patterns: str) -> Rule:
    """Triggers are separated by commas; any of the patterns may match, `^` at each line's start."""
    return Rule(tuple(triggers.split(",")), re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.M))


def matches(rules: Iterable[Rule], plain: str) -> Iterator[Span]:
    for each in rules:
        for trigger in each.triggers:
            if trigger in plain:
                yield from (match.span() for match in each.pattern.finditer(plain))
                break
