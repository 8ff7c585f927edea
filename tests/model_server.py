"""A server on loopback that speaks OpenAI's chat protocol and fails as it is told to, for tests."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

USAGE = {"prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960}


@dataclass(frozen=True)
class Request:
    """What a client sent: headers by lower-case name; `body` is the JSON object, empty where there was none."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, object]

    @property
    def text(self) -> str:
        """All messages, one after the other."""
        messages = self.body["messages"]
        assert isinstance(messages, list)
        return "\n".join(str(message["content"]) for message in messages)

    @property
    def schema(self) -> dict[str, object]:
        """The JSON schema that the answer is bound to."""
        given = self.body["response_format"]
        assert isinstance(given, dict)
        schema: dict[str, object] = given["json_schema"]["schema"]
        return schema

    def offered(self, facet: str) -> list[str]:
        """The codes that the schema lets through for a facet, in order."""
        properties = self.schema["properties"]
        assert isinstance(properties, dict)
        codes: list[str] = properties[facet]["properties"]["chosen"]["items"]["properties"]["code"]["enum"]
        return codes


@dataclass(frozen=True)
class Answer:
    """One answer: what the model says, or how the provider fails.

    `text` is the message's content, `refusal` a refusal in its place; `body` replaces the whole response; `cut` sends
    half of it and hangs up; `drop` hangs up without a word; `seconds` is the wait before all of these.
    """

    text: str | Callable[[Request], str] = "{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    usage: Mapping[str, object] | None = field(default_factory=lambda: USAGE)
    finish: str = "stop"
    refusal: str | None = None
    body: str | None = None
    cut: bool = False
    drop: bool = False


class ModelServer:
    """`plan` says how the next requests are answered, in order; after the plan (and without one) `otherwise` answers.

    Use as a context manager; `url` is the base URL for a client, `requests` is what came, in order of arrival.
    """

    def __init__(self, otherwise: Answer | None = None, *, handler: type[Handler] | None = None) -> None:
        self.otherwise = otherwise or Answer()
        self.requests: list[Request] = []
        self._planned: list[Answer] = []
        self._lock = threading.Lock()
        self._http = _Listener(self, handler or Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def plan(self, *answers: Answer) -> None:
        with self._lock:
            self._planned += answers

    def next_answer(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            return self._planned.pop(0) if self._planned else self.otherwise

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers each POST as a chat completion."""

    protocol_version = "HTTP/1.1"
    # Head and body go out at once: else the body waits some 40 ms until the head is acknowledged.
    disable_nagle_algorithm = True
    server: _Listener

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, json.loads(self.sent() or b"{}"))
        answer = self.server.owner.next_answer(request)
        time.sleep(answer.seconds)
        if answer.drop:
            self._hang_up()
            return
        self.send(response_to(request, answer).encode(), answer.status, answer.headers, cut=answer.cut)
        if answer.cut:
            self._hang_up()

    def sent(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def send(
        self, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None, *, cut: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)

    def _hang_up(self) -> None:
        """Reset the connection, as a provider that dies does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `requests`, not a log."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: ModelServer, handler: type[Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.owner = owner


def response_to(request: Request, answer: Answer) -> str:
    if answer.body is not None:
        return answer.body
    if answer.status != 200:
        return json.dumps({"error": {"message": "as the test planned", "type": "planned", "code": None}})
    message = {"role": "assistant", "content": None, "refusal": answer.refusal}
    if answer.refusal is None:
        message["content"] = answer.text if isinstance(answer.text, str) else answer.text(request)
    choice = {"index": 0, "message": message, "finish_reason": answer.finish}
    response = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": request.body["model"],
        "choices": [choice],
    }
    return json.dumps(response if answer.usage is None else {**response, "usage": answer.usage})


def first_choices(request: Request) -> str:
    """A usable answer to the selection prompt: the first candidate of each facet, quoting the program's title."""
    properties = request.schema["properties"]
    assert isinstance(properties, dict)
    answer: dict[str, object] = {"question": None}
    for facet in properties:
        if facet != "question":
            chosen = {"code": request.offered(facet)[0], "quote": title_of(request), "strength": "strong"}
            answer[facet] = {"chosen": [chosen], "none": None}
    return json.dumps(answer)


def title_of(request: Request) -> str:
    """The program's title as the prompt gives it: the line after the mark of the title."""
    lines = request.text.splitlines()
    return lines[max(at for at, line in enumerate(lines) if line == "[title]") + 1]
