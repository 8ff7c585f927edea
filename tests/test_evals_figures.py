"""Figures with intervals: drawn again, exact where nothing varies, and covering the truth as often as they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from eval_runs import answer, of_hits, recorded
from scipy.stats import bootstrap as scipy_bootstrap

from evals.figures import Figure, facet_figures, measured
from evals.measures import measures_of
from evals.measures.weights import bootstrap, interval, mean, once, units


def named(figures: list[Figure], measure: str) -> Figure:
    return next(figure for figure in figures if figure.measure == measure)


def test_a_perfect_run_is_one_and_without_error_on_every_measure() -> None:
    perfect = recorded([answer(["72106"], ["72106"], chances=[1.0]), answer(["31301"], ["31301"], chances=[1.0])])
    figures = {each.measure: each.value for each in measured(perfect) if each.facet}

    lower = {each.name for each in measures_of("occupation") if each.better == "lower"}
    assert len(figures) > 25
    assert {name for name, value in figures.items() if value != (0 if name in lower else 1)} == set()


def test_the_interval_is_the_percentile_interval_of_scipy() -> None:
    values = np.random.default_rng(5).random(80)
    drawn = mean(values.tolist())(bootstrap(tuple(range(80)), draws=4000))
    reference = scipy_bootstrap((values,), np.mean, n_resamples=4000, method="percentile", rng=6).confidence_interval

    assert interval(drawn) == (pytest.approx(reference.low, abs=0.005), pytest.approx(reference.high, abs=0.005))


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for at in range(300):
        hits = (rng.random(100) < 0.8).astype(float).tolist()
        low, high = interval(mean(hits)(bootstrap(tuple(range(100)), draws=500, seed=at)))
        covered += low <= 0.8 <= high

    assert 0.91 <= covered / 300 <= 0.98


def test_n_counts_the_programs_that_a_figure_is_of() -> None:
    figures = facet_figures([answer(["a"], ["a"]), answer([], [], 0), answer([], ["b"])], "technology")

    assert [named(figures, name).programs for name in ("hit@1", "first_or_none", "precision")] == [1, 3, 2]


def test_where_all_programs_agree_the_interval_is_exact_and_not_without_width() -> None:
    figures = facet_figures([answer(["72106"], ["72106"])] * 20, "occupation")
    hit = named(figures, "hit@1")

    assert (hit.value, hit.high) == (1, 1)
    assert hit.low == pytest.approx(0.025 ** (1 / 20))
    assert named(figures, "distance").high == 0


def test_what_nothing_counts_for_is_left_out() -> None:
    names = {figure.measure for figure in facet_figures([answer([], [], 0)], "technology")}

    assert "hit@1" not in names
    assert "first_or_none" in names


def test_time_is_a_figure_of_whole_programs_and_tokens_only_where_a_model_was_asked() -> None:
    whole = {each.measure for each in measured(of_hits([True, False])) if not each.facet}

    assert whole == {"seconds", "seconds_p95"}


def test_the_same_programs_are_drawn_every_time() -> None:
    thirty = tuple(range(30))
    assert (bootstrap(thirty) == bootstrap(thirty)).all()
    assert bootstrap(thirty, seed=1).sum(axis=1).tolist() == [30.0] * len(bootstrap(thirty))
    assert once(3).tolist() == [[1, 1, 1]]


def test_a_program_in_two_languages_is_drawn_as_one_so_that_it_does_not_narrow_the_interval() -> None:
    alone = [answer(["72106"], ["72106" if at % 3 else "62200"]) for at in range(40)]
    paired = [replace(each, unit=f"pair {at}") for at, each in enumerate(alone) for _ in (1, 2)]
    independent = [replace(each, unit="") for each in paired]

    (once_each,), (in_pairs,), (all_apart,) = (
        facet_figures(answers, "occupation", ("hit@1",)) for answers in (alone, paired, independent)
    )
    assert (in_pairs.programs, in_pairs.low, in_pairs.high) == (80, once_each.low, once_each.high)
    assert all_apart.high - all_apart.low < 0.8 * (in_pairs.high - in_pairs.low)


def test_programs_without_a_name_are_units_of_their_own() -> None:
    assert units(["a", "", "b", "a", ""]) == (0, 1, 2, 0, 3)
