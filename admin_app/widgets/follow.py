"""Keeps the proposal at hand, and its evidence, in sight; puts the cursor where the person is to write."""

from __future__ import annotations

import streamlit as st

_COMPONENT = st.components.v2.component(
    "follow_focus",
    html="<span hidden></span>",
    js="""
let shown = "";
export default function (component) {
  const { target } = component.data;
  if (!target || target === shown) return;
  shown = target;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  setTimeout(() => {
    if (target === "settling") document.querySelector(".st-key-settling textarea")?.focus();
    document.querySelector(`.st-key-${target}`)?.scrollIntoView({ block: "nearest", behavior: calm });
    document.querySelector("mark.is-focused")?.scrollIntoView({ block: "nearest", behavior: calm });
  }, 120);
}
""",
)


def follow(target: str) -> None:
    """Scroll the container of that key into view whenever the key changes; "settling" is the panel to write in."""
    _COMPONENT(key="follow_focus", data={"target": target})
