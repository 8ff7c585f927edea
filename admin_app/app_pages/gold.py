"""Gold: programs labelled from scratch, where two people differ, how far they agree, and the export."""

from __future__ import annotations

import streamlit as st

from admin_app.database import settings, work
from admin_app.menu import path
from admin_app.visit import actor, language, note, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from evals.agreement import Agreement, agreement
from evals.harvest import lines
from evals.sources import keep
from review_queue.gold.disputes import agreement_pairs, disputes
from review_queue.gold.examples import examples
from review_queue.gold.labels import counts
from review_queue.gold.programs import next_task
from review_queue.gold.records import GoldCounts
from review_queue.records import Language
from vocabulary import FACETS

_FEW = 30


def page() -> None:
    t = words()
    st.markdown(t("gold.about"))
    with work() as session:
        found = counts(session, actor=actor())
        pairs = agreement_pairs(session, actor=actor())
    _start()
    if _may_decide():
        _disputes()
    if found.started:
        _figures(found)
        _agreement({facet: agreement(pairs[facet]) for facet in FACETS if facet in pairs})
    if _may_decide():
        _export()


def _may_decide() -> bool:
    return actor().role in {"qa", "administrator"}


def _start() -> None:
    t = words()
    chosen: Language | None = st.segmented_control(
        t("review.language"), ["en", "fr"], format_func=lambda code: t(f"language.{code}"), key="gold_language"
    )
    if st.button(t("gold.next"), key="next_gold", type="primary", icon=":material/edit_note:"):
        with work() as session:
            following = next_task(session, actor=actor(), language=chosen)
        if following:
            st.switch_page(path("label"), query_params={"gold": str(following)})
        note(t("gold.nothing_to_label"))
        st.rerun()


def _disputes() -> None:
    t = words()
    with work() as session:
        waiting = disputes(session, actor=actor())
    if not waiting:
        return
    with st.container(
        border=True,
        key="disputes",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        st.markdown(f":material/gavel: {t.counted('gold.disputes', len(waiting))}")
        if st.button(t("gold.decide_first"), key="go_adjudicate"):
            st.switch_page(path("adjudicate"), query_params={"gold": str(waiting[0])})


def _figures(found: GoldCounts) -> None:
    t = words()
    st.subheader(t("gold.how_far"), anchor=False)
    with st.grid("auto", min_column_width=170, gap="small"):
        st.metric(t("gold.labelled_once"), found.labelled_once, border=True)
        st.metric(t("gold.agreed"), found.agreed, border=True)
        st.metric(t("gold.disputed"), found.disputed, border=True)
        st.metric(t("gold.adjudicated"), found.adjudicated, border=True)
        st.metric(t("gold.mine"), found.mine, border=True)


def _agreement(found: dict[str, Agreement]) -> None:
    t = words()
    st.subheader(t("gold.agreement"), anchor=False)
    if not found:
        st.caption(t("gold.no_agreement_yet"))
        return
    heads = ("facet_head", "programs_head", "identical_head", "alpha_head")
    head = "".join(f"<th scope='col'>{in_html(t(f'gold.{name}'))}</th>" for name in heads)
    rows = "".join(_row(facet, each) for facet, each in found.items())
    st.html(f"<div class='table'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")
    st.caption(t("gold.alpha_about"))


def _row(facet: str, found: Agreement) -> str:
    t, reader = words(), language()
    few = f" · {t('quality.few')}" if found.programs < _FEW else ""
    alpha = formats.number(found.alpha, reader) if found.alpha is not None else "–"
    cells = (t(f"facet.{facet}"), f"{found.programs}{few}", formats.share(found.share, reader), alpha)
    return f"<tr>{''.join(f'<td>{in_html(cell)}</td>' for cell in cells)}</tr>"


def _export() -> None:
    t = words()
    st.subheader(t("gold.export"), anchor=False)
    st.markdown(t("gold.export_about"))
    with st.container(horizontal=True):
        st.download_button(
            t("gold.export_lines"),
            data=_lines,
            file_name="gold.jsonl",
            mime="application/jsonl",
            key="export_gold",
            icon=":material/download:",
            on_click="ignore",
        )
        if st.button(t("gold.keep_for_runs"), key="keep_gold", icon=":material/analytics:"):
            _keep_for_runs()


def _keep_for_runs() -> None:
    t, said = words(), _lines().decode()
    kept = keep(settings().data_dir / "gold", said) if said else None
    note(t("gold.kept_for_runs", name=kept.stem) if kept else t("gold.nothing_settled"))
    st.rerun()


def _lines() -> bytes:
    with work() as session:
        return lines(examples(session, actor=actor())).encode()


page()
