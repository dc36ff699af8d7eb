"""The outbox's work in the background."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection

from wutong.kernel import clock
from wutong.platform.jobs.public import defer, periodic, stopping, task
from wutong.platform.outbox.door.mailbox import read_mailbox
from wutong.platform.outbox.enums import Lane, Medium
from wutong.platform.outbox.pump.recovery import recover
from wutong.platform.outbox.pump.runner import journal_folder, run_priority, run_stream
from wutong.platform.outbox.selectors import medium_of, running_streams, singles_due
from wutong.platform.outbox.services.domains import check_all_domains
from wutong.platform.outbox.services.inbox import act_on_leftovers
from wutong.platform.outbox.services.partitions import ensure_partitions, stray_deliveries
from wutong.platform.outbox.services.tallies import tally_what_moved
from wutong.platform.outbox.services.text_inbound import handle_left_over
from wutong.platform.outbox.sms.pump import run_single_texts, run_texts

log = structlog.get_logger(__name__)


def defer_pumps(stream: str) -> None:
    """Wake the pumps of a stream: at most one waits and one runs per slot."""
    if medium_of(stream) != Medium.EMAIL:
        name = f"outbox:{stream}:texts"
        defer(pump_texts, lock=name, once=name, lane="bulk", stream=stream)
        return
    for slot in range(settings.OUTBOX_PUMPS_PER_STREAM):
        name = f"outbox:{stream}:{slot}"
        defer(pump_stream, lock=name, once=name, lane="bulk", slot=slot, stream=stream)


def defer_priority() -> None:
    """Wake the pump of single mails."""
    defer(pump_priority, lock="outbox:priority", once="outbox:priority", lane="priority")


def defer_single_texts() -> None:
    """Wake the pump of single texts."""
    defer(pump_single_texts, lock="outbox:text:single", once="outbox:text:single", lane="priority")


@task(name="outbox.pump_stream", queue="mail", spread=True)
def pump_stream(stream: str) -> None:
    """Send what a stream has, until nothing is due; come back when something will be."""
    ending = run_stream(stream, stopping=stopping)
    connection.close_if_unusable_or_obsolete()  # it slept all the while; the pump had its own
    if ending.again_in is not None:
        at = clock.now() + timedelta(seconds=max(ending.again_in, 1.0))
        later = f"outbox:{stream}:later"
        defer(pump_stream, lock=later, once=later, at=at, lane="bulk", stream=stream)


@task(name="outbox.pump_priority", queue="mail-priority")
def pump_priority() -> None:
    """Send the single mails that wait."""
    run_priority()


@task(name="outbox.pump_texts", queue="text")
def pump_texts(stream: str) -> None:
    """Send a stream's text messages, until nothing is due or everybody sleeps."""
    ending = run_texts(stream, stopping=stopping)
    if ending.again_in is not None:
        at = clock.now() + timedelta(seconds=max(ending.again_in, 1.0))
        later = f"outbox:{stream}:later"
        defer(pump_texts, lock=later, once=later, at=at, lane="bulk", stream=stream)


@task(name="outbox.pump_single_texts", queue="mail-priority")
def pump_single_texts() -> None:
    """Send the single texts that wait."""
    while run_single_texts():
        pass


@periodic(cron="* * * * *")
@task(name="outbox.sweep", queue="mail-priority")
def sweep(timestamp: int = 0) -> None:
    """Recover what dead workers left and wake what is due."""
    recover(journal_folder())
    for stream in running_streams():
        defer_pumps(stream)
    if singles_due():
        defer_priority()
    if singles_due(Lane.TEXT):
        defer_single_texts()
    handle_left_over()


@periodic(cron="* * * * * */20")
@task(name="outbox.read_mailbox")
def read_returned_mail(timestamp: int = 0) -> None:
    """Three times a minute: whoever answers 退订 is off the list within that minute."""
    read_mailbox()
    act_on_leftovers()


@periodic(cron="* * * * *")
@task(name="outbox.tally")
def tally_streams(timestamp: int = 0) -> None:
    """What became of sendings by provider and cause, for their pages."""
    tally_what_moved()


@periodic(cron="7 2 * * *")
@task(name="outbox.ensure_partitions")
def make_partitions(timestamp: int = 0) -> None:
    """The coming months' partitions; says so when rows had to lie in the default one."""
    ensure_partitions()
    if strays := stray_deliveries():
        log.error("outbox_stray_deliveries", rows=strays)


@periodic(cron="52 18 * * *")
@task(name="outbox.check_domains")
def check_sending_domains(timestamp: int = 0) -> None:
    """Nightly: what DNS says about the domains we send as."""
    check_all_domains()
