"""Baselines: simple ways of ranking that a gain is measured against, imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagging.selection.failures import Failure, ProviderRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.baselines.retrieval import Retrieval
    from evals.baselines.zero_shot import ZeroShot
    from tagging.selection.provider import Access


def _bm25(_: Access | None) -> Retrieval:
    from evals.baselines.retrieval import bm25

    return bm25()


def _tfidf(_: Access | None) -> Retrieval:
    from evals.baselines.retrieval import tfidf

    return tfidf()


def _zero_shot(access: Access | None) -> ZeroShot:
    from evals.baselines.zero_shot import ZeroShot

    if access is None:
        raise ProviderRefused(Failure("no_model"))
    return ZeroShot(access)


BASELINES: dict[str, Callable[[Access | None], Retrieval | ZeroShot]] = {
    "bm25": _bm25,
    "tfidf": _tfidf,
    "zero_shot": _zero_shot,
}


def load_baseline(name: str, access: Access | None = None) -> Retrieval | ZeroShot:
    """Raises ProviderRefused for one that needs a model, without access to one."""
    return BASELINES[name](access)
