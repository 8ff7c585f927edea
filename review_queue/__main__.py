"""The command line: `python -m review_queue worker`, `retag` and `audit`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from review_queue import audit, database
from review_queue.budgets import PriceUnknown
from review_queue.prices import PriceTableWrong
from review_queue.records import Language
from review_queue.refusals import AuditBroken
from settings import Settings, faults
from tagging.selection.failures import CallsForbidden, ProviderRefused

_RETAGGING: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "offline": "Retagging needs a profile that asks a model; set TAGGING_PROFILE.",
        "price_unknown": "Nothing is retagged: the price table does not know {model}, so no budget can be kept. "
        "Add its price (PRICE_TABLE), or set both budgets to 0.",
        "no_calls": "Nothing is retagged: the model may not be called. Set OPENAI_API_KEY, and EXTERNAL_CALLS to true "
        "unless the model is on this machine.",
        "nothing": "Nothing is retagged: the catalog has no published programs.",
        "asked": "The worker will retag the catalog.",
        "under_way": "The catalog is being retagged already.",
    },
    "fr": {
        "offline": "Pour étiqueter le catalogue de nouveau, il faut un profil qui interroge un modèle; "
        "réglez TAGGING_PROFILE.",
        "price_unknown": "Rien n’est étiqueté de nouveau : {model} n’est pas dans la table des prix; aucun budget ne "
        "peut donc être respecté. Ajoutez son prix (PRICE_TABLE) ou mettez les deux budgets à 0.",
        "no_calls": "Rien n’est étiqueté de nouveau : le modèle ne peut pas être appelé. Réglez OPENAI_API_KEY, et "
        "EXTERNAL_CALLS à true sauf si le modèle est sur cette machine.",
        "nothing": "Rien n’est étiqueté de nouveau : le catalogue n’a aucun programme publié.",
        "asked": "Le travailleur étiquettera le catalogue de nouveau.",
        "under_way": "Le catalogue est déjà en cours de nouvel étiquetage.",
    },
}


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0, or 1 when the audit trail does not hold or nothing can be done."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command == "audit" and not given.verify and given.export is None:
        parser.error("audit needs --verify, --export FILE, or both")
    try:
        settings = Settings()
    except ValidationError as error:
        print(f"A setting is wrong: {faults(error)}", file=sys.stderr)
        return 1
    if given.command == "worker":
        return _work(settings)
    engine = database.prepare(settings.database_url("work"))
    try:
        with Session(engine) as session:
            if given.command == "retag":
                return _retag(session, engine, settings, given.language)
            if given.export is not None:
                _export(session, given.export)
            return _verify(session) if given.verify else 0
    finally:
        engine.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m review_queue", description="Tag, publish, and check the audit.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("worker", help="tag and publish until told to stop (SIGTERM)")
    retag = commands.add_parser("retag", help="have the worker ask the model about every published program, in batches")
    retag.add_argument("--language", choices=("en", "fr"), default="en", help="the language of the sentences")
    trail = commands.add_parser("audit", help="check or export the audit trail")
    trail.add_argument("--verify", action="store_true", help="check every entry against the chain; exit 1 if broken")
    trail.add_argument("--export", type=Path, metavar="FILE", help="write every entry as a line of JSON")
    return parser


def _work(settings: Settings) -> int:
    from review_queue.profiles import tagger
    from review_queue.worker import Station, run
    from review_queue.workflows import Pace

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("alembic", "httpx2"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    station = Station(
        name=settings.worker_name,
        work_url=settings.database_url("work"),
        catalog_url=settings.database_url("catalog"),
        workflow_url=settings.database_url("workflow"),
        pace=Pace(settings.worker_concurrency, settings.model_concurrency, settings.model_requests_a_minute),
    )
    engine = database.prepare(station.work_url)
    try:
        run(station, tagger(settings, engine))
    except PriceTableWrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    return 0


def _retag(session: Session, engine: Engine, settings: Settings, language: Language) -> int:
    from review_queue.profiles import work_ledger
    from review_queue.retagger import published
    from review_queue.retagging import ask_for_retagging

    said = _RETAGGING[language]
    if settings.tagging_profile == "offline":
        print(said["offline"], file=sys.stderr)
        return 1
    try:
        settings.provider().check()
        work_ledger(settings, engine).check_price()
    except (CallsForbidden, ProviderRefused):
        print(said["no_calls"], file=sys.stderr)
        return 1
    except PriceUnknown:
        print(said["price_unknown"].format(model=settings.openai_model), file=sys.stderr)
        return 1
    except PriceTableWrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if not published(session):
        print(said["nothing"], file=sys.stderr)
        return 1
    print(said["asked" if ask_for_retagging(session) else "under_way"])
    return 0


def _verify(session: Session) -> int:
    try:
        last = audit.verify(session)
    except AuditBroken as broken:
        print(broken, file=sys.stderr)
        return 1
    print(f"The audit trail holds: {last.sequence} entries, last hash {last.hash}.")
    return 0


def _export(session: Session, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for entry in audit.trail(session):
            file.write(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
