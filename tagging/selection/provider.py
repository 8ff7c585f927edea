"""Which model is asked, where, and whether and how often calls may be made."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from tagging.selection.failures import CallsForbidden, Failure, ProviderRefused
from tagging.selection.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenAI-compatible server; `external_calls` False allows one on this machine only."""

    model: str
    base_url: str
    api_key: SecretStr
    timeout_seconds: float = 60.0
    external_calls: bool = True

    @property
    def on_this_machine(self) -> bool:
        if self._host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self._host).is_loopback
        except ValueError:
            return False

    @property
    def _host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    def check(self) -> None:
        """Called where the client is made, nowhere else. Raises CallsForbidden, and ProviderRefused without a key."""
        if self.on_this_machine:
            return
        if not self.external_calls:
            raise CallsForbidden(self._host)
        if not self.api_key.get_secret_value():
            raise ProviderRefused(Failure("no_key"))


@dataclass(frozen=True, slots=True)
class Access:
    """To a model: who is asked, and where calls are allowed and kept.

    A call is tried `attempts` times while the provider is away: once where a queue tries again by itself. No more than
    `at_once` answers are being bought at any moment.
    """

    provider: Provider
    ledger: Ledger
    attempts: int = 1
    at_once: int = 32
