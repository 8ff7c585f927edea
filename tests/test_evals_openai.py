"""Measuring and calibrating the openai profile against a server of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from asking import KEY, WELDING, ledger, provider
from model_server import Answer, ModelServer, Request, first_choices

from evals import certainty
from evals.__main__ import main
from evals.baselines import load_baseline
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
    _configure(monkeypatch, server.url, tmp_path)
    monkeypatch.setenv("OPENAI_MODEL", "test-model")
    gold = _gold(tmp_path, 4)
    arguments = ["run", "--profile", "openai", "--gold", str(gold), "--output", str(tmp_path / "run")]

    assert main(arguments) == main(arguments) == 0
    assert len(server.requests) == 4
    kept = read_run(tmp_path / "run")
    assert (kept.run.inputs.profile, kept.run.inputs.model) == ("openai", "test-model")
    assert all(result.origin and result.origin.model == "test-model" for result in kept.results)


def test_all_profiles_and_baselines_stand_in_one_report_with_what_the_models_calls_cost(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _configure(monkeypatch, server.url, tmp_path)
    gold, folder = _gold(tmp_path, 3), tmp_path / "run"

    assert main(["run", "--gold", str(gold), "--output", str(folder), "--baselines"]) == 0
    assert main(["report", str(folder), "--output", str(tmp_path / "report.md")]) == 0

    runs = {path.name: read_run(path) for path in (folder / "baselines").iterdir()}
    assert set(runs) == {"bm25", "tfidf", "zero_shot", "openai"}
    assert runs["bm25"].run.inputs.model is None
    assert runs["zero_shot"].run.inputs.model == "gpt-4.1-mini"
    result = runs["openai"].results[0]
    assert (result.tokens_in, result.tokens_out) == (900, 60)
    assert result.cost == pytest.approx((900 * 0.56 + 60 * 2.24) / 1e6, abs=1e-6)
    # Three facets, a call each.
    assert [runs["zero_shot"].results[0].tokens_in, read_run(folder).results[0].tokens_in] == [2_700, None]
    table = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| Measure | n | offline | bm25 | openai | tfidf | zero_shot |" in table
    assert "| Canadian dollars a program |" in table


def test_answers_bought_before_count_with_what_they_took_then(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _configure(monkeypatch, server.url, tmp_path)
    server.otherwise = Answer(text=first_choices, seconds=0.3)
    gold = _gold(tmp_path, 2)
    for name in ("first", "second"):
        main(["run", "--profile", "openai", "--gold", str(gold), "--output", str(tmp_path / name)])

    first, second = read_run(tmp_path / "first").results, read_run(tmp_path / "second").results
    assert len(server.requests) == 2
    assert [each.tokens_in for each in first] == [each.tokens_in for each in second] == [900, 900]
    assert all(each.seconds >= 0.3 for each in (*first, *second))


def test_a_run_that_fails_on_the_way_names_its_folder_and_the_same_command_goes_on(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _configure(monkeypatch, server.url, tmp_path)
    server.plan(server.otherwise, server.otherwise)
    server.otherwise = Answer(status=401)
    folder = tmp_path / "run"
    arguments = ["run", "--profile", "openai", "--gold", str(_gold(tmp_path, 4)), "--output", str(folder)]

    assert main(arguments) == 2
    said = capsys.readouterr().err
    server.otherwise = Answer(text=first_choices)

    assert "The model provider refuses the key" in said
    assert f"{folder} keeps the unfinished run, with 2 of 4 programs done. The same command goes on" in said
    assert main(arguments) == 0
    assert len(read_run(folder).results) == 4


def test_a_run_that_never_began_names_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, gold = tmp_path / "run", tmp_path / "none.jsonl"

    assert main(["run", "--gold", str(gold), "--output", str(folder)]) == 2
    assert capsys.readouterr().err == f"{gold}: No such file or directory\n"
    assert not folder.exists()


def test_without_a_model_what_asks_one_is_left_out_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _configure(monkeypatch, "https://api.openai.com/v1", tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "")

    assert main(["run", "--gold", str(_gold(tmp_path, 2)), "--output", str(tmp_path / "run"), "--baselines"]) == 0
    assert "left out: zero_shot, openai" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "run" / "baselines").iterdir()} == {"bm25", "tfidf"}


def test_the_zero_shot_prompt_offers_the_whole_list_and_believes_no_code_or_quote(
    server: ModelServer, tmp_path: Path
) -> None:
    def said(request: Request) -> str:
        facet = next(name for name in ("occupation", "skill", "industry") if name in request.text.split("):")[0])
        right = {"code": request.offered(facet)[-1], "quote": WELDING.title, "strength": "fair"}
        invented = {"code": "99999", "quote": WELDING.title, "strength": "strong"}
        unquoted = {"code": request.offered(facet)[0], "quote": "heals the sick", "strength": "strong"}
        return json.dumps({facet: {"none": None, "chosen": [invented, unquoted, right]}, "question": None})

    server.otherwise = Answer(text=said)
    found = load_baseline("zero_shot", Access(provider(server.url), ledger(tmp_path))).suggest(WELDING)

    offered = {facet: request.offered(facet) for request in server.requests for facet in _asked(request)}
    assert {facet: len(codes) for facet, codes in offered.items()} == {"occupation": 516, "skill": 89, "industry": 422}
    assert [(each.facet, each.code) for each in found.suggestions] == [(f, codes[-1]) for f, codes in offered.items()]
    assert all(each.proposed and each.evidence[0].quote == WELDING.title for each in found.suggestions)


def _asked(request: Request) -> list[str]:
    properties = request.schema["properties"]
    assert isinstance(properties, dict)
    return [name for name in properties if name != "question"]


def _configure(monkeypatch: pytest.MonkeyPatch, url: str, folder: Path) -> None:
    for name, value in {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": KEY, "DATA_DIR": str(folder)}.items():
        monkeypatch.setenv(name, value)


def _gold(folder: Path, programs: int) -> Path:
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(PROGRAMS.read_text(encoding="utf-8").splitlines()[:programs]), "utf-8")
    return gold


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
