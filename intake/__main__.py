"""The command line of intake: `python -m intake FILE --institution NAME [--as EMAIL]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from intake.reception import receive
from intake.records import FileRefused, Received
from review_queue.accounts import operator
from review_queue.database import prepare
from review_queue.institutions import institution_named
from review_queue.refusals import NotFound, Refusal
from settings import Settings

_LANGUAGES = ("en", "fr")
_FIRST_ADMINISTRATOR = "administrator@example.org"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when every row went in, 1 when some have problems, 2 when nothing was taken."""
    chosen = _parser().parse_args(arguments)
    try:
        content = chosen.file.read_bytes()
    except OSError as error:
        return _refuse(f"{chosen.file} cannot be read: {error.strerror}.")
    engine = prepare(Settings().database_url("work"))
    try:
        with Session(engine) as session:
            received = _receive(session, chosen, content)
    except FileRefused as refused:
        return _refuse(refused.sentence(chosen.language))
    except NotFound:
        return _refuse(f"There is no active account {chosen.account}; name one with --as.")
    except Refusal as refusal:
        return _refuse(str(refusal))
    finally:
        engine.dispose()
    _report(received, chosen.language)
    return 1 if received.problems else 0


def _receive(session: Session, chosen: argparse.Namespace, content: bytes) -> Received:
    actor = operator(session, email=chosen.account)
    institution_id = institution_named(session, name=chosen.institution)
    return receive(session, actor=actor, institution_id=institution_id, filename=chosen.file.name, content=content)


def _report(received: Received, language: str) -> None:
    for remark in (*received.reading.notes, *received.problems):
        print(": ".join(filter(None, (remark.place(language), remark.sentence(language)))), file=sys.stderr)
    receipt = received.receipt
    if receipt.already_received:
        print("Already received: this file brought nothing new.")
    else:
        print(f"Programs: {receipt.created} new, {receipt.revised} revised, {receipt.unchanged} unchanged.")
    print(f"Rows to correct: {len(received.reading.rejected)}.")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake", description="Receive a CSV or XLSX file of programs.")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to read")
    parser.add_argument("--institution", required=True, metavar="NAME", help="the institution that sends it")
    parser.add_argument(
        "--as", dest="account", default=_FIRST_ADMINISTRATOR, metavar="EMAIL", help="the account that receives it"
    )
    parser.add_argument("--language", choices=_LANGUAGES, default="en", help="the language of the sentences")
    return parser


if __name__ == "__main__":
    sys.exit(main())
