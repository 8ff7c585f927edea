"""Measuring and calibrating the openai profile against a server of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from asking import KEY, ledger, provider
from model_server import Answer, ModelServer, Request, first_choices

from evals import certainty
from evals.__main__ import main
from evals.folders import read_run
from evals.gold import PROGRAMS, read
from evals.tokens import tokens
from tagging.profiles import CERTAINTY
from tagging.selection.certainty import read as read_certainty
from tagging.selection.provider import Access
from tagging.selection.selector import Selector

SAMPLES = Path(__file__).resolve().parent.parent / "intake" / "samples"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(Answer(text=first_choices)) as running:
        yield running


def test_a_run_of_the_openai_profile_names_it_and_a_second_run_costs_no_call(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": KEY,
        "OPENAI_MODEL": "test-model",
        "DATA_DIR": str(tmp_path),
    }
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(PROGRAMS.read_text(encoding="utf-8").splitlines()[:4]), "utf-8")
    arguments = ["run", "--profile", "openai", "--gold", str(gold), "--output", str(tmp_path / "run")]

    assert main(arguments) == main(arguments) == 0
    assert len(server.requests) == 4
    kept = read_run(tmp_path / "run")
    assert (kept.run.inputs.profile, kept.run.inputs.model) == ("openai", "test-model")
    assert all(result.origin and result.origin.model == "test-model" for result in kept.results)


def test_what_a_models_words_are_worth_is_fitted_and_other_vocabularies_stay(
    server: ModelServer, tmp_path: Path
) -> None:
    gold = read(PROGRAMS)[:12]
    right = {each.program.title: each.right for each in gold}

    def knowing(request: Request) -> str:
        """A model that is always right where it can be: strong on right codes, silent on the rest."""
        answer = json.loads(first_choices(request))
        title = next(title for title in right if f"\n{title}\n" in request.text)
        for facet in ("occupation", "skill", "industry"):
            chosen = [code for code in request.offered(facet) if code in right[title][facet]]
            answer[facet] = {
                "chosen": [{"code": code, "quote": title, "strength": "strong"} for code in chosen],
                "none": None,
            }
        return json.dumps(answer)

    server.otherwise = Answer(text=knowing)
    path = tmp_path / "calibration.toml"
    copy(CERTAINTY, path)
    certainty.calibrate(Selector(Access(provider(server.url), ledger(tmp_path))), gold, path)

    before, after = read_certainty(CERTAINTY), read_certainty(path)
    assert after["noc"].strong > 2 > -2 > after["noc"].unchosen
    assert after["noc"].probability("strong", 0.1) > after["noc"].probability("unchosen", 0.9)
    assert after["esco"] == before["esco"]
    assert "test-model said of 12 programs" in path.read_text(encoding="utf-8")


def test_tokens_are_counted_without_a_call_and_stay_within_the_budget() -> None:
    counted = dict(tokens(SAMPLES / "sample_fr.csv", lambda text: len(text) // 3))

    assert next(iter(counted)) == "programs asked about"
    most = int(counted["input tokens a program: median / 95th percentile / most"].split("/")[-1])
    assert 800 < most < 2_500
