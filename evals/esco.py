"""The public ESCO development sets: spans of job advertisements with the concepts they name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from vocabulary import load

NAMES = ("tech", "house")
_NOT_LABELLED = ("LABEL NOT PRESENT", "UNDERSPECIFIED")


def path_of(name: str, public: Path) -> Path:
    """The file of a set in the folder of the public sets; it need not be there."""
    return public / f"esco_{name}_validation.csv"


def spans(path: Path) -> dict[tuple[str, str], set[str]]:
    """The right codes of each labelled span, by sentence and span."""
    found: dict[tuple[str, str], set[str]] = {}
    for sentence, span, code in _rows(path):
        if code is not None:
            found.setdefault((sentence, span), set()).add(code)
    return found


def sentences(path: Path) -> dict[str, set[str]]:
    """The right codes of each sentence, by all of its spans together; none for some."""
    found: dict[str, set[str]] = {}
    for sentence, _, code in _rows(path):
        found.setdefault(sentence, set()).update((code,) if code is not None else ())
    return found


def _rows(path: Path) -> Iterator[tuple[str, str, str | None]]:
    codes = {concept.label_en.lower(): concept.code for concept in load("esco").concepts.values()}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = row["label"]
            yield row["sentence"], row["span"], None if label in _NOT_LABELLED else codes[label.strip().lower()]
