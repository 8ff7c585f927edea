"""A model asked outright: the whole list of a vocabulary in the prompt, nothing retrieved, nothing calibrated."""

from __future__ import annotations

from functools import cache

from evals.baselines.levels import assignable
from prompts.prompt import load as load_prompt
from tagging import evidence
from tagging.analysis import segments
from tagging.language import language_of
from tagging.records import Origin, Program, Suggestion, Suggestions
from tagging.selection.answer import Choice
from tagging.selection.ask import MOST_CHOSEN, ask
from tagging.selection.provider import Access
from tagging.selection.selector import Selector
from tagging.selection.shown import shown
from tagging.tagger import abstention
from vocabulary import VOCABULARY_OF, edition, load

_PROMPT = "zero_shot"


class ZeroShot:
    """One question a facet; thousands of technologies are too many for a prompt, so there are none of these.

    `probability` falls with the rank and says no more than the order does.
    """

    profile = _PROMPT

    def __init__(self, access: Access) -> None:
        """Raises CallsForbidden, ProviderRefused when it is asked."""
        self._selector = Selector(access)

    def suggest(self, program: Program, limit: int = 20) -> Suggestions:
        """Raises SelectionFailed."""
        language = language_of(program) or "en"
        prompt = load_prompt(_PROMPT, language)
        editions = {facet: edition(VOCABULARY_OF[facet]).edition for facet in MOST_CHOSEN}
        visible = shown(program, segments(program, language), ())
        found: list[Suggestion] = []
        silences = []
        for facet in MOST_CHOSEN:
            asked = ask(
                subject=program.id,
                language=language,
                prompt=prompt,
                model=self._selector.model,
                candidates={facet: _list(facet)},
                editions=editions,
                shown=visible,
            )
            verdict = self._selector.select(asked, program).verdicts[facet]
            found += [_suggestion(facet, program, rank, each) for rank, each in enumerate(verdict.choices[:limit], 1)]
            if verdict.silence:
                silences.append(abstention(facet, verdict.silence, language))
        origin = Origin(self._selector.model, prompt.title, prompt.sha256)
        return Suggestions(program.id, language, self.profile, editions, tuple(found), tuple(silences), origin=origin)


@cache
def _list(facet: str) -> tuple[Suggestion, ...]:
    """All that may be assigned, in the order of the vocabulary."""
    return tuple(
        Suggestion(facet, concept.scheme, concept.code, concept.label_en, concept.label_fr, 0.0, 0.0, False, ())
        for concept in assignable(load(VOCABULARY_OF[facet]))
    )


def _suggestion(facet: str, program: Program, rank: int, choice: Choice) -> Suggestion:
    concept = load(VOCABULARY_OF[facet]).get(choice.code)
    score = round(1 / (rank + 1), 4)
    quotes = evidence.verbatim(program, [choice.evidence])
    return Suggestion(
        facet, concept.scheme, concept.code, concept.label_en, concept.label_fr, score, score, bool(quotes), quotes
    )
