"""The worker process: hands committed work to durable workflows, and runs them until it is told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import threading
from dataclasses import dataclass
from types import FrameType

from dbos import DBOS, DBOSConfig
from sqlalchemy import make_url
from sqlalchemy.exc import InterfaceError, OperationalError

import catalog.database
from review_queue import database
from review_queue.batches import Suggest
from review_queue.model_tagging import ModelTagger
from review_queue.outbox import Outbox
from review_queue.workflows import Pace, Workflows

APPLICATION = "review-queue"
# Never raised for an upgrade: work that an older version left is then recovered by the newer one. Raise it only
# together with a workflow whose name, arguments or steps changed, when no old work is left.
WORKFLOW_VERSION = "1"
# Seconds between two looks at the work database; docs/decisions/0001 has the figures.
LOOK_EVERY = 0.5
# Seconds that a stopping worker gives its running workflows; what is not done then is recovered at the next start.
GRACE = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Station:
    """Where a worker works: its name, which must stay the same over restarts, and its three databases."""

    name: str
    work_url: str
    catalog_url: str
    workflow_url: str
    pace: Pace


def run(station: Station, tagger: Suggest | ModelTagger) -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    work, listings = database.prepare(station.work_url), catalog.database.prepare(station.catalog_url)
    database.keep_write_ahead_log(station.workflow_url)
    DBOS(config=configuration(station))
    flows = Workflows(work, listings, tagger)
    DBOS.launch()
    # The tables of the tagger are there to stay, and need not be searched for garbage time and again.
    gc.freeze()
    try:
        flows.listen(station.pace)
        _log.info("worker %s is ready", station.name)
        keep_looking(Outbox(work, flows), stop)
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=GRACE)
        work.dispose()
        listings.dispose()
    _log.info("worker %s has stopped", station.name)


def keep_looking(outbox: Outbox, stop: threading.Event) -> None:
    """Look until told to stop, over outages of the database too."""
    while not stop.is_set():
        try:
            handed_over = outbox.look()
        except (InterfaceError, OperationalError) as error:
            # A database that is away for a while, or busy: the next look finds the same work.
            _log.warning("the database did not answer (%s)", type(error.orig).__name__)
            handed_over = 0
        if handed_over:
            _log.info("%d workflows enqueued", handed_over)
        stop.wait(LOOK_EVERY)


def configuration(station: Station) -> DBOSConfig:
    """Nothing leaves this machine: no telemetry, no conductor, no administration server."""
    address = make_url(station.workflow_url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql")
    return {
        "name": APPLICATION,
        "system_database_url": address.render_as_string(hide_password=False),
        "executor_id": station.name,
        "application_version": WORKFLOW_VERSION,
        "enable_otlp": False,
        "log_level": "WARNING",
    }
