"""Command line: `python -m evals bench` prints the figures, `python -m evals calibrate` fits the probabilities."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

_PUBLIC = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the tagger.")
    commands = parser.add_subparsers(dest="command", required=True)
    bench = commands.add_parser("bench", help="print the tagger's figures as a table")
    bench.add_argument("--profile", default="offline")
    bench.add_argument("--public", type=Path, default=_PUBLIC, help="folder of the public development sets")
    commands.add_parser("calibrate", help="fit probabilities and thresholds on the gold set's calibration split")
    return parser


def _bench(profile: str, public: Path) -> None:
    from evals.bench import bench

    print("| measure | figure |\n|---|---|")
    for measure, figure in bench(profile, public):
        print(f"| {measure} | {figure} |", flush=True)


def _calibrate() -> None:
    from evals.calibrate import calibrate
    from evals.gold import FOLDER, read
    from tagging.profiles import CALIBRATION, load_profile

    path = FOLDER / "programs.jsonl"
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    chosen = {row["id"] for row in rows if row["split"] == "calibration"}
    programs = [each for each in read(path) if each.program.id in chosen]
    calibrate(load_profile("offline"), [*programs, *read(FOLDER / "technology.jsonl")], CALIBRATION)


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done, 2 with a sentence when a file cannot be used."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command == "bench":
            _bench(arguments.profile, arguments.public)
        else:
            _calibrate()
    except (OSError, ValueError, LookupError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
