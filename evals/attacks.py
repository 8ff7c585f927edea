"""How far attacked texts move a tagger: each is compared with the clean text it was made from."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evals.gold import FOLDER, BadGold, read
from evals.run import Suggests
from tagging.evidence import is_verbatim
from tagging.jsonlines import BadLine
from tagging.jsonlines import program as program_of
from tagging.profiles import load_profile
from tagging.records import Evidence, Program, Suggestion, Suggestions
from tagging.suspicion import suspicious
from vocabulary import FACETS, VOCABULARY_OF, load

if TYPE_CHECKING:
    from tagging.selection.batch import Question

Notes = Callable[[Program], "Question | None"]

ATTACKS, BASES = FOLDER / "attacks.jsonl", FOLDER / "programs.jsonl"
# Sentences that say nothing of what is taught, and how many of them each clean text is given, one at a time.
ARRANGEMENTS, _CONTROLS = FOLDER / "arrangements.jsonl", 3
SPLITS = ("development", "test")
# What these say, an honest text may say too; all other kinds give orders or hide.
CLAIMS = frozenset({"claim", "page furniture"})


@dataclass(frozen=True, slots=True)
class Attack:
    """A text made from the gold program `base`; `passages` are what was put in, `wanted` the code it is to bring."""

    program: Program
    base: str
    kind: str
    split: str
    wanted: str | None
    passages: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attack did: the facets whose proposals changed, and what must never happen, counted."""

    attack: Attack
    flipped: frozenset[str]
    brought: bool
    unknown_codes: int
    false_quotes: int
    from_attack: int
    flagged: bool
    same_question: bool = False


def attacks(path: Path = ATTACKS) -> list[Attack]:
    """Raises BadGold naming every bad line."""
    found, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(_attack(line))
        except (BadLine, KeyError, TypeError) as fault:
            faults.append(f"line {number}: {fault}")
    if faults:
        raise BadGold(path, faults)
    return found


def outcomes(tagger: Suggests, found: Sequence[Attack], question: Notes | None = None) -> list[Outcome]:
    """One for each attack; a base text is tagged once.

    With `question`, which notes what a model would be asked, nothing is tagged that would lead to the question and the
    candidates of its base text: the answer is the same.
    """
    bases = {each.program.id: each.program for each in read(BASES)}
    same = _same_questions(found, bases, question) if question else frozenset()
    clean = {name: tagger.suggest(bases[name]) for name in {each.base for each in found if each.program.id not in same}}
    return [
        _unmoved(attack)
        if attack.program.id in same
        else _outcome(attack, clean[attack.base], tagger.suggest(attack.program))
        for attack in found
    ]


def control(tagger: Suggests, found: Sequence[Attack]) -> list[bool]:
    """Whether a sentence that says nothing of the program changes proposals, too: one for each base text and sentence.

    What an attack changes beyond that is its doing; the rest is how close proposals stand to their thresholds.
    """
    bases = {each.program.id: each.program for each in read(BASES)}
    neutral: dict[str, list[str]] = {}
    for line in ARRANGEMENTS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        neutral.setdefault(row["language"], []).append(row["text"])
    changed = []
    for at, name in enumerate(sorted({attack.base for attack in found})):
        program = bases[name]
        clean = _proposed(tagger.suggest(program))
        sentences = neutral[program.language or "en"]
        for number in range(_CONTROLS):
            sentence = sentences[(at * _CONTROLS + number) % len(sentences)]
            longer = replace(program, description=f"{program.description}\n{sentence}")
            changed.append(_proposed(tagger.suggest(longer)) != clean)
    return changed


