"""The worker of the command line, that looks after a batch every moment instead of every minute."""

from __future__ import annotations

import sys

from review_queue import workflows
from review_queue.__main__ import main

if __name__ == "__main__":
    workflows.RETAGGING_LOOK = 0.2
    sys.exit(main(["worker"]))
