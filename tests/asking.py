"""The openai profile against a server of ours, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from model_server import ModelServer, Request, title_of
from pydantic import SecretStr

from tagging.profiles import load_profile
from tagging.records import Program
from tagging.selection.answer_file import AnswerFile
from tagging.selection.provider import Access, Provider
from tagging.tagger import Tagger

KEY = "sk-that-nobody-may-read"
WELDING = Program(
    "w",
    "Welding fundamentals",
    "Learners weld steel plate and pipe. They read blueprints and prepare joints for a welder's apprenticeship.",
    ("Set up GMAW equipment", "Inspect welds"),
    "en",
)
SOUDAGE = Program("s", "Soudage de base", "Apprenez à souder l'acier et à lire des plans de soudeuse.", (), "fr")


def provider(url: str, *, seconds: float = 5.0, external_calls: bool = True) -> Provider:
    return Provider("test-model", url, SecretStr(KEY), seconds, external_calls)


def openai_tagger(server: ModelServer, folder: Path, *, seconds: float = 5.0) -> Tagger:
    return load_profile("openai", access=Access(provider(server.url, seconds=seconds), ledger(folder)))


def ledger(folder: Path) -> AnswerFile:
    return AnswerFile(folder / "answers.jsonl")


def calls(folder: Path) -> list[dict[str, object]]:
    """What the ledger's file says was bought."""
    path = folder / "answers.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line]


def answer(request: Request, **facets: object) -> str:
    """A usable answer that chooses nothing, but for the facets given."""
    asked = [name for name in _properties(request) if name != "question"]
    nothing = {facet: {"chosen": [], "none": "Nothing fits."} for facet in asked}
    return json.dumps({**nothing, "question": None, **facets})


def chosen(code: str, quote: str, strength: str = "strong") -> dict[str, object]:
    return {"chosen": [{"quote": quote, "code": code, "strength": strength}], "none": None}


def first(request: Request, facet: str) -> dict[str, object]:
    return chosen(request.offered(facet)[0], title_of(request))


def _properties(request: Request) -> Mapping[str, object]:
    properties = request.schema["properties"]
    assert isinstance(properties, dict)
    return properties
