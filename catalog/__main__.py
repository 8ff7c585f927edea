"""The command line of the catalog: `python -m catalog export --format json|csv [--output FILE]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from catalog.database import prepare
from catalog.exports import FORMATS, export
from settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when the file is written whole."""
    chosen = _parser().parse_args(arguments)
    engine = prepare(Settings().database_url("catalog"))
    with Session(engine) as session:
        count = _export(session, chosen.format, chosen.output)
    engine.dispose()
    print(f"Listings exported: {count}.", file=sys.stderr)
    return 0


def _export(session: Session, format_name: str, output: Path | None) -> int:
    """To standard output, or to a file that appears only once it is complete."""
    if output is None:
        return export(session, format_name=format_name, output=sys.stdout.buffer)
    unfinished = output.with_name(f"{output.name}.part")
    with unfinished.open("wb") as file:
        count = export(session, format_name=format_name, output=file)
    unfinished.replace(output)
    return count


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m catalog", description="The published listings.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    exporting = commands.add_parser("export", help="write every published listing to a file")
    exporting.add_argument("--format", choices=sorted(FORMATS), required=True, help="how to write them")
    exporting.add_argument("--output", type=Path, help="the file to write; standard output without it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
