"""``python -m benchmarks.jumping``: a worker on a machine whose clock jumps, a day on, a day back."""

from __future__ import annotations

import datetime as dt
import itertools
import sys
import threading
import time

import time_machine

STEP = 1.0
DAYS = (1, 0, -1, 0)


def jump_for_ever() -> None:
    """Every second by the clock that cannot jump: tomorrow, today, yesterday, today."""
    begun_at = dt.datetime.now(tz=dt.UTC)
    begun = time.monotonic()
    traveller = time_machine.travel(begun_at, tick=True)
    moved = traveller.start()
    for days in itertools.cycle(DAYS):
        passed = dt.timedelta(seconds=time.monotonic() - begun)
        moved.move_to(begun_at + passed + dt.timedelta(days=days))
        threading.Event().wait(STEP)


def main() -> None:
    """The worker as it is installed, with the jumps beside it."""
    from django.core.management import execute_from_command_line

    threading.Thread(target=jump_for_ever, daemon=True).start()
    execute_from_command_line(["manage.py", "worker", *sys.argv[1:]])


if __name__ == "__main__":
    main()
