"""A server on loopback that speaks OpenAI's Batch API: files, batches, and answers when it is told to finish."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from model_server import USAGE, Request, first_choices


class BatchServer:
    """`batches` and `files` are what was sent; `finish` answers all that is open, `failing` refuses every request."""

    def __init__(self, answer: Callable[[Request], str | None] = first_choices) -> None:
        self.files: dict[str, str] = {}
        self.batches: dict[str, dict[str, object]] = {}
        self.failing: int | None = None
        self._answer = answer
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def questions(self) -> list[dict[str, object]]:
        """All lines of all batches."""
        files = [self.files[str(batch["input_file_id"])] for batch in self.batches.values()]
        return [json.loads(line) for file in files for line in file.splitlines()]

    def finish(self, status: str = "completed", *, more: str = "") -> None:
        """`more` is put at the end of the answers, as a provider gone wrong would."""
        for batch in self.batches.values():
            if batch["status"] != "in_progress":
                continue
            lines = [self._line(json.loads(line)) for line in self.files[str(batch["input_file_id"])].splitlines()]
            self.files[f"out-{batch['id']}"] = "\n".join([*lines, more])
            batch.update(status=status, output_file_id=f"out-{batch['id']}")

    def _line(self, asked: dict[str, object]) -> str:
        body = asked["body"]
        assert isinstance(body, dict)
        said = self._answer(Request("/v1/chat/completions", {}, body))
        message = {"role": "assistant", "content": said, "refusal": None if said else "No."}
        response = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            "usage": USAGE,
        }
        return json.dumps({"custom_id": asked["custom_id"], "response": {"status_code": 200, "body": response}})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


def _handler(server: BatchServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if server.failing:
                self._json({"error": {"message": "as the test planned"}}, server.failing)
            elif self.path == "/v1/files":
                name = f"file-{len(server.files) + 1}"
                server.files[name] = _uploaded(self.headers["Content-Type"], sent)
                self._json(
                    {"id": name, "object": "file", "bytes": len(sent), "created_at": 0, "filename": "asked.jsonl"}
                )
            else:
                name = f"batch-{len(server.batches) + 1}"
                asked = json.loads(sent)
                server.batches[name] = {
                    **asked,
                    "id": name,
                    "object": "batch",
                    "created_at": 0,
                    "status": "in_progress",
                }
                self._json(server.batches[name])

        def do_GET(self) -> None:
            parts = urlsplit(self.path).path.split("/")[2:]
            if server.failing:
                self._json({"error": {"message": "as the test planned"}}, server.failing)
            elif parts == ["batches"]:
                self._json({"object": "list", "data": list(server.batches.values()), "has_more": False})
            elif parts[0] == "batches":
                self._json(server.batches[parts[1]])
            else:
                self._send(server.files[parts[1]].encode(), 200)

        def _json(self, given: object, status: int = 200) -> None:
            self._send(json.dumps(given).encode(), status)

        def _send(self, body: bytes, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Tests read what was sent, not a log."""

    return Handler


def _uploaded(kind: str, sent: bytes) -> str:
    """The file in a multipart form."""
    form = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + sent)
    parts = {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}
    return parts["file"].get_payload(decode=True).decode()
