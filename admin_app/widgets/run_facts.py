"""What a run was made with: all that is needed to make it again."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from admin_app.widgets.measures import profile_name, split_name
from evals.records import Run

_SHOWN = 12


def run_facts(run: Run) -> None:
    """Name and value; hashes by their beginning."""
    t, inputs = words(), run.inputs
    facts = {
        "profile": profile_name(inputs.profile),
        "gold": f"{inputs.gold} ({inputs.gold_hash[:_SHOWN]})",
        "split": split_name(inputs.split) if inputs.split else t("evaluation.all_programs"),
        "editions": ", ".join(inputs.vocabularies.values()),
        "source": inputs.source[:_SHOWN],
        "calibration": inputs.calibration[:_SHOWN],
        "packages": ", ".join(f"{name} {version}" for name, version in inputs.packages.items()),
        "machine": run.machine,
        "commit": run.commit or "–",
        "begun": formats.moment(run.started_at, language()),
    }
    rows = "".join(
        f"<div><dt>{in_html(t(f'run.{name}'))}</dt><dd>{in_html(value)}</dd></div>" for name, value in facts.items()
    )
    st.html(f"<dl class='facts'>{rows}</dl>")
