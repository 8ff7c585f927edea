"""The Batch API: many questions sent as a file, answered within a day at a lower price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import httpx2
import openai
from openai.types import Batch

from tagging.profiles import chosen_by
from tagging.records import Program
from tagging.selection.answer import Selection
from tagging.selection.ask import Ask
from tagging.selection.batch_lines import ENDPOINT, BatchAnswer, answer
from tagging.selection.provider import Provider
from tagging.selection.translation import NOT_THE_PROTOCOL, translated

Ending = Literal["completed", "expired", "cancelled", "failed"]

_MARK = "retag"
_ENDINGS: Mapping[str, Ending] = {
    "completed": "completed",
    "expired": "expired",
    "cancelled": "cancelled",
    "failed": "failed",
}
# Seconds by which the provider's clock may be behind ours.
_CLOCKS_APART = 3_600.0


@dataclass(frozen=True, slots=True)
class Question:
    """What would be asked, and the program as the model would see it, to read the answer by."""

    ask: Ask
    program: Program


class Asker:
    """Notes what the openai profile would ask about a program, without asking it."""

    def __init__(self, model: str) -> None:
        self.model = model
        self._tagger = chosen_by(self)
        self._noted: Question | None = None

    def question(self, program: Program) -> Question | None:
        """None where nothing would be asked. One at a time."""
        self._noted = None
        self._tagger.suggest(program)
        return self._noted

    def select(self, ask: Ask, program: Program) -> Selection:
        self._noted = Question(ask, program)
        return Selection({})


@dataclass(frozen=True, slots=True)
class Ended:
    """A batch that will not change any more, and the files with what came of its questions."""

    how: Ending
    files: tuple[str, ...]


class BatchDesk:
    """Hands files of questions to the provider and fetches their answers; each batch carries a mark of ours.

    Every method raises ProviderUnavailable, ProviderRefused, RequestRefused.
    """

    def __init__(self, provider: Provider) -> None:
        """Raises CallsForbidden, and ProviderRefused without a key."""
        provider.check()
        self._client = openai.OpenAI(
            api_key=provider.api_key.get_secret_value() or "none",
            base_url=provider.base_url,
            max_retries=0,
            http_client=httpx2.Client(timeout=provider.timeout_seconds, trust_env=not provider.on_this_machine),
        )

    def close(self) -> None:
        self._client.close()

    def submit(self, lines: Iterable[bytes], mark: str) -> str:
        """The provider's id of the batch."""
        with _failures_translated():
            file = self._client.files.create(file=(f"{mark}.jsonl", b"".join(lines)), purpose="batch")
            return self._client.batches.create(
                input_file_id=file.id, endpoint=ENDPOINT, completion_window="24h", metadata={_MARK: mark}
            ).id

    def handed_over(self, since: datetime) -> Mapping[str, str]:
        """The batches submitted from then on by their marks, in case a crash kept their ids from being noted.

        The provider lists the newest first, a hundred a page.
        """
        oldest, found, seen = since.timestamp() - _CLOCKS_APART, dict[str, str](), set[str]()
        with _failures_translated():
            for batch in self._client.batches.list(limit=100):
                # A server that knows no pages gives the first one for ever.
                if batch.created_at < oldest or batch.id in seen:
                    break
                seen.add(batch.id)
                found.setdefault(_mark_of(batch), batch.id)
        return found

    def ended(self, batch_id: str) -> Ended | None:
        """None while it is under way. One that expired or was cancelled keeps the answers it has."""
        with _failures_translated():
            batch = self._client.batches.retrieve(batch_id)
        if batch.status not in _ENDINGS:
            return None
        return Ended(_ENDINGS[batch.status], tuple(filter(None, (batch.output_file_id, batch.error_file_id))))

    def answers(self, ended: Ended) -> Iterator[BatchAnswer]:
        """What came, in any order; not every question need have a line."""
        for file_id in ended.files:
            with _failures_translated():
                # Not splitlines: JSON may hold other characters that end a line.
                lines = self._client.files.content(file_id).text.split("\n")
            yield from filter(None, map(answer, lines))


@contextmanager
def _failures_translated() -> Iterator[None]:
    try:
        yield
    except (openai.OpenAIError, *NOT_THE_PROTOCOL) as error:
        raise translated(error) from None


def _mark_of(batch: Batch) -> str:
    return (batch.metadata or {}).get(_MARK, "")
