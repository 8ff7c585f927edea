"""What a run that failed leaves behind, said with the failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.folders import RUN, read_run
from tagging.selection.failures import SelectionFailed


@contextmanager
def told_what_is_left(folder: Path | None) -> Iterator[None]:
    """Adds to a failure that `folder` keeps an unfinished run, with how to go on or be rid of it."""
    try:
        yield
    except (SelectionFailed, OSError, KeyboardInterrupt) as failure:
        if folder and (folder / RUN).exists():
            left = read_run(folder)
            failure.add_note(
                f"{folder} keeps the unfinished run, with {len(left.results)} of {left.run.programs} programs done. "
                "The same command goes on with the rest; remove the folder to begin anew."
            )
        raise
