"""Profiles: which tagger a name stands for. A profile is a row in the table, imported when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tagging import calibration
from tagging.tagger import Tagger
from vocabulary import VOCABULARY_OF, load

CALIBRATION = Path(__file__).parent / "data" / "calibration_offline.toml"


class UnknownProfile(LookupError):
    """A profile name that the table does not have."""


def _offline(skill_vocabulary: str) -> Tagger:
    names = {**VOCABULARY_OF, "skill": skill_vocabulary}
    vocabularies = {facet: load(name) for facet, name in names.items()}
    return Tagger("offline", vocabularies, calibration.read(CALIBRATION))


PROFILES: dict[str, Callable[[str], Tagger]] = {"offline": _offline}


def load_profile(name: str, *, skill_vocabulary: str = "oasis") -> Tagger:
    """The tagger of a profile, with all its tables read. Raises UnknownProfile."""
    if name not in PROFILES:
        raise UnknownProfile(f"There is no tagging profile {name!r}; choose one of {', '.join(PROFILES)}.")
    return PROFILES[name](skill_vocabulary)
