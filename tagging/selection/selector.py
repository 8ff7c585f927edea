"""An answer for each question: one bought earlier, or one bought now, with one repair round at most."""

from __future__ import annotations

import threading
from functools import cached_property

from prompts.prompt import load
from tagging.records import Program
from tagging.selection.answer import REFUSED, Selection, mended, read
from tagging.selection.ask import Ask
from tagging.selection.chat import Chat
from tagging.selection.ledger import Call, Outcome
from tagging.selection.patience import patient
from tagging.selection.provider import Access
from tagging.selection.reply import Reply


class Selector:
    """Asks one model; every call is allowed and kept by the ledger."""

    def __init__(self, access: Access) -> None:
        self.model = access.provider.model
        self._access = access
        self._ledger = access.ledger
        self._room = threading.Semaphore(access.at_once)

    def select(self, ask: Ask, program: Program) -> Selection:
        """Raises SelectionFailed; what was bought until then is kept."""
        # A place at the model is held until the answer is kept: who waited for one may find that answer here.
        with self._room:
            answer = self._ledger.earlier(ask.key)
            return self._buy(ask, program) if answer is None else read(ask, program, answer)

    @cached_property
    def _chat(self) -> Chat:
        return Chat(self._access.provider)

    def _buy(self, ask: Ask, program: Program) -> Selection:
        """The repair round asks about the facets without a usable answer alone; what was usable stays."""
        first = self._call(ask)
        said = read(ask, program, _text(first))
        problems = said.problems
        if not problems:
            self._keep(ask, first, "refused" if first.text is None else "answered", _text(first))
            return said
        self._ledger.bought(_entry(ask, self.model, first, "unusable"), None)
        note = load("repair", ask.language).fill(problems=" ".join(dict.fromkeys(problems.values())))
        narrow = ask.narrowed(problems, note)
        second = self._call(narrow)
        still = read(narrow, program, _text(second)).problems
        outcome: Outcome = "refused" if second.text is None else "unusable" if still else "answered"
        answer = mended(_text(first), _text(second), problems.keys() - still.keys())
        self._keep(ask, second, outcome, answer)
        return read(ask, program, answer)

    def _call(self, ask: Ask) -> Reply:
        self._ledger.allow(ask.subject)
        return patient(self._access.attempts)(lambda: self._chat.reply(ask.messages, ask.schema))

    def _keep(self, ask: Ask, reply: Reply, outcome: Outcome, answer: str) -> None:
        """Usable or not, the last word is kept, so that the same question is never bought again."""
        self._ledger.bought(_entry(ask, self.model, reply, outcome), answer)


def _text(reply: Reply) -> str:
    return REFUSED if reply.text is None else reply.text or "{}"


def _entry(ask: Ask, model: str, reply: Reply, outcome: Outcome) -> Call:
    return Call(
        key=ask.key,
        subject=ask.subject,
        prompt=ask.prompt.title,
        prompt_hash=ask.prompt.sha256,
        model=model,
        tokens_in=reply.tokens_in,
        tokens_cached=reply.tokens_cached,
        tokens_out=reply.tokens_out,
        seconds=reply.seconds,
        outcome=outcome,
    )
