"""Command line of the evals: `run`, `report`, `compare`, `gate`, `reproduce` and the care of gold sets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.commands import COMMANDS
from tagging.selection.failures import SelectionFailed

_PUBLIC = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the tagger.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_runs(commands.add_parser)
    _add_comparisons(commands.add_parser)
    _add_gold(commands.add_parser)
    return parser


def _add_runs(add: Callable[..., argparse.ArgumentParser]) -> None:
    run = add("run", help="tag a gold set and keep results and measures")
    run.add_argument("--profile", default="offline", help="a tagging profile or a baseline (bm25, tfidf)")
    run.add_argument("--gold", type=Path, required=True, help="JSON lines")
    place = run.add_mutually_exclusive_group(required=True)
    place.add_argument("--output", type=Path, help="folder of the run")
    place.add_argument("--database", action="store_true", help="keep it in the work database, where the panel finds it")
    run.add_argument("--split", help="only the programs of this split")
    run.add_argument("--baselines", action="store_true", help="also run each baseline")
    report = add("report", help="one page on a run, beside others and its baselines")
    report.add_argument("runs", type=Path, nargs="+", help="folders of runs; the report is about the first")
    report.add_argument("--output", type=Path, required=True, help="a file ending in .html or .md")
    report.add_argument("--language", choices=("en", "fr"), default="en")
    reproduce = add("reproduce", help="make a run again: the same figures, or what differs")
    reproduce.add_argument("run", type=Path)
    reproduce.add_argument("--gold", type=Path, help="the gold file, when it is not where the run found it")
    add("record", help="keep a run in the work database too").add_argument("run", type=Path)
    tokens = add("tokens", help="count what the openai profile would send (loads tiktoken's o200k_base)")
    tokens.add_argument("file", type=Path, help="a CSV or XLSX file as an institution sends it")
    bench = add("bench", help="print the tagger's figures as a table")
    bench.add_argument("--profile", default="offline")
    bench.add_argument("--public", type=Path, default=_PUBLIC, help="folder of the public development sets")


def _add_comparisons(add: Callable[..., argparse.ArgumentParser]) -> None:
    compare = add("compare", help="differences between two runs of one gold set, paired by program")
    compare.add_argument("base", type=Path)
    compare.add_argument("new", type=Path)
    compare.add_argument("--gate", action="store_true", help="exit 1 when a guarded measure is worse beyond noise")
    compare.add_argument("--language", choices=("en", "fr"), default="en")
    attacks = add("attacks", help="print how far attacked texts move a profile")
    attacks.add_argument("--profile", default="offline")
    attacks.add_argument(
        "--run", type=Path, help="folder of a run of that profile, whose report is to have the figures"
    )
    gate = add("gate", help="the offline profile against the committed baseline: exit 1 when worse beyond noise")
    gate.add_argument("--renew", action="store_true", help="replace the committed baseline by the current figures")


def _add_gold(add: Callable[..., argparse.ArgumentParser]) -> None:
    calibrate = add("calibrate", help="fit probabilities and thresholds on the gold set's calibration split")
    calibrate.add_argument("--public", type=Path, default=_PUBLIC, help="folder of the public sets, for ESCO")
    calibrate.add_argument("--profile", choices=("offline", "openai"), default="offline")
    harvest = add("harvest", help="write what people settled in the panel as a gold file, without personal data")
    harvest.add_argument("--output", type=Path, required=True, help="the gold file to write")
    add("check", help="read a gold file: every fault by line, and training texts in it").add_argument("gold", type=Path)
    add("checksum", help="name the present state of a gold file in SHA256SUMS").add_argument("gold", type=Path)


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done, 1 when the gate is closed or a run is not reproduced, 2 when it failed or was broken off."""
    arguments = _parser().parse_args(argv)
    try:
        return COMMANDS[arguments.command](arguments)
    except ModuleNotFoundError as missing:
        print(f"This needs {missing.name}; install what tests need: make setup-dev", file=sys.stderr)
        return 2
    except OSError as problem:
        return _failed(problem, f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem))
    except KeyboardInterrupt as broken_off:
        return _failed(broken_off, "Broken off.")
    except (ValueError, LookupError, SelectionFailed) as problem:
        return _failed(problem, str(problem))


def _failed(problem: BaseException, said: str) -> int:
    """Says it with the notes that were put to it."""
    print(said, *getattr(problem, "__notes__", ()), sep="\n", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
