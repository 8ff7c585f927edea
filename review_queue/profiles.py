"""The tagger of a worker, by its settings: offline by batches, or with a model by programs."""

from __future__ import annotations

from sqlalchemy import Engine

from review_queue.batches import Suggest
from review_queue.budgets import Budgets
from review_queue.ledger import WorkLedger
from review_queue.model_tagging import ModelTagger
from review_queue.prices import PRICES, read_prices
from review_queue.retagger import Retagger
from settings import Settings
from tagging.profiles import load_profile
from tagging.selection.batch import Asker, BatchDesk
from tagging.selection.provider import Access
from tagging.tagger import Tagger


def work_ledger(settings: Settings, work: Engine) -> WorkLedger:
    """Raises PriceTableWrong."""
    return WorkLedger(
        work,
        model=settings.openai_model,
        prices=read_prices(settings.price_table or PRICES),
        limits=Budgets(settings.model_budget_day_cad, settings.model_budget_batch_cad),
    )


def tagger(settings: Settings, work: Engine) -> Suggest | ModelTagger:
    """Raises PriceTableWrong."""
    if settings.tagging_profile == "offline":
        return _ready("offline").suggest
    ledger = work_ledger(settings, work)
    access = Access(settings.provider(), ledger, at_once=settings.model_concurrency)
    asking = _ready(settings.tagging_profile, access)
    retagger = Retagger(
        question=Asker(settings.openai_model).question,
        suggest=asking.suggest,
        desk=lambda: BatchDesk(access.provider),
        ledger=ledger,
    )
    goes_on = settings.model_budget_reached == "offline"
    offline = _ready("offline").suggest if goes_on else None
    return ModelTagger(asking.suggest, offline, retagger=retagger)


def _ready(profile: str, access: Access | None = None) -> Tagger:
    loaded = load_profile(profile, access=access)
    loaded.get_ready()
    return loaded
