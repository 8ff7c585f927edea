"""One facet of one program in a run: the right tags and where each was lost, and the candidates as ranked."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats, tags
from admin_app.widgets.escaping import in_html
from admin_app.widgets.measures import report_words
from evals.records import Answer, Candidate
from vocabulary import VOCABULARY_OF, load

_SHOWN = 10


def right_codes(answer: Answer) -> None:
    """Each right tag with what became of it."""
    t = words()
    st.subheader(t("errors.right"), anchor=False)
    lost = answer.lost()
    rows = "".join(
        f"<li><span class='tag facet-{answer.facet}'>{in_html(concept_name(answer.facet, code))}</span>"
        f"<small>{in_html(report_words().fate(answer, code))}</small></li>"
        for code in answer.right
    )
    if rows:
        st.html(f"<ul class='tag-tree'>{rows}</ul>")
    else:
        st.caption(t("gold.said_none"))
    for kind in dict.fromkeys(lost.values()):
        st.caption(t(f"lost.{kind}_about"))


def candidates_table(answer: Answer) -> None:
    """The first of the candidates, and every right one further down."""
    t = words()
    st.subheader(t("errors.candidates"), anchor=False)
    if not answer.candidates:
        st.caption(t("errors.no_candidates"))
        return
    ranked = list(enumerate(answer.candidates, 1))
    shown = [(rank, each) for rank, each in ranked if rank <= _SHOWN or each.code in answer.right]
    rows = "".join(_row(rank, each, answer) for rank, each in shown)
    heads = "".join(f"<th scope='col'>{in_html(t(f'errors.{name}'))}</th>" for name in ("rank", "tag", "sure"))
    st.html(f"<div class='table'><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>")


def _row(rank: int, candidate: Candidate, answer: Answer) -> str:
    t, is_right = words(), candidate.code in answer.right
    said = [t("errors.is_right")] if is_right else []
    said += [t("errors.proposed")] if candidate.proposed else []
    marked = " class='is-right'" if is_right else " class='is-wrong'" if candidate.proposed else ""
    share = formats.share(candidate.probability, language())
    fate = f"<small>{in_html(' · '.join(said))}</small>" if said else ""
    name = in_html(concept_name(answer.facet, candidate.code))
    return f"<tr{marked}><td>{rank}</td><td>{name}{fate}</td><td>{in_html(share)}</td></tr>"


def concept_name(facet: str, code: str) -> str:
    """A code in words; as it is where the edition at hand lacks it."""
    concept = load(VOCABULARY_OF[facet]).concepts.get(code)
    return tags.name(concept) if concept else code
