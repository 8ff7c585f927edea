"""Command line: measure a profile (`run`, `bench`), compare two runs (`compare`), repeat one (`reproduce`)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_PUBLIC = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the tagger.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="tag a gold set and keep results and measures as files")
    run.add_argument("--profile", default="offline", help="a tagging profile or a baseline (bm25, tfidf)")
    run.add_argument("--gold", type=Path, required=True)
    run.add_argument("--output", type=Path, required=True, help="folder of the run")
    run.add_argument("--split", help="only this split of the gold set")
    bench = commands.add_parser("bench", help="print the tagger's figures as a table")
    bench.add_argument("--profile", default="offline")
    bench.add_argument("--public", type=Path, default=_PUBLIC, help="folder of the public development sets")
    commands.add_parser("calibrate", help="fit probabilities and thresholds on the gold set's calibration split")
    compare = commands.add_parser("compare", help="differences between two runs of one gold set, paired by program")
    compare.add_argument("base", type=Path)
    compare.add_argument("new", type=Path)
    compare.add_argument("--gate", action="store_true", help="exit 1 when a guarded measure is worse beyond noise")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from evals.figures import measured
    from evals.folders import FolderStore
    from evals.run import run

    recorded = run(arguments.profile, arguments.gold, FolderStore(arguments.output), split=arguments.split)
    for each in measured(recorded):
        name = f"{each.facet} {each.measure}".strip()
        print(f"{name}: {each.value:.3f} ({each.low:.3f} to {each.high:.3f}), {each.programs} programs")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from evals.compare import compare
    from evals.folders import read_run
    from evals.gate import gate

    base, new = read_run(arguments.base), read_run(arguments.new)
    found = compare(base, new)
    print("| facet | measure | programs | base | new | difference | 95 % interval | chance |")
    print("|---|---|---|---|---|---|---|---|")
    for each in found.differences:
        gain = f"{each.new - each.base:+.3f} | {each.low:+.3f} to {each.high:+.3f} | {each.adjusted:.3f}"
        print(f"| {each.facet} | {each.measure} | {each.programs} | {each.base:.3f} | {each.new:.3f} | {gain} |")
    worse = [verdict for verdict in gate(base, new) if verdict.worse]
    for verdict in worse:
        print(f"Worse beyond noise: {verdict.facet} {verdict.measure}", file=sys.stderr)
    return 1 if arguments.gate and worse else 0


def _bench(arguments: argparse.Namespace) -> int:
    from evals.bench import bench

    print("| set | measure | n | figure | 95 % interval |\n|---|---|---|---|---|")
    for row in bench(arguments.profile, arguments.public):
        print(f"| {row.where} | {row.measure} | {row.programs or ''} | {row.figure} | {row.interval} |", flush=True)
    return 0


def _calibrate(arguments: argparse.Namespace) -> int:
    from evals.calibrate import calibrate
    from evals.gold import PROGRAMS, TECHNOLOGY, read
    from tagging.profiles import CALIBRATION, load_profile

    calibrate(load_profile("offline"), [*read(PROGRAMS, "calibration"), *read(TECHNOLOGY)], CALIBRATION)
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "compare": _compare,
    "bench": _bench,
    "calibrate": _calibrate,
}


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done, 1 when the gate is closed, 2 with a sentence when a file cannot be used."""
    arguments = _parser().parse_args(argv)
    try:
        return _COMMANDS[arguments.command](arguments)
    except (OSError, ValueError, LookupError, ModuleNotFoundError) as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
