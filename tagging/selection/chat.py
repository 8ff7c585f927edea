"""The one door to a model provider: messages go out, a reply comes in, and nothing of either goes elsewhere."""

from __future__ import annotations

import time
import weakref
from collections.abc import Sequence

import httpx2
import openai
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI
from langsmith import tracing_context

from tagging.selection.ask import Message
from tagging.selection.provider import Provider
from tagging.selection.reply import MOST_TOKENS_OUT, Reply, believed, characters
from tagging.selection.translation import NOT_THE_PROTOCOL, translated


class Chat:
    """A client that never tries again by itself."""

    def __init__(self, provider: Provider) -> None:
        """Raises CallsForbidden, and ProviderRefused without a key."""
        provider.check()
        connections = httpx2.Client(
            timeout=provider.timeout_seconds,
            trust_env=not provider.on_this_machine,
            # As many as are opened are kept: a call seldom finds a connection closed under it.
            limits=httpx2.Limits(max_keepalive_connections=None),
        )
        weakref.finalize(self, connections.close)
        self._client = ChatOpenAI(
            model=provider.model,
            base_url=provider.base_url,
            api_key=provider.api_key if provider.api_key.get_secret_value() else lambda: "none",
            timeout=provider.timeout_seconds,
            max_retries=0,
            temperature=0,
            max_completion_tokens=MOST_TOKENS_OUT,
            http_client=connections,
        )

    def reply(self, messages: Sequence[Message], schema: dict[str, object]) -> Reply:
        """Raises ProviderUnavailable, ProviderRefused, RequestRefused."""
        # What `with_structured_output` binds, without its parsing: the answer is read with suspicion elsewhere.
        shape = {key: value for key, value in schema.items() if key != "title"}
        form = {"name": schema["title"], "schema": shape, "strict": True}
        # Beside the body, because LangChain has a form that it knows of checked key by key for each call.
        bound = self._client.bind(extra_body={"response_format": {"type": "json_schema", "json_schema": form}})
        sent = characters(messages, schema)
        started = time.monotonic()
        try:
            with tracing_context(enabled=False):
                message = bound.invoke([(each.role, each.content) for each in messages])
        except (openai.OpenAIError, *NOT_THE_PROTOCOL) as error:
            if isinstance(error, openai.BadRequestError) and error.code == "content_filter":
                return Reply(None, seconds=time.monotonic() - started)
            raise translated(error) from None
        filtered = message.response_metadata.get("finish_reason") == "content_filter"
        said = None if filtered or message.additional_kwargs.get("refusal") else str(message.content)
        return believed(said, _usage(message), sent, time.monotonic() - started)


def _usage(message: AIMessage) -> tuple[int, int, int]:
    if not message.usage_metadata:
        return 0, 0, 0
    cached = message.usage_metadata.get("input_token_details", {}).get("cache_read") or 0
    return message.usage_metadata["input_tokens"], cached, message.usage_metadata["output_tokens"]
