"""A label in the making: what a person has judged of one text, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import streamlit as st

from review_queue.gold.records import Judged


@dataclass
class Labelling:
    """Codes by facet, in the order chosen; an empty list says that none is right, a facet not judged is absent."""

    gold_program_id: UUID | None = None
    judged: dict[str, list[str]] = field(default_factory=dict)
    searching: str | None = None

    def add(self, facet: str, code: str) -> None:
        codes = self.judged.setdefault(facet, [])
        if code not in codes:
            codes.append(code)

    def remove(self, facet: str, code: str) -> None:
        """Taking the last code back leaves the facet unjudged, which is not the same as none being right."""
        self.judged[facet].remove(code)
        if not self.judged[facet]:
            self.forget(facet)

    def take(self, facet: str, codes: tuple[str, ...]) -> None:
        self.judged[facet] = list(codes)
        self.searching = None

    def forget(self, facet: str) -> None:
        self.judged.pop(facet, None)

    def search(self, facet: str | None) -> None:
        self.searching = facet

    def answer(self) -> Judged:
        return {facet: tuple(codes) for facet, codes in self.judged.items()}


def labelling(gold_program_id: UUID) -> Labelling:
    """The one at hand; another text starts afresh."""
    found: Labelling = st.session_state.setdefault("labelling", Labelling())
    if found.gold_program_id != gold_program_id:
        found = st.session_state["labelling"] = Labelling(gold_program_id)
    return found
