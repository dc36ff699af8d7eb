"""A task that holds its lock for a while."""

import time

from wutong.platform.jobs.public import task


@task(name="test.hold")
def hold(seconds: int) -> None:
    """Sleep."""
    time.sleep(seconds)
