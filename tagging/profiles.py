"""Profiles: which tagger a name stands for. A profile is a row in the table, imported when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tagging import calibration
from tagging.selection.failures import ProviderRefused
from tagging.selection.provider import Access
from tagging.tagger import Tagger
from vocabulary import VOCABULARY_OF, Vocabulary, load

DATA = Path(__file__).parent / "data"
CALIBRATION = DATA / "calibration_offline.toml"
CERTAINTY = DATA / "calibration_openai.toml"


class UnknownProfile(LookupError):
    """A profile name that the table does not have."""


def _offline(vocabularies: Mapping[str, Vocabulary], _: Access | None) -> Tagger:
    return Tagger("offline", vocabularies, calibration.read(CALIBRATION))


def _openai(vocabularies: Mapping[str, Vocabulary], access: Access | None) -> Tagger:
    from tagging.selection import certainty
    from tagging.selection.selector import Selector
    from tagging.selection.stage import SelectionStage

    if access is None:
        raise ProviderRefused("The openai profile needs a model; name one in OPENAI_MODEL.")
    chooser = SelectionStage(Selector(access), vocabularies, certainty.read(CERTAINTY))
    return Tagger("openai", vocabularies, calibration.read(CALIBRATION), chooser.choose)


PROFILES: dict[str, Callable[[Mapping[str, Vocabulary], Access | None], Tagger]] = {
    "offline": _offline,
    "openai": _openai,
}


def load_profile(name: str, *, skill_vocabulary: str = "oasis", access: Access | None = None) -> Tagger:
    """The tagger of a profile, with all its tables read. Raises UnknownProfile."""
    if name not in PROFILES:
        raise UnknownProfile(f"There is no tagging profile {name!r}; choose one of {', '.join(PROFILES)}.")
    names = {**VOCABULARY_OF, "skill": skill_vocabulary}
    return PROFILES[name]({facet: load(vocabulary) for facet, vocabulary in names.items()}, access)
