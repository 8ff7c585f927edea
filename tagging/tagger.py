"""The pipeline, facet by facet: candidates, evidence check, calibration, threshold."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tagging import evidence
from tagging.calibration import Calibration
from tagging.facets import FINDERS, Candidate, Part, joined, language_by_vocabulary, read
from tagging.language import language_of
from tagging.purposes import idle, reader
from tagging.records import Abstention, Language, Program, Suggestion, Suggestions
from tagging.suspicion import blanked, suspicious
from vocabulary import Vocabulary

# The most concepts of a facet that are proposed for one program.
MOST_PROPOSED = {"occupation": 3, "skill": 8, "technology": 20, "industry": 2}
# How many candidates of a facet are found for a model to choose from.
CONSIDERED = 20
# Fewer distinct stems say too little to propose an occupation, a skill or an industry.
_FEWEST_STEMS = 3
# An unsure occupation falls back to its minor, sub-major or major group when that is at least this likely.
_STEPS_UP = 3
_LIKELY_GROUP = 0.6
# With fewer stems a language that was not recognized is ranked as English, for a reviewer to choose from.
_READABLE_STEMS = 4
_TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
_FIRST_WORDS: Mapping[Language, str] = {"en": "Welding", "fr": "Soudage"}
NOTHING_FOUND = {
    "occupation": "occupation_unclear",
    "skill": "skill_unclear",
    "technology": "no_technology",
    "industry": "industry_neutral",
}


Select = Callable[[Program, Suggestions, int], Suggestions]


class Tagger:
    """Suggests concepts of one vocabulary a facet; holds nothing between programs but its tables.

    `select` chooses among what was found, where there is enough text to choose by.
    """

    def __init__(
        self,
        profile: str,
        vocabularies: Mapping[str, Vocabulary],
        calibrations: Mapping[tuple[str, Language], Calibration],
        select: Select | None = None,
    ) -> None:
        self.profile = profile
        self._select = select
        self._vocabularies = vocabularies
        self._calibrations = calibrations
        self._finders = {facet: FINDERS[vocabulary.name](vocabulary) for facet, vocabulary in vocabularies.items()}

    def suggest(self, program: Program, limit: int = 20) -> Suggestions:
        """At most `limit` suggestions a facet, and an abstention for each facet with nothing to propose.

        Suspicious passages are given back for the reviewer to see, and do not count for tagging.
        """
        passages = suspicious(program)
        clean = blanked(program, passages)
        language = language_of(clean) or language_by_vocabulary(clean)
        unsaid = idle(clean, language) if language else ()
        parts = read(clean, language or "en", unsaid)
        problem = _problem(language, parts)
        if self._select is None or problem:
            return replace(self._found(program, parts, problem, limit), suspicious=passages)
        found = self._found(program, parts, None, max(limit, CONSIDERED))
        return replace(_quoted(program, self._select(blanked(clean, unsaid), found, limit)), suspicious=passages)

    def get_ready(self) -> None:
        """Read the tables of both languages, which the first programs would otherwise read, each of them anew."""
        reader()
        for language, word in _FIRST_WORDS.items():
            program = Program("", word, "", (), language)
            suspicious(program)
            self._found(program, read(program, language), None, 1)

    def _found(self, program: Program, parts: Sequence[Part], problem: str | None, limit: int) -> Suggestions:
        written_in = parts[0].text.language
        found: list[Suggestion] = []
        abstentions: list[Abstention] = []
        for facet, vocabulary in self._vocabularies.items():
            suggestions = [] if problem == "no_language" else self._facet(facet, program, parts, limit)
            if facet == "occupation" and self._select is None:
                suggestions = with_group(suggestions, vocabulary, limit)
            if problem and facet != "technology":
                suggestions = [replace(suggestion, proposed=False) for suggestion in suggestions]
            found += suggestions
            if not any(suggestion.proposed for suggestion in suggestions):
                abstentions.append(abstention(facet, problem or NOTHING_FOUND[facet], written_in))
        editions = {facet: vocabulary.edition for facet, vocabulary in self._vocabularies.items()}
        return Suggestions(program.id, written_in, self.profile, editions, tuple(found), tuple(abstentions))

    def _facet(self, facet: str, program: Program, parts: Sequence[Part], limit: int) -> list[Suggestion]:
        calibration = self._calibrations[self._vocabularies[facet].name, parts[0].text.language]
        found = [(part.share, self._finders[facet](part.text, limit)) for part in parts if part.text.segments]
        suggestions = []
        for rank, candidate in enumerate(joined(found, limit) if found else ()):
            probability = calibration.probability(candidate.score)
            proposed = probability >= calibration.threshold and rank < MOST_PROPOSED[facet]
            suggestions.append(self._suggestion(facet, program, candidate, probability, proposed))
        return suggestions

    def _suggestion(
        self, facet: str, program: Program, candidate: Candidate, probability: float, proposed: bool
    ) -> Suggestion:
        concept = self._vocabularies[facet].get(candidate.code)
        quotes = evidence.verbatim(program, candidate.evidence)
        return Suggestion(
            facet,
            concept.scheme,
            concept.code,
            concept.label_en,
            concept.label_fr,
            round(candidate.score, 4),
            round(probability, 4),
            proposed and bool(quotes),
            quotes,
        )


def _quoted(program: Program, said: Suggestions) -> Suggestions:
    """Only quotes that stand in the text as submitted, and no proposal without one."""
    return replace(said, suggestions=tuple(_checked(program, each) for each in said.suggestions))


def _checked(program: Program, said: Suggestion) -> Suggestion:
    quotes = evidence.verbatim(program, said.evidence)
    proposed = said.proposed and bool(quotes)
    if (quotes, proposed) == (said.evidence, said.proposed):
        return said
    return replace(said, evidence=quotes, proposed=proposed)


def with_group(suggestions: Sequence[Suggestion], vocabulary: Vocabulary, limit: int) -> list[Suggestion]:
    """The same, or with a broader group in the last place when none is proposed and a group is likely."""
    group = [] if any(each.proposed for each in suggestions) else parent_group(suggestions, vocabulary)
    return [*suggestions[: limit - len(group)], *group]


def parent_group(suggestions: Sequence[Suggestion], vocabulary: Vocabulary) -> list[Suggestion]:
    """The nearest broader group that is likely although none of its unit groups is: none, or one proposal.

    Its probability is the sum of its unit groups'; it is ranked last, with the evidence of the likeliest.
    """
    for step in range(_STEPS_UP):
        likely: dict[str, float] = {}
        for suggestion in suggestions:
            group = vocabulary.ancestors(suggestion.code)[step].code
            likely[group] = likely.get(group, 0.0) + suggestion.probability
        best = max(likely, key=lambda group: likely[group], default=None)
        if best is not None and likely[best] >= _LIKELY_GROUP:
            concept = vocabulary.get(best)
            member = next(s for s in suggestions if vocabulary.ancestors(s.code)[step].code == best)
            named = replace(member, code=best, label_en=concept.label_en, label_fr=concept.label_fr)
            chance = round(min(likely[best], 0.99), 4)
            return [replace(named, score=suggestions[-1].score, probability=chance, proposed=bool(named.evidence))]
    return []


def _problem(language: Language | None, parts: Sequence[Part]) -> str | None:
    stems = {token.stem for part in parts for segment in part.text.segments for token in segment.tokens}
    if language is None and len(stems) >= _READABLE_STEMS:
        return "no_language"
    return "too_little_text" if language is None or len(stems) < _FEWEST_STEMS else None


def abstention(facet: str, code: str, language: Language) -> Abstention:
    """The facet's silence with the sentences of texts.toml."""
    sentence = _TEXTS[code]
    return Abstention(facet, code, sentence[f"{language}_reason"], sentence[f"{language}_question"])
