"""A row, or a form, as a draft: every field read, every problem said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from intake import dates, lists, values
from intake.characters import clean, damage, markup
from intake.columns import REQUIRED
from intake.limits import TEXT, excerpt
from intake.records import Cell, Note, Problem
from intake.values import Unreadable
from review_queue.records import Draft, Language
from tagging.language import detect
from vocabulary.search import fold

Value = TypeVar("Value")

# What people write into a cell that they leave empty.
_NOTHING = frozenset(
    {"n/a", "na", "n.a.", "none", "nil", "tbd", "tba", "-", "--", "–", "—", "s/o", "s.o.", "so", "sans objet", "aucun"}
    | {"aucune", "a venir", "not applicable", "sans", "?"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
_NO_OUTCOMES: tuple[str, ...] = ()
# A few sentences: below that, the language of the words says too little to doubt what an institution declares.
_LEAST_TO_DOUBT = 200
_ENOUGH_TO_DOUBT = 2_000
_SURE = 0.8

weeks = values.number(least=0, most=520, unit="weeks", example="12")
hours = values.number(least=0, most=10_000, unit="hours", example="45")


@dataclass(slots=True)
class RowReading:
    """The cells of one row by field, and what is to be said of them."""

    row: int | None
    cells: Mapping[str, Sequence[Cell]]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    program_id: str = ""
    language_was_detected: bool = False

    def draft(self) -> Draft | None:
        """The draft, or None when there are problems, each of which is in `problems`."""
        self.program_id = self.take("program_id", values.line(100), "")
        title = self.take("title", values.line(300), "")
        description = self.take("description", values.text(TEXT), "")
        outcomes = self.take("outcomes", lists.outcomes, _NO_OUTCOMES)
        draft = Draft(
            program_id=self.program_id,
            title=title,
            description=description,
            outcomes=outcomes,
            language=self._language("\n".join((title, description, *outcomes))),
            delivery=self.take("delivery", values.delivery, None),
            duration_weeks=self._amount("duration_weeks", weeks),
            hours=self._amount("hours", hours),
            cost_cad=self.take("cost_cad", values.cost, None),
            osap_eligible=self.take("osap_eligible", values.yes_or_no, None),
            stacks_into=self.take("stacks_into", values.line(500), None),
            employer_partners=self.take("employer_partners", lists.names, ()),
            start_dates=self.take("start_dates", dates.start_dates, ()),
            url=self.take("url", values.web_address, None),
            contact_email=self.take("contact_email", values.email, None),
            declared_noc=self.take("declared_noc", values.noc_codes, ()),
        )
        return None if self.problems else draft

    def take(self, name: str, parse: Callable[[Sequence[Cell]], Value], empty: Value) -> Value:
        """The field's value; `empty` when it is blank or has a problem."""
        written = self._written(name)
        if not written:
            if name in REQUIRED and not self.has_problem(name):
                self.problem(name, "required")
            return empty
        try:
            return parse(written)
        except Unreadable as unreadable:
            self.problem(name, unreadable.code, unreadable.values)
            return empty

    def problem(self, name: str | None, code: str, named: Mapping[str, str] | None = None) -> None:
        self.problems.append(Problem(self.row, name, code, named or {}))

    def has_problem(self, name: str) -> bool:
        return any(problem.field == name for problem in self.problems)

    def _written(self, name: str) -> list[Cell]:
        """The cells that hold something, cleaned; none when the field has a problem already."""
        cleaned = [self._cleaned(name, cell) for cell in self.cells.get(name, ())]
        filled = [cell for cell in cleaned if cell != ""]
        says_nothing = name not in REQUIRED and all(_says_nothing(cell) for cell in filled)
        return [] if says_nothing or self.has_problem(name) else filled

    def _cleaned(self, name: str, cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        text, removed = clean(cell)
        if removed:
            self.notes.append(Note(self.row, name, "hidden_characters", {"count": str(removed)}))
        tag = markup(text)
        if tag:
            self.notes.append(Note(self.row, name, "markup", {"value": excerpt(tag)}))
        damaged = damage(text)
        if damaged:
            self.problem(name, "damaged_text", {"value": excerpt(damaged)})
        return text

    def _amount(self, name: str, parse: Callable[[Sequence[Cell]], float]) -> float | None:
        amount = self.take(name, parse, None)
        if amount == 0:
            self.notes.append(Note(self.row, name, "zero_as_empty"))
        return amount or None

    def _language(self, text: str) -> Language:
        given = self.take("language", values.language, None)
        if given is None:
            return self._detected(text)
        if len(text) >= _LEAST_TO_DOUBT:
            found = detect(text[:_ENOUGH_TO_DOUBT])
            if found.language and found.language != given and found.confidence >= _SURE:
                codes = {"given": given, "detected": found.language}
                self.notes.append(Note(self.row, "language", "language_doubtful", codes))
        return given

    def _detected(self, text: str) -> Language:
        found = detect(text).language
        if found is None and not self.has_problem("language"):
            self.problem("language", "language_needed")
        self.language_was_detected = found is not None and not self.has_problem("language")
        return found or "en"


def _says_nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_NOTHING and fold(cell) in _NOTHING
