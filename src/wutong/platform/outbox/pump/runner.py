"""One pump at work on one stream, or on the single mails."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

from wutong.platform.outbox.enums import StreamState
from wutong.platform.outbox.models import Stream
from wutong.platform.outbox.pump.compose import StreamComposer
from wutong.platform.outbox.pump.feed import Feed, HereRunner, Runner, ThreadRunner
from wutong.platform.outbox.pump.journal import Journal
from wutong.platform.outbox.pump.recovery import recover
from wutong.platform.outbox.pump.store import Store
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.smtp.settings import SmtpConfig
from wutong.platform.outbox.smtp.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable

UNREACHABLE_WAIT = 15.0
NEAR = 3.0  # a back-off that ends within this many seconds is waited out
THROTTLE_WAIT = 0.1


@dataclass(frozen=True)
class Ending:
    """Why a pump stopped. ``again_in`` seconds it should be woken; None: nothing left for it."""

    again_in: float | None = None
    finished: bool = False


def journal_folder() -> Path:
    """Where journals live: a folder of this machine."""
    return Path(settings.OUTBOX_JOURNAL)


def run_stream(
    key: str,
    *,
    config: SmtpConfig | None = None,
    threaded: bool = True,
    stopping: Callable[[], bool] = lambda: False,
) -> Ending:
    """Send what ``key`` has until nothing is due, it is held, or ``stopping`` says so."""
    recover(journal_folder())
    stream = Stream.objects.filter(pk=key, state=StreamState.RUNNING).first()
    if stream is None:
        return Ending()
    run = uuid4()
    store = Store(run, stream_ref(stream))
    runner: Runner = ThreadRunner() if threaded else HereRunner()
    try:
        try:
            opened = Journal(journal_folder(), run)
        except OSError as error:  # no room for it: nothing leaves without one
            why = str(error)
            runner.submit(lambda: store.say(why, kind="journal")).result()
            return Ending(again_in=UNREACHABLE_WAIT)
        with opened as journal:
            feed = Feed(store, StreamComposer(stream), journal, runner)
            transport = Transport(config or SmtpConfig.from_settings(), journal)
            try:
                return _pump(feed, store, transport, runner, stopping)
            finally:
                transport.close()
    finally:
        runner.shutdown()


def _pump(
    feed: Feed,
    store: Store,
    transport: Transport,
    runner: Runner,
    stopping: Callable[[], bool],
) -> Ending:
    while True:
        reached = transport.run(feed.take_unless(stopping), feed.give)
        feed.flush()
        if not reached:
            runner.submit(lambda: store.say(transport.trouble)).result()
            return Ending(again_in=UNREACHABLE_WAIT)
        if stopping():
            return Ending(again_in=0.0)
        if not feed.running:
            return Ending()
        if feed.throttled:
            time.sleep(THROTTLE_WAIT)
            continue
        left = runner.submit(store.remaining).result()
        if not left.queued and not left.sending:
            return Ending(finished=runner.submit(store.finish).result())
        if not left.queued:
            return Ending(again_in=UNREACHABLE_WAIT)
        if left.due_in > NEAR:
            return Ending(again_in=left.due_in)
        time.sleep(min(left.due_in, NEAR))


def run_priority(*, config: SmtpConfig | None = None) -> int:
    """Send the single mails that are due, over one connection; how many were handed out."""
    recover(journal_folder())
    run = uuid4()
    sent = 0
    with Journal(journal_folder(), run) as journal:
        feed = Feed(Store(run, None), None, journal, HereRunner())
        transport = Transport(config or SmtpConfig.from_settings(), journal)
        try:
            transport.run(feed.take, feed.give)
        finally:
            feed.flush()
            transport.close()
            sent = feed.given
    return sent
