"""`python -m admin_app`: prepares what is needed, then serves the panel with a worker beside it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from pydantic import ValidationError

from admin_app.preparation import (
    ACCOUNTS_FILE,
    NotReady,
    check_folder,
    check_port,
    check_prices,
    prepare_databases,
    said,
    table,
)
from admin_app.worker_process import WorkerProcess
from settings import Settings, faults

_ROOT = Path(__file__).parent.parent


def main() -> int:
    """Exit code 1 when the panel cannot start, with the reason on standard error."""
    os.umask(0o077)
    try:
        settings = _settled()
        check_prices(settings.price_table)
        check_folder(settings.data_dir)
        check_port(settings.host, settings.port)
        _prepare(settings)
    except NotReady as reason:
        print(reason, file=sys.stderr)
        return 1
    _serve(settings)
    return 0


def _settled() -> Settings:
    """Settings with the data folder made absolute, for this process and the worker, before we change folder."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise NotReady("start.settings_wrong", reason=faults(error)) from error
    os.environ["DATA_DIR"] = str(settings.data_dir.resolve())
    return settings.model_copy(update={"data_dir": settings.data_dir.resolve()})


def _prepare(settings: Settings) -> None:
    print(said("start.preparing", folder=str(settings.data_dir)), flush=True)
    accounts = prepare_databases(settings)
    if accounts:
        print(said("start.first_accounts", file=str(settings.data_dir / ACCOUNTS_FILE)), flush=True)
        print(table(accounts), flush=True)
        print(said("start.samples"), flush=True)


def _serve(settings: Settings) -> None:
    # The server passes SIGTERM on when it has closed; as an exception it reaches the worker's stop below.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    worker = WorkerProcess(lambda code, pause: _tell("start.worker_died", code=code, pause=int(pause)))
    try:
        os.chdir(_ROOT)  # where .streamlit/config.toml lies
        from admin_app.server import serve

        address = f"http://{settings.host}:{settings.port}"
        serve(host=settings.host, port=settings.port, ready=lambda: _tell("start.ready", address=address))
    except KeyboardInterrupt:
        pass
    finally:
        worker.stop()
        _tell("start.stopped")


def _tell(key: str, **values: str | int) -> None:
    print(said(key, **values), flush=True)


if __name__ == "__main__":
    sys.exit(main())
