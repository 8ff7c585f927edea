"""A real worker whose tagger takes its time; run as a process: NAME WORK CATALOG WORKFLOW LOG."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

from reviewing import suggest

from review_queue import batches
from review_queue.worker import Station, run
from review_queue.workflows import Pace
from tagging.records import Program, Suggestions

name, work_url, catalog_url, workflow_url, log = sys.argv[1:]


def slowly(program: Program) -> Suggestions:
    time.sleep(0.03)
    with Path(log).open("a") as file:
        file.write(f"{program.id}\n")
    return suggest(program)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    batches.STORE_EVERY = 0.1
    run(Station(name, work_url, catalog_url, workflow_url, Pace(2)), slowly)
