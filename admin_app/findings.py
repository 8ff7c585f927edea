"""What the evals find out about runs, worked out once and kept while the panel runs."""

from __future__ import annotations

import streamlit as st

from admin_app.database import settings, work
from admin_app.visit import actor, language
from evals import access
from evals.baseline import committed
from evals.compare import Comparison, compare
from evals.figures import Figure, measured
from evals.gate import Verdict, gate
from evals.gold import GoldProgram, read
from evals.records import Inputs, Recorded, Run
from evals.report.contents import contents
from evals.report.page import page
from evals.report.words import words as report_words
from evals.slices import Slice, sliced
from evals.sources import gold_of

_KEPT = 64


def recorded(run_id: str) -> Recorded:
    """A run as the person at the screen may see it. Raises NoRun."""
    with work() as session:
        return access.recorded(session, actor=actor(), run_id=run_id)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def figures(run_id: str, _run: Recorded) -> list[Figure]:
    return measured(_run)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def slices(run_id: str, facet: str, _run: Recorded) -> list[Slice]:
    return sliced(_run, facet)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def comparison(base_id: str, new_id: str, facet: str, _base: Recorded, _new: Recorded) -> Comparison:
    """Raises NotPaired."""
    return compare(_base, _new, sliced=facet)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def verdicts(base_id: str, new_id: str, _base: Recorded, _new: Recorded) -> list[Verdict]:
    """Raises NotPaired."""
    return gate(_base, _new)


@st.cache_data(show_spinner=False)
def baseline_id() -> str:
    """Of the committed run."""
    return committed().run.id


def is_in_use(run: Run) -> bool:
    """Whether it is the committed run, as long as its profile is the one that tags here."""
    return run.id == baseline_id() and run.inputs.profile == settings().tagging_profile


def gold_programs(inputs: Inputs) -> dict[str, GoldProgram] | None:
    """The programs a run was measured on, by id; None when their file is gone or was changed since."""
    path = gold_of(inputs, settings().data_dir / "gold")
    return {gold.program.id: gold for gold in read(path)} if path else None


def report(run: Recorded, beside: Recorded | None) -> bytes:
    """One HTML page on the run, with the other one beside it."""
    return page(contents([run, beside] if beside else [run]), report_words(language())).encode()
