"""Profiles: which tagger a name stands for. A profile is a row in the table, imported when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tagging import calibration
from tagging.selection.failures import Failure, ProviderRefused
from tagging.selection.provider import Access
from tagging.tagger import Tagger
from vocabulary import VOCABULARY_OF, Vocabulary, load

if TYPE_CHECKING:
    from tagging.selection.stage import Selects

DATA = Path(__file__).parent / "data"
CALIBRATION = DATA / "calibration_offline.toml"
CERTAINTY = DATA / "calibration_openai.toml"


class UnknownProfile(LookupError):
    """A profile name that the table does not have."""


def _offline(skill_vocabulary: str, _: Access | None) -> Tagger:
    return Tagger("offline", _vocabularies(skill_vocabulary), calibration.read(CALIBRATION))


def _openai(skill_vocabulary: str, access: Access | None) -> Tagger:
    from tagging.selection.selector import Selector

    if access is None:
        raise ProviderRefused(Failure("no_model"))
    return chosen_by(Selector(access), skill_vocabulary=skill_vocabulary)


PROFILES: dict[str, Callable[[str, Access | None], Tagger]] = {"offline": _offline, "openai": _openai}


def load_profile(name: str, *, skill_vocabulary: str = "oasis", access: Access | None = None) -> Tagger:
    """The tagger of a profile, with all its tables read. Raises UnknownProfile, ProviderRefused without access."""
    if name not in PROFILES:
        raise UnknownProfile(f"There is no tagging profile {name!r}; choose one of {', '.join(PROFILES)}.")
    return PROFILES[name](skill_vocabulary, access)


def chosen_by(selector: Selects, *, skill_vocabulary: str = "oasis") -> Tagger:
    """The openai profile with a selector of one's own: to see what would be asked, or to collect it for later."""
    from tagging.selection import certainty
    from tagging.selection.stage import SelectionStage

    vocabularies = _vocabularies(skill_vocabulary)
    stage = SelectionStage(selector, vocabularies, certainty.read(CERTAINTY))
    return Tagger("openai", vocabularies, calibration.read(CALIBRATION), stage.choose)


def _vocabularies(skill_vocabulary: str) -> dict[str, Vocabulary]:
    return {facet: load(name) for facet, name in {**VOCABULARY_OF, "skill": skill_vocabulary}.items()}
