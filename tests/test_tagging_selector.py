"""Calls are allowed before they are made, kept before they are used, and bought once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from asking import KEY, WELDING, calls, ledger, openai_tagger, provider
from model_server import Answer, ModelServer, first_choices

from settings import Settings
from tagging.__main__ import main
from tagging.profiles import load_profile
from tagging.records import Program
from tagging.selection.answer_file import AnswerFile
from tagging.selection.failures import BudgetReached, Failure, ProviderUnavailable
from tagging.selection.ledger import Call
from tagging.selection.patience import patient
from tagging.selection.provider import Access

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(Answer(text=first_choices)) as running:
        yield running


class OneCall(AnswerFile):
    """A budget of one call."""

    def allow(self, subject: str) -> None:
        if self._path.exists():
            raise BudgetReached(f"No budget is left for {subject}.")


class Counted(AnswerFile):
    """Counts the answers that are being bought, from the leave to the keeping."""

    now = most = 0

    def allow(self, subject: str) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def bought(self, call: Call, answer: str | None) -> None:
        super().bought(call, answer)
        with self._lock:
            self.now -= 1


def test_no_more_answers_are_bought_at_once_than_there_are_places(server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = Answer(text=first_choices, seconds=0.05)
    counted = Counted(tmp_path / "answers.jsonl")
    tagger = load_profile("openai", access=Access(provider(server.url), counted, at_once=2))
    programs = [replace(WELDING, id=str(number), title=f"{WELDING.title} {number}") for number in range(8)]

    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(tagger.suggest, programs))

    assert (counted.most, counted.now) == (2, 0)
    assert all(each.origin for each in said)
    assert len(server.requests) == 8


def test_who_waits_for_a_place_finds_the_answer_that_another_bought_meanwhile(
    server: ModelServer, tmp_path: Path
) -> None:
    server.otherwise = Answer(text=first_choices, seconds=0.05)
    access = Access(provider(server.url), ledger(tmp_path), at_once=1)
    tagger = load_profile("openai", access=access)

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(tagger.suggest, [WELDING] * 4))

    assert len(server.requests) == 1
    assert all(each == said[0] for each in said)


def test_a_call_says_what_it_cost_and_by_which_prompt(server: ModelServer, tmp_path: Path) -> None:
    openai_tagger(server, tmp_path).suggest(WELDING)

    (call,) = calls(tmp_path)
    assert (call["subject"], call["model"], call["prompt"]) == ("w", "test-model", "select@1")
    assert (call["tokens_in"], call["tokens_out"], call["outcome"]) == (900, 60, "answered")
    assert json.loads(str(call["answer"]))["occupation"]["chosen"][0]["code"] == "72106"


def test_no_call_is_made_without_leave_not_even_the_repair(server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = Answer(text="no JSON")
    access = Access(provider(server.url), OneCall(tmp_path / "answers.jsonl"))

    with pytest.raises(BudgetReached, match="No budget is left for w"):
        load_profile("openai", access=access).suggest(WELDING)
    assert len(server.requests) == 1
    assert [call["outcome"] for call in calls(tmp_path)] == ["unusable"]


def test_a_provider_that_is_away_during_the_repair_loses_nothing_that_was_bought(
    server: ModelServer, tmp_path: Path
) -> None:
    server.plan(Answer(text="no JSON"), Answer(status=500))
    with pytest.raises(ProviderUnavailable):
        openai_tagger(server, tmp_path).suggest(WELDING)
    assert len(calls(tmp_path)) == 1

    said = openai_tagger(server, tmp_path).suggest(WELDING)
    assert said.origin is not None
    assert len(server.requests) == 3


def test_a_repair_that_is_worse_does_not_cost_what_the_first_answer_had(server: ModelServer, tmp_path: Path) -> None:
    def without_skill(request: object) -> str:
        answer = json.loads(first_choices(request))  # type: ignore[arg-type]
        return json.dumps({**answer, "skill": "?"})

    server.plan(Answer(text=without_skill), Answer(text="no JSON"))
    said = openai_tagger(server, tmp_path).suggest(WELDING)

    assert "72106" in [each.code for each in said.suggestions if each.proposed]
    assert ("skill", "unusable_answer") in [(each.facet, each.code) for each in said.abstentions]


def test_calls_at_the_same_time_are_all_kept_and_none_twice(server: ModelServer, tmp_path: Path) -> None:
    tagger = openai_tagger(server, tmp_path)
    programs = [Program(f"p{n}", "Welding", f"Learners weld {n} pipes of steel.", (), "en") for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tagger.suggest, programs))

    assert sorted(str(call["subject"]) for call in calls(tmp_path)) == sorted(each.id for each in programs)
    again = openai_tagger(server, tmp_path)
    for program in programs:
        again.suggest(program)
    assert len(server.requests) == 16


def test_a_line_broken_off_by_a_crash_is_passed_over_and_does_not_spoil_the_next(tmp_path: Path) -> None:
    call = Call("k", "s", "select@1", "h", "m", 1, 0, 1, 0.1, "answered")
    ledger(tmp_path).bought(call, "first \u2028 answer")
    with (tmp_path / "answers.jsonl").open("a") as file:
        file.write('\n{"key": "broken", "ans')
    ledger(tmp_path).bought(Call("k2", "s", "select@1", "h", "m", 1, 0, 1, 0.1, "unusable"), None)

    found = ledger(tmp_path)
    assert found.earlier("k") == "first \u2028 answer"
    assert found.earlier("k2") is None
    assert found.earlier("broken") is None


def test_patience_waits_as_long_as_it_is_told_and_then_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waited.append)

    def away() -> None:
        raise ProviderUnavailable(Failure("busy"), retry_after=7.0)

    with pytest.raises(ProviderUnavailable):
        patient(3)(away)
    assert len(waited) == 2
    assert all(7.0 <= seconds <= 17.0 for seconds in waited)


def environment(server: ModelServer, folder: Path) -> dict[str, str]:
    own = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY, "OPENAI_MODEL": "m", "DATA_DIR": str(folder)}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT)}


def programs_file(folder: Path, count: int) -> Path:
    path = folder / "in.jsonl"
    rows = (
        {"id": f"p{n}", "title": "Welding", "description": f"Learners weld {n} steel pipes.", "language": "en"}
        for n in range(count)
    )
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def suggest(folder: Path) -> list[str]:
    files = ["--input", str(folder / "in.jsonl"), "--output", str(folder / "out.jsonl")]
    return [sys.executable, "-m", "tagging", "suggest", "--profile", "openai", *files]


def test_the_command_line_asks_the_model_of_the_settings_and_a_second_run_costs_no_call(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(server, tmp_path).items():
        monkeypatch.setenv(name, value)
    programs_file(tmp_path, 3)
    server.plan(Answer(status=429, headers={"Retry-After": "1"}))
    runs = []
    for _ in range(2):
        assert main(suggest(tmp_path)[3:]) == 0
        runs.append((tmp_path / "out.jsonl").read_text(encoding="utf-8"))

    assert runs[0] == runs[1]
    assert json.loads(runs[0].splitlines()[0])["origin"]["model"] == "m"
    assert len(server.requests) == 4


def test_a_refused_key_is_one_sentence_and_exit_status_two(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(server, tmp_path).items():
        monkeypatch.setenv(name, value)
    programs_file(tmp_path, 1)
    server.otherwise = Answer(status=401)

    assert main(suggest(tmp_path)[3:]) == 2
    assert capsys.readouterr().err == "The model provider refuses the key in OPENAI_API_KEY. (status 401)\n"


def test_a_killed_run_goes_on_where_it_stopped(server: ModelServer, tmp_path: Path) -> None:
    programs_file(tmp_path, 6)
    server.otherwise = Answer(text=first_choices, seconds=0.3)
    with subprocess.Popen(suggest(tmp_path), env=environment(server, tmp_path)) as run:
        while len(server.requests) < 4:
            assert run.poll() is None
        run.send_signal(signal.SIGKILL)
    subprocess.run(suggest(tmp_path), env=environment(server, tmp_path), check=True)

    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    assert len(server.requests) <= 7


def test_the_key_of_the_settings_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    assert KEY not in repr(Settings())
    assert KEY not in repr(Settings().access())
