"""Command line: `python -m tagging suggest --profile offline --input IN.jsonl --output OUT.jsonl`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from tagging.selection.failures import SelectionFailed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tagging", description="Suggest tags for programs.")
    commands = parser.add_subparsers(dest="command", required=True)
    suggest = commands.add_parser("suggest", help="read programs as JSON lines, write suggestions as JSON lines")
    suggest.add_argument("--profile", choices=("offline", "openai"), default="offline")
    suggest.add_argument(
        "--input", type=Path, required=True, help="JSON lines: id, title, description, outcomes, language"
    )
    suggest.add_argument("--output", type=Path, required=True)
    suggest.add_argument("--limit", type=int, default=20, help="most suggestions a facet (default 20)")
    suggest.add_argument("--skill-vocabulary", choices=("oasis", "esco"), default="oasis")
    fit = commands.add_parser("fit", help="fit the offline profile on tagging/corpus (needs requirements-dev.txt)")
    fit.add_argument("--vectors", type=Path, help="word vectors by scripts/embed_words.py (default: those in use)")
    return parser


def _suggest(source: TextIO, target: TextIO, arguments: argparse.Namespace) -> int:
    from settings import Settings
    from tagging import jsonlines
    from tagging.profiles import load_profile

    access = Settings().access()
    tagger = load_profile(arguments.profile, skill_vocabulary=arguments.skill_vocabulary, access=access)
    failed = 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            program = jsonlines.program(line)
        except jsonlines.BadLine as problem:
            failed += 1
            print(f"line {number}: {problem}", file=sys.stderr)
            continue
        print(jsonlines.line(tagger.suggest(program, limit=arguments.limit)), file=target)
    return 1 if failed else 0


def _fit(vectors: Path | None) -> int:
    try:
        from tagging.fitting.fit import fit
    except ModuleNotFoundError as missing:
        print(f"Fitting needs {missing.name}; install what tests need: make setup-dev", file=sys.stderr)
        return 2
    fit(vectors, lambda step: print(step, flush=True))
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every line was tagged, 1 when some could not be, 2 when nothing could be done."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "fit":
        return _fit(arguments.vectors)
    try:
        with arguments.input.open(encoding="utf-8") as source, arguments.output.open("w", encoding="utf-8") as target:
            return _suggest(source, target, arguments)
    except (OSError, LookupError, SelectionFailed) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
