"""The two databases, opened once a process; pages take a session from here and call use cases with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from sqlalchemy import Engine
from sqlmodel import Session

import catalog.database
import review_queue.database
from settings import Settings


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    return Settings()


@st.cache_resource(show_spinner=False)
def _work_engine() -> Engine:
    return review_queue.database.prepare(settings().database_url("work"))


@st.cache_resource(show_spinner=False)
def _catalog_engine() -> Engine:
    return catalog.database.prepare(settings().database_url("catalog"))


@contextmanager
def work() -> Iterator[Session]:
    """A session on submissions, decisions, accounts and audit."""
    with Session(_work_engine()) as session:
        yield session


@contextmanager
def published() -> Iterator[Session]:
    """A session on the catalog of listings."""
    with Session(_catalog_engine()) as session:
        yield session
