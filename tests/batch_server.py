"""A server on loopback that speaks OpenAI's Batch API: files, batches, and answers when it is told to finish."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from email.parser import BytesParser
from urllib.parse import parse_qs, urlsplit

from model_server import Answer, Handler, ModelServer, Request, first_choices, response_to


class BatchServer(ModelServer):
    """`batches` and `files` are what was sent; `finish` answers all that is open, by the plan of its answers.

    `failing` refuses every request with that status, `full` every batch with it beyond `room`; `lists` counts the pages
    of batches that were asked for.
    """

    def __init__(self) -> None:
        super().__init__(Answer(first_choices), handler=_BatchHandler)
        self.files: dict[str, str] = {}
        self.batches: dict[str, dict[str, object]] = {}
        self.failing: int | None = None
        self.room, self.full = 1_000, 503
        self.lists = 0

    def questions(self) -> list[dict[str, object]]:
        """All lines of all batches."""
        return [json.loads(line) for batch in self.batches.values() for line in self._lines(batch)]

    def add(self, asked: dict[str, object], **more: object) -> dict[str, object]:
        """A batch as the provider keeps it."""
        name = f"batch-{len(self.batches) + 1}"
        known = {"id": name, "object": "batch", "created_at": int(time.time()), "status": "in_progress"}
        self.batches[name] = asked | known | more
        return self.batches[name]

    def finish(
        self, status: str = "completed", *, more: str = "", keep: Callable[[str], bool] = lambda line: True
    ) -> None:
        """`more` is put at the end of the answers, as a provider gone wrong would; `keep` leaves out lines."""
        for batch in [one for one in self.batches.values() if one["status"] == "in_progress"]:
            lines = [self._line(json.loads(line)) for line in self._lines(batch)]
            for name, is_wanted in (("output", _is_answer), ("error", lambda line: not _is_answer(line))):
                file = f"{name}-{batch['id']}"
                self.files[file] = "\n".join([*filter(keep, filter(is_wanted, lines)), more])
                batch[f"{name}_file_id"] = file
            batch["status"] = status

    def page(self, after: str | None, limit: int) -> dict[str, object]:
        """Newest first."""
        self.lists += 1
        names = list(reversed(self.batches))
        start = names.index(after) + 1 if after else 0
        data = [self.batches[name] for name in names[start : start + limit]]
        return {"object": "list", "data": data, "has_more": start + limit < len(names)}

    def _lines(self, batch: dict[str, object]) -> list[str]:
        return self.files[str(batch["input_file_id"])].splitlines() if "input_file_id" in batch else []

    def _line(self, asked: dict[str, object]) -> str:
        body = asked["body"]
        assert isinstance(body, dict)
        request = Request("/v1/chat/completions", {}, body)
        answer = self.next_answer(request)
        if answer.status == 0:
            # The provider never asked the model; the body is its code for that.
            error = {"code": answer.body, "message": "as the test planned"}
            return json.dumps({"custom_id": asked["custom_id"], "response": None, "error": error})
        response = {"status_code": answer.status, "body": json.loads(response_to(request, answer))}
        return json.dumps({"custom_id": asked["custom_id"], "response": response, "error": None}, ensure_ascii=False)


def _is_answer(line: str) -> bool:
    response = json.loads(line)["response"]
    return bool(response) and response["status_code"] == 200


class _BatchHandler(Handler):
    @property
    def _owner(self) -> BatchServer:
        assert isinstance(self.server.owner, BatchServer)
        return self.server.owner

    def do_POST(self) -> None:  # noqa: N802 - http.server calls it so
        server, sent = self._owner, self.sent()
        is_batch = self.path.endswith("/batches")
        refused = server.failing or (is_batch and len(server.batches) >= server.room and server.full)
        if refused:
            self._json({"error": {"message": "as the test planned"}}, refused)
        elif is_batch:
            self._json(server.add(json.loads(sent)))
        else:
            name = f"file-{len(server.files) + 1}"
            server.files[name] = _uploaded(self.headers["Content-Type"], sent)
            self._json({"id": name, "object": "file", "bytes": len(sent), "created_at": 0, "filename": "asked.jsonl"})

    def do_GET(self) -> None:  # noqa: N802 - http.server calls it so
        server, address = self._owner, urlsplit(self.path)
        parts, query = address.path.split("/")[2:], parse_qs(address.query)
        if server.failing:
            self._json({"error": {"message": "as the test planned"}}, server.failing)
        elif parts == ["batches"]:
            self._json(server.page(query.get("after", [None])[0], int(query.get("limit", ["20"])[0])))
        elif parts[0] == "batches":
            self._json(server.batches[parts[1]])
        else:
            self.send(server.files[parts[1]].encode())

    def _json(self, given: object, status: int = 200) -> None:
        self.send(json.dumps(given).encode(), status)


def _uploaded(kind: str, sent: bytes) -> str:
    """The file in a multipart form."""
    form = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + sent)
    parts = {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}
    return parts["file"].get_payload(decode=True).decode()
