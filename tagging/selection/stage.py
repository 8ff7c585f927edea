"""The selection stage of the pipeline: a model chooses among the candidates found, and the rest is not proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from prompts.prompt import load
from tagging import evidence
from tagging.analysis import segments
from tagging.records import Abstention, Evidence, Origin, Program, Suggestion, Suggestions
from tagging.selection.answer import Selection, Verdict
from tagging.selection.ask import MOST_OFFERED, Ask, ask
from tagging.selection.certainty import Certainty
from tagging.selection.shown import shown
from tagging.tagger import MOST_PROPOSED, NOTHING_FOUND, abstention, with_group
from vocabulary import Vocabulary

PROMPT = "select"


class Selects(Protocol):
    """Answers a question: by a model (Selector), or not at all, to see what would be asked."""

    @property
    def model(self) -> str: ...

    def select(self, ask: Ask, program: Program) -> Selection:
        """Raises SelectionFailed."""


class SelectionStage:
    """Facets that have candidates are asked about in one call; technologies stay as they were found."""

    def __init__(
        self, selector: Selects, vocabularies: Mapping[str, Vocabulary], certainties: Mapping[str, Certainty]
    ) -> None:
        self._selector = selector
        self._vocabularies = vocabularies
        self._certainties = certainties

    def choose(self, program: Program, found: Suggestions, limit: int) -> Suggestions:
        """What was found, with what the model makes of it. Raises SelectionFailed."""
        asked = self.ask(program, found)
        if not asked.offered:
            return found
        said = self._selector.select(asked, program)
        suggestions: list[Suggestion] = []
        silences: list[Abstention] = []
        for facet in self._vocabularies:
            of_facet = [each for each in found.suggestions if each.facet == facet]
            verdict = said.verdicts.get(facet)
            if verdict is not None:
                of_facet = self._judged(facet, program, of_facet, verdict)
                if facet == "occupation" and verdict.choices:
                    of_facet = with_group(of_facet, self._vocabularies[facet], limit)
                if not any(each.proposed for each in of_facet):
                    silences.append(_silence(facet, verdict, found))
            else:
                silences += [each for each in found.abstentions if each.facet == facet]
            suggestions += of_facet[:limit]
        return replace(
            found,
            suggestions=tuple(suggestions),
            abstentions=_with_question(silences, said),
            origin=Origin(self._selector.model, asked.prompt.title, asked.prompt.sha256),
        )

    def ask(self, program: Program, found: Suggestions) -> Ask:
        """The question about a program, without asking it."""
        candidates = {
            facet: [each for each in found.suggestions if each.facet == facet][:most]
            for facet, most in MOST_OFFERED.items()
        }
        offered = {facet: some for facet, some in candidates.items() if some}
        likeliest = sorted((each for some in offered.values() for each in some), key=lambda each: -each.probability)
        return ask(
            subject=program.id,
            language=found.language,
            prompt=load(PROMPT, found.language),
            model=self._selector.model,
            candidates=offered,
            editions=found.vocabularies,
            shown=shown(
                program, segments(program, found.language), [quote for each in likeliest for quote in each.evidence]
            ),
        )

    def _judged(self, facet: str, program: Program, found: list[Suggestion], verdict: Verdict) -> list[Suggestion]:
        """Likeliest first; only what the model chose is proposed, with the passage it quotes."""
        certainty = self._certainties[self._vocabularies[facet].name]
        chosen = {choice.code: choice for choice in verdict.choices}
        judged = []
        for each in found:
            choice = chosen.get(each.code)
            chance = certainty.probability(choice.strength if choice else "unchosen", each.probability)
            quotes = _quotes(program, each, choice.evidence if choice else None)
            judged.append(replace(each, score=round(chance, 4), probability=round(chance, 4), evidence=quotes))
        judged.sort(key=lambda each: -each.probability)
        likely = [s.code for s in judged if s.code in chosen and s.probability >= certainty.threshold and s.evidence]
        return [replace(each, proposed=each.code in likely[: MOST_PROPOSED[facet]]) for each in judged]


def _quotes(program: Program, found: Suggestion, quoted: Evidence | None) -> tuple[Evidence, ...]:
    if quoted is None:
        return found.evidence
    others = [q for q in found.evidence if q.field != quoted.field or q.end <= quoted.start or q.start >= quoted.end]
    return evidence.verbatim(program, [quoted, *others][: evidence.QUOTES])


def _silence(facet: str, verdict: Verdict, found: Suggestions) -> Abstention:
    """Why the facet stays without a proposal, by the model's own reason where it gives one."""
    if verdict.silence is None:
        return abstention(facet, NOTHING_FOUND[facet], found.language)
    silence = abstention(facet, verdict.silence, found.language)
    return replace(silence, reason=verdict.reason) if verdict.silence == "none_fits" and verdict.reason else silence


def _with_question(silences: list[Abstention], said: Selection) -> tuple[Abstention, ...]:
    """The model's question takes the place of ours in the first facet that stays open."""
    if silences and said.question:
        return (replace(silences[0], question=said.question), *silences[1:])
    return tuple(silences)
