"""The page of model calls: budgets, and the price that costs are counted by."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import Office, said

from review_queue.records import Language

OWN = """batch_share = 0.5
[[price]]
model = "own-model"
effective = 2026-01-02
tokens_in = 0.035
tokens_cached = 0
tokens_out = 1250
"""
USED_UP = ("When a budget is used up", "Quand un budget est épuisé")


def told(office: Office, monkeypatch: pytest.MonkeyPatch, language: Language = "en", **chosen: str) -> str:
    """What the page says with these settings."""
    for name, value in {"TAGGING_PROFILE": "openai", "OPENAI_API_KEY": "k", **chosen}.items():
        monkeypatch.setenv(name, value)
    page = said(office.visit(office.people.administrator, "model_calls", language=language))
    return page.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "price"),
    [
        (
            "en",
            "gpt-4.1-mini cost $0.56 in, $0.14 in and cached by the provider, $2.24 out; a call in a batch",
        ),
        ("fr", "gpt-4.1-mini coûte 0,56 $ en entrée, 0,14 $ en entrée et mis en cache par le fournisseur, 2,24 $"),
    ],
)
def test_the_price_in_force_is_told_with_its_day_and_source(
    office: Office, monkeypatch: pytest.MonkeyPatch, language: Language, price: str
) -> None:
    page = told(office, monkeypatch, language)

    assert price in page
    assert ("holds from April 14, 2025" if language == "en" else "en vigueur depuis le 14 avril 2025") in page
    assert "review_queue/data/prices.toml" in page


def test_a_price_of_one_s_own_table_names_that_table(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = tmp_path / "our.toml"
    table.write_text(OWN, encoding="utf-8")

    page = told(office, monkeypatch, PRICE_TABLE=str(table), OPENAI_MODEL="own-model")

    assert "own-model cost $0.035 in, $0 in and cached by the provider, $1,250 out" in page
    assert "the table that PRICE_TABLE names" in page and "our.toml" in page


def test_a_table_that_was_broken_meanwhile_is_told(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = tmp_path / "broken.toml"
    table.write_text("not toml [", encoding="utf-8")

    page = told(office, monkeypatch, "fr", PRICE_TABLE=str(table))

    assert "broken.toml est illisible; aucun prix n’est donc connu" in page


@pytest.mark.parametrize(
    ("reached", "language", "outcome"),
    [
        ("wait", "en", "no budget can be kept, and programs wait until you add the price"),
        ("offline", "en", "no budget can be kept, and programs are tagged without a model"),
        ("wait", "fr", "Aucun budget ne peut donc être respecté : les programmes attendent"),
    ],
)
def test_an_unknown_price_is_told_among_the_budgets_with_what_follows(
    office: Office, monkeypatch: pytest.MonkeyPatch, reached: str, language: Language, outcome: str
) -> None:
    page = told(office, monkeypatch, language, OPENAI_MODEL="unheard-of", MODEL_BUDGET_REACHED=reached)

    assert outcome in page
    assert ("No price of unheard-of is known" if language == "en" else "Aucun prix n’est connu") in page


@pytest.mark.parametrize("model", ["gpt-4.1-mini", "unheard-of"])
def test_without_budgets_nothing_is_said_of_programs_that_wait_for_money(
    office: Office, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    page = told(office, monkeypatch, MODEL_BUDGET_DAY_CAD="0", MODEL_BUDGET_BATCH_CAD="0", OPENAI_MODEL=model)

    assert "No budget is set for a day." in page and "No budget is set for an upload." in page
    assert ("No price of unheard-of is known" in page) is (model == "unheard-of")
    assert not any(sentence in page for sentence in (*USED_UP, "programs wait", "no budget can be kept"))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reached", ["wait", "offline"])
def test_what_happens_when_a_budget_is_used_up_is_told_in_words_with_its_setting(
    office: Office, monkeypatch: pytest.MonkeyPatch, reached: str, language: Language
) -> None:
    page = told(office, monkeypatch, language, MODEL_BUDGET_DAY_CAD="0", MODEL_BUDGET_REACHED=reached)

    assert any(sentence in page for sentence in USED_UP)
    assert f"(MODEL_BUDGET_REACHED={reached})" in page


def test_the_offline_profile_has_no_price(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = told(office, monkeypatch, TAGGING_PROFILE="offline", OPENAI_MODEL="unheard-of")

    assert "A million tokens" not in page and "No price" not in page
    assert "An upload may cost $10." in page
