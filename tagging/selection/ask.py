"""What is asked of a model about one program: the messages, and the schema that its answer is bound to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from prompts.prompt import Prompt
from tagging.records import Language, Suggestion
from tagging.selection.shown import Shown

# Candidates of a facet, in the order of retrieval. Technologies are not asked about: they are named or they are not.
MOST_OFFERED = {"occupation": 15, "skill": 20, "industry": 8}
MOST_CHOSEN = {"occupation": 3, "skill": 8, "industry": 2}
STRENGTHS = ("strong", "fair", "weak")
_SHORTEST_MARK = 12
_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_HEADINGS = {
    "en": {"occupation": "Occupations", "skill": "Skills and knowledge", "industry": "Industries"},
    "fr": {"occupation": "Professions", "skill": "Compétences et connaissances", "industry": "Industries"},
}


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one program. The same `key` stands for the same text, prompt, model, candidates, editions.

    `offered` has the codes of each facet and `lists` what is sent of them; `note` ends the message.
    """

    key: str
    subject: str
    language: Language
    prompt: Prompt
    offered: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, str]
    shown: tuple[Shown, ...]
    note: str = ""

    @property
    def messages(self) -> tuple[Message, ...]:
        text = _text(self.shown)
        user = self.prompt.fill(candidates="\n\n".join(self.lists.values()), mark=_mark(text), text=text)
        parts = (user.strip(), self.note.strip())
        return (
            Message("system", self.prompt.system.strip()),
            Message("user", "\n\n".join(part for part in parts if part)),
        )

    @property
    def schema(self) -> dict[str, object]:
        """JSON schema of the answer: the codes of a facet are an enum of its candidates."""
        facets = {facet: _facet_schema(codes, MOST_CHOSEN[facet]) for facet, codes in self.offered.items()}
        return {"title": self.prompt.name, **_object({**facets, "question": _TEXT_OR_NULL})}

    def narrowed(self, facets: Collection[str], note: str) -> Ask:
        """The same question about some of the facets, with a note at its end."""
        offered = {facet: codes for facet, codes in self.offered.items() if facet in facets}
        return replace(self, offered=offered, lists={facet: self.lists[facet] for facet in offered}, note=note)


def ask(
    *,
    subject: str,
    language: Language,
    prompt: Prompt,
    model: str,
    candidates: Mapping[str, Sequence[Suggestion]],
    editions: Mapping[str, str],
    shown: tuple[Shown, ...],
) -> Ask:
    offered = {facet: tuple(each.code for each in found) for facet, found in candidates.items()}
    chosen_from = {facet: editions[facet] for facet in offered}
    parts = (" ".join(_text(shown).split()), prompt.sha256, model, offered, chosen_from)
    key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    lists = {facet: _list(facet, found, language) for facet, found in candidates.items()}
    return Ask(key, subject, language, prompt, offered, lists, shown)


def _text(shown: Sequence[Shown]) -> str:
    return "\n".join(f"[{each.field}]\n{each.text.strip()}" for each in shown)


def _list(facet: str, found: Sequence[Suggestion], language: Language) -> str:
    lines = (f"{each.code} {each.label_fr if language == 'fr' else each.label_en}" for each in found)
    return "\n".join((f"{_HEADINGS[language][facet]} ({facet}):", *lines))


def _mark(text: str) -> str:
    """A name for the marks around the text that the text itself does not hold: it cannot end its own data."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    while f"text-{digest[:_SHORTEST_MARK]}" in text:
        digest = hashlib.sha256(digest.encode()).hexdigest()
    return f"text-{digest[:_SHORTEST_MARK]}"


def _facet_schema(codes: Sequence[str], most: int) -> dict[str, object]:
    strength = {"type": "string", "enum": list(STRENGTHS)}
    choice = _object({"quote": _TEXT, "code": {"type": "string", "enum": list(codes)}, "strength": strength})
    return _object({"none": _TEXT_OR_NULL, "chosen": {"type": "array", "items": choice, "maxItems": most}})


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
