"""The baselines: what they rank first, and that they are told apart from the tagger."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evals.baselines import BASELINES, load_baseline
from evals.inputs import ASKING
from evals.run import tagger_of
from tagging.profiles import UnknownProfile
from tagging.records import Program
from vocabulary import FACETS

WELDING = Program("w", "Welder", "Work as a welder: weld steel, read drawings, use Microsoft Excel.", (), "en")
RETRIEVAL = [name for name in BASELINES if name not in ASKING]
SOUDAGE = Program("s", "Soudeur", "Devenez soudeur : soudage de l'acier et lecture de plans.", (), "fr")


@pytest.mark.parametrize("name", RETRIEVAL)
def test_a_title_that_names_the_occupation_is_found_in_both_languages(name: str) -> None:
    baseline = load_baseline(name)

    for program in (WELDING, SOUDAGE):
        first = next(s for s in baseline.suggest(program).suggestions if s.facet == "occupation")
        assert (first.code, first.proposed) == ("72106", True)
        assert first.evidence[0].quote in program.text(first.evidence[0].field)


@pytest.mark.parametrize("name", RETRIEVAL)
def test_every_facet_has_one_proposal_and_shares_that_add_up(name: str) -> None:
    said = load_baseline(name).suggest(WELDING)

    assert set(said.vocabularies) == set(FACETS)
    for facet in {s.facet for s in said.suggestions}:
        found = [s for s in said.suggestions if s.facet == facet]
        assert [s.proposed for s in found] == [True, *[False] * (len(found) - 1)]
        assert sum(s.probability for s in found) == pytest.approx(1, abs=0.01)
        assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)


def test_a_text_that_shares_no_word_with_a_name_gets_nothing() -> None:
    assert load_baseline("bm25").suggest(Program("x", "qqq", "zzz xxx", (), "en")).suggestions == ()


def test_a_name_is_a_baseline_or_a_profile_or_refused() -> None:
    assert type(tagger_of("bm25")).__name__ == "Retrieval"
    assert type(tagger_of("offline")).__name__ == "Tagger"
    with pytest.raises(UnknownProfile, match="oracle"):
        tagger_of("oracle")


def test_the_command_explains_itself_without_loading_what_it_may_not_need() -> None:
    asked = "import sys, evals.__main__; print({'numpy', 'scipy', 'sqlmodel', 'jinja2'} & set(sys.modules))"
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=root)

    assert done.stdout.strip() == "set()"
