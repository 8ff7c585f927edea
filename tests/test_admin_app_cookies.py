"""The sign-in cookie: traded for a ticket once, never readable by a script, dropped at sign-out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from threading import Thread

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from admin_app import cookies
from admin_app.cookies import ROUTES, SESSION_COOKIE, TICKETS, Tickets
from admin_app.server import SecurityHeaders


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The routes on loopback, over real HTTP."""
    app = Starlette(routes=ROUTES, middleware=[Middleware(SecurityHeaders)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    yield port
    server.should_exit = True
    thread.join()


def _ask(port: int, method: str, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_a_ticket_is_traded_for_a_cookie_that_scripts_cannot_read(port: int) -> None:
    response = _ask(port, "POST", "/panel/session", X_Ticket=TICKETS.issue("the-token"))

    cookie = response.headers["set-cookie"]
    assert response.status == 204
    assert cookie.startswith(f"{SESSION_COOKIE}=the-token;")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_a_ticket_is_good_once(port: int) -> None:
    ticket = TICKETS.issue("the-token")
    _ask(port, "POST", "/panel/session", X_Ticket=ticket)

    again = _ask(port, "POST", "/panel/session", X_Ticket=ticket)

    assert again.status == 410
    assert "set-cookie" not in again.headers


def test_a_guessed_ticket_gets_nothing(port: int) -> None:
    assert _ask(port, "POST", "/panel/session", X_Ticket="guess").status == 410
    assert _ask(port, "POST", "/panel/session").status == 410


def test_a_ticket_grows_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookies, "_TICKET_SECONDS", -1.0)
    tickets = Tickets()

    assert tickets.redeem(tickets.issue("the-token")) is None


def test_signing_out_drops_the_cookie_but_not_at_a_foreign_form_s_wish(port: int) -> None:
    dropped = _ask(port, "DELETE", "/panel/session", X_Ticket="none")
    refused = _ask(port, "DELETE", "/panel/session")

    assert "Max-Age=0" in dropped.headers["set-cookie"]
    assert refused.status == 403
    assert "set-cookie" not in refused.headers


def test_only_our_languages_are_remembered(port: int) -> None:
    assert "panel_language=fr" in _ask(port, "POST", "/panel/language", X_Language="fr").headers["set-cookie"]
    assert _ask(port, "POST", "/panel/language", X_Language="xx").status == 400


def test_every_response_forbids_framing_and_foreign_requests(port: int) -> None:
    headers = _ask(port, "POST", "/panel/language", X_Language="fr").headers

    assert headers["x-frame-options"] == "DENY"
    assert "connect-src 'self'" in headers["content-security-policy"]