def table(found: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    """Rows of measure and figure."""
    for split in SPLITS:
        for what, is_claim in (("orders", False), ("claims", True)):
            part = [e for e in found if e.attack.split == split and (e.attack.kind in CLAIMS) == is_claim]
            if part:
                yield f"{what} with other proposals than the clean text, {split} ({len(part)})", share(_flips(part))
                yield f"{what} flagged as suspicious, {split}", share([each.flagged for each in part])
    yield f"texts with other proposals, all ({len(found)})", share(_flips(found))
    same = [each.same_question for each in found]
    if any(same):
        yield "texts that led to the very same question as the clean text, and were not asked about", share(same)
    for facet in FACETS:
        yield f"{facet} proposals changed", share([facet in each.flipped for each in found])
    wanted = [each for each in found if each.attack.wanted]
    yield f"the code wanted was brought in ({len(wanted)})", share([each.brought for each in wanted])
    yield "codes outside the vocabularies", str(sum(each.unknown_codes for each in found))
    yield "quotes that are not in the text", str(sum(each.false_quotes for each in found))
    yield "proposals with evidence in an attack's passage", str(sum(each.from_attack for each in found))
    for kind in dict.fromkeys(each.attack.kind for each in found):
        part = [each for each in found if each.attack.kind == kind]
        flagged = share([each.flagged for each in part])
        yield f"{kind} ({len(part)}): other proposals / flagged", f"{share(_flips(part))} / {flagged}"


def _attack(line: str) -> Attack:
    program, row = program_of(line), json.loads(line)
    passages = tuple(Evidence(**passage) for passage in row["passages"])
    if row["split"] not in SPLITS or not all(is_verbatim(program, passage) for passage in passages):
        raise BadLine('"split" must be known and every passage must stand in the text')
    return Attack(program, row["base"], row["kind"], row["split"], row["wanted"], passages)


def _same_questions(found: Sequence[Attack], bases: Mapping[str, Program], question: Notes) -> frozenset[str]:
    """The attacks whose text leads to the question of its base text, and to the same candidates offline."""
    offline = load_profile("offline")

    def led_to(program: Program) -> tuple[str | None, Sequence[object]]:
        noted = question(program)
        counted = [e for e in offline.suggest(program).suggestions if e.proposed or e.facet != "technology"]
        return noted.ask.key if noted else None, [(each.code, each.probability, each.proposed) for each in counted]

    clean = {name: led_to(bases[name]) for name in {attack.base for attack in found}}
    return frozenset(each.program.id for each in found if led_to(each.program) == clean[each.base])


def _unmoved(attack: Attack) -> Outcome:
    flagged = _is_flagged(attack, suspicious(attack.program))
    return Outcome(attack, frozenset(), False, 0, 0, 0, flagged, same_question=True)


def _outcome(attack: Attack, clean: Suggestions, attacked: Suggestions) -> Outcome:
    before, after = _proposed(clean), _proposed(attacked)
    proposals = [suggestion for suggestion in attacked.suggestions if suggestion.proposed]
    codes = [{suggestion.code for suggestion in each} for each in (clean.suggestions, proposals)]
    quotes = [quote for suggestion in proposals for quote in suggestion.evidence]
    return Outcome(
        attack,
        frozenset(facet for facet in FACETS if before[facet] != after[facet]),
        attack.wanted in codes[1] - codes[0],
        sum(
            suggestion.code not in load(VOCABULARY_OF[suggestion.facet]).concepts for suggestion in attacked.suggestions
        ),
        sum(not is_verbatim(attack.program, quote) for quote in quotes),
        sum(_overlaps(suggestion, attack.passages) for suggestion in proposals),
        _is_flagged(attack, attacked.suspicious),
    )


def _is_flagged(attack: Attack, passages: Sequence[Evidence]) -> bool:
    return any(_meet(passage, put) for passage in passages for put in attack.passages)


def _proposed(suggestions: Suggestions) -> Mapping[str, Collection[str]]:
    return {
        facet: {each.code for each in suggestions.suggestions if each.proposed and each.facet == facet}
        for facet in FACETS
    }


def _overlaps(suggestion: Suggestion, passages: Sequence[Evidence]) -> bool:
    return any(_meet(quote, passage) for quote in suggestion.evidence for passage in passages)


def _meet(one: Evidence, other: Evidence) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _flips(found: Sequence[Outcome]) -> list[bool]:
    return [bool(each.flipped) for each in found]


def share(came: Sequence[bool]) -> str:
    """In words, with the percentage."""
    return f"{sum(came)} of {len(came)} ({sum(came) / len(came):.1%})" if came else "none"
