"""What must be true before the panel can be served: a free port, a writable folder, databases, first accounts."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

import catalog.database
import review_queue.database
from admin_app.wording import LANGUAGES, wording
from intake.samples import receive_all
from review_queue.accounts import ensure_first_accounts
from review_queue.prices import PRICES, PriceTableWrong, read_prices
from review_queue.records import FirstAccount
from settings import Settings

ACCOUNTS_FILE = "first-accounts.txt"


class NotReady(Exception):
    """Why the panel cannot start, as a sentence in each language."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(said(key, **values))


def said(key: str, **values: str | int) -> str:
    """A sentence of the terminal, in English and in French, one a line."""
    return "\n".join(wording(language)(key, **values) for language in LANGUAGES)


def check_port(host: str, port: int) -> None:
    """Raises NotReady when something else listens there, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NotReady("start.port_taken", host=host, port=port) from error


def check_folder(folder: Path) -> None:
    """Make the data folder if need be. Raises NotReady when it cannot be written to."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise NotReady("start.folder_not_writable", folder=str(folder)) from error


def check_prices(path: Path | None) -> None:
    """Raises NotReady when a price table is named that cannot be read as one."""
    try:
        read_prices(path or PRICES)
    except PriceTableWrong as wrong:
        raise NotReady("start.settings_wrong", reason=str(wrong)) from wrong


def prepare_databases(settings: Settings) -> list[FirstAccount]:
    """Migrate both databases; at the first start make the accounts and receive the sample batch."""
    catalog.database.prepare(settings.database_url("catalog")).dispose()
    engine = review_queue.database.prepare(settings.database_url("work"))
    with Session(engine) as session:
        accounts = ensure_first_accounts(session)
        if accounts:
            keep_accounts(settings.data_dir / ACCOUNTS_FILE, accounts)
            receive_all(session, email=next(one.email for one in accounts if one.role == "submitter"))
    engine.dispose()
    return accounts


def keep_accounts(path: Path, accounts: Sequence[FirstAccount]) -> None:
    """Write the passwords where only the owner can read them."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(table(accounts) + "\n")


def table(accounts: Sequence[FirstAccount]) -> str:
    """One account a line: role, e-mail address, password."""
    wide = max(len(account.email) for account in accounts)
    return "\n".join(f"{account.role:<15}{account.email:<{wide + 2}}{account.password}" for account in accounts)
