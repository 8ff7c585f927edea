"""The panel without a browser, for tests of pages: its databases, the people in them, and what a page says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from people import People
from sqlalchemy import Engine
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from review_queue.records import Actor, Language
from review_queue.sessions import open_session

APP = Path(__file__).parents[1] / "admin_app" / "app.py"


@dataclass(frozen=True)
class Office:
    """The databases the panel will open, and the people in them."""

    session: Session
    work: Engine
    catalog: Engine
    people: People

    def visit(self, actor: Actor, slug: str = "home", *, language: Language = "en", **query: str) -> AppTest:
        """The page as the person sees it after signing in."""
        at = AppTest.from_file(str(APP), default_timeout=40)
        at.session_state["token"] = open_session(self.session, actor)
        at.session_state["language"] = language
        at.run()
        if slug != "home":
            at.query_params.update(query)
            at.switch_page(f"app_pages/{slug}.py").run()
        assert not at.exception
        return at


def said(at: AppTest) -> str:
    """Everything that the page says."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "html", "info", "error", "success", "warning")
    words = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    return "\n".join([*words, *(button.label for button in at.button)])
