"""The panel as a web application: Streamlit's, with our cookie routes, headers and last word on errors."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_app.cookies import ROUTES

logger = logging.getLogger(__name__)

_SCRIPT = Path(__file__).parent / "app.py"
_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'; connect-src 'self'; "
        "img-src 'self' data: blob:; font-src 'self' data:"
    ),
}


class SecurityHeaders:
    """Adds the headers above to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def application(ready: Callable[[], None]) -> st.App:
    """`ready` is called once the panel answers."""

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[dict[str, object]]:
        ready()
        yield {}

    return st.App(
        _SCRIPT,
        routes=ROUTES,
        middleware=[Middleware(SecurityHeaders)],
        lifespan=lifespan,
        on_script_error=_say_so,
    )


def serve(*, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until interrupted."""
    application(ready).run(config={"server.address": host, "server.port": port, "server.headless": True})


def _say_so(error: Exception) -> bool:
    from admin_app.visit import words

    logger.error("A page failed.", exc_info=error)
    st.error(words()("error.unexpected"), icon=":material/error:")
    return True
