"""Cookies that outlive a page refresh: the sign-in (HttpOnly) and the chosen language, set over plain HTTP."""

from __future__ import annotations

import secrets
import time
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin_app.wording import LANGUAGES

SESSION_COOKIE = "panel_session"
LANGUAGE_COOKIE = "panel_language"
_TICKET_SECONDS = 60.0
_YEAR_SECONDS = 365 * 24 * 3600


class Tickets:
    """One-time tickets the browser trades for its cookie, so that no script ever sees the session token."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[str, float]] = {}
        self._lock = Lock()

    def issue(self, token: str) -> str:
        """A ticket good once, for a minute."""
        ticket = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            self._waiting = {key: kept for key, kept in self._waiting.items() if kept[1] > now}
            self._waiting[ticket] = (token, now + _TICKET_SECONDS)
        return ticket

    def redeem(self, ticket: str) -> str | None:
        """The session token, or None when the ticket is unknown, used or too old."""
        with self._lock:
            token, until = self._waiting.pop(ticket, ("", 0.0))
        return token if until > time.monotonic() else None


TICKETS = Tickets()


async def _keep_session(request: Request) -> Response:
    token = TICKETS.redeem(request.headers.get("x-ticket", ""))
    if token is None:
        return Response(status_code=410)
    response = Response(status_code=204)
    response.set_cookie(
        SESSION_COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
    )
    return response


async def _forget_session(request: Request) -> Response:
    response = Response(status_code=204 if "x-ticket" in request.headers else 403)
    if response.status_code == 204:
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return response


async def _keep_language(request: Request) -> Response:
    language = request.headers.get("x-language", "")
    if language not in LANGUAGES:
        return Response(status_code=400)
    response = Response(status_code=204)
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_SECONDS, samesite="strict", path="/")
    return response


# The custom headers can't be sent by another site's form, and another site's script is refused by the browser.
ROUTES = [
    Route("/panel/session", _keep_session, methods=["POST"]),
    Route("/panel/session", _forget_session, methods=["DELETE"]),
    Route("/panel/language", _keep_language, methods=["POST"]),
]
