"""The outbox's work in the background."""

from __future__ import annotations

from django.conf import settings

from wutong.platform.jobs.public import defer, periodic, task


def defer_pumps(stream: str) -> None:
    """Wake the pumps of a stream: at most one waits and one runs per slot."""
    for slot in range(settings.OUTBOX_PUMPS_PER_STREAM):
        name = f"outbox:{stream}:{slot}"
        defer(pump_stream, lock=name, once=name, lane="bulk", stream=stream)


def defer_priority() -> None:
    """Wake the pump of single mails."""
    defer(pump_priority, lock="outbox:priority", once="outbox:priority", lane="priority")


@task(name="outbox.pump_stream", queue="mail")
def pump_stream(stream: str) -> None:
    """Send what a stream has, until nothing is due."""


@task(name="outbox.pump_priority", queue="mail-priority")
def pump_priority() -> None:
    """Send the single mails that wait."""


@periodic(cron="* * * * *")
@task(name="outbox.sweep")
def sweep(timestamp: int = 0) -> None:
    """Recover what dead workers left and wake what is due."""


@periodic(cron="7 2 * * *")
@task(name="outbox.ensure_partitions")
def make_partitions(timestamp: int = 0) -> None:
    """The coming months' partitions."""
