"""Command line: measure a profile (`run`, `bench`, `attacks`), `compare` two runs, `calibrate` probabilities."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.run import Result

_PUBLIC = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the tagger.")
    commands = parser.add_subparsers(dest="command", required=True)
    bench = commands.add_parser("bench", help="print the tagger's figures as a table")
    bench.add_argument("--profile", default="offline")
    bench.add_argument("--public", type=Path, default=_PUBLIC, help="folder of the public development sets")
    attacks = commands.add_parser("attacks", help="print how far attacked texts move a profile")
    attacks.add_argument("--profile", default="offline")
    run = commands.add_parser("run", help="tag a gold set and keep results and measures as files")
    run.add_argument("--profile", default="offline")
    run.add_argument("--gold", type=Path, required=True)
    run.add_argument("--output", type=Path, required=True, help="folder of the run")
    compare = commands.add_parser("compare", help="differences between two runs of one gold set, paired by program")
    compare.add_argument("base", type=Path)
    compare.add_argument("new", type=Path)
    compare.add_argument("--gate", action="store_true", help="exit 1 when a measure is worse beyond noise")
    commands.add_parser("calibrate", help="fit probabilities and thresholds on the gold set's calibration split")
    return parser


def _bench(profile: str, public: Path) -> None:
    from evals.bench import bench

    print("| measure | figure |\n|---|---|")
    for measure, figure in bench(profile, public):
        print(f"| {measure} | {figure} |", flush=True)


def _attacks(profile: str) -> None:
    from evals.attacks import attacks, outcomes, table
    from tagging.profiles import load_profile

    print("| measure | figure |\n|---|---|")
    for measure, figure in table(outcomes(load_profile(profile), attacks())):
        print(f"| {measure} | {figure} |")


def _calibrate() -> None:
    from evals.calibrate import calibrate
    from evals.gold import FOLDER, read
    from tagging.profiles import CALIBRATION, load_profile

    path = FOLDER / "programs.jsonl"
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    chosen = {row["id"] for row in rows if row["split"] == "calibration"}
    programs = [each for each in read(path) if each.program.id in chosen]
    calibrate(load_profile("offline"), [*programs, *read(FOLDER / "technology.jsonl")], CALIBRATION)


def _run(profile: str, gold: Path, output: Path) -> None:
    from evals.run import run

    for measure, figure in run(profile, gold, output).items():
        print(f"{measure}: {figure:.3f}")


def _compare(base: Path, new: Path, gate: bool) -> int:
    from evals.compare import changed, compare, worse_beyond_noise

    differences = compare(base, new)
    print("| measure | programs | base | new | difference | 95 % interval |\n|---|---|---|---|---|---|")
    for each in differences:
        gain = f"{each.new - each.base:+.3f} | {each.low:+.3f} to {each.high:+.3f}"
        print(f"| {each.measure} | {each.programs} | {each.base:.3f} | {each.new:.3f} | {gain} |")
    for facet in dict.fromkeys(each.measure.split()[0] for each in differences):
        became, ceased = changed(base, new, facet)
        if became or ceased:
            print(f"{facet}, first code: right now {_ids(became)}; right no more {_ids(ceased)}")
    worse = worse_beyond_noise(differences)
    for each in worse:
        print(f"Worse beyond noise: {each.measure}", file=sys.stderr)
    return 1 if gate and worse else 0


def _ids(results: Sequence[Result]) -> str:
    return ", ".join(result.id for result in results) or "none"


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done, 1 when the gate is closed, 2 with a sentence when a file cannot be used."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command == "compare":
            return _compare(arguments.base, arguments.new, arguments.gate)
        if arguments.command == "bench":
            _bench(arguments.profile, arguments.public)
        elif arguments.command == "attacks":
            _attacks(arguments.profile)
        elif arguments.command == "run":
            _run(arguments.profile, arguments.gold, arguments.output)
        else:
            _calibrate()
    except (OSError, ValueError, LookupError, ModuleNotFoundError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
