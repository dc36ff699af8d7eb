"""One pump at work on the texts (or WeChat notices) of one stream, or on the single ones."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from wutong.kernel import clock
from wutong.platform.outbox.carriers import carrier_named, none_reason
from wutong.platform.outbox.enums import DeliveryState, Medium, Reason, StreamState
from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import Stream
from wutong.platform.outbox.pump.journal import Journal
from wutong.platform.outbox.pump.outcomes import MAX_ATTEMPTS, Settlement
from wutong.platform.outbox.pump.recovery import recover
from wutong.platform.outbox.pump.runner import NEAR, THROTTLE_WAIT, Ending, journal_folder
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.sms.store import Note, TextStore
from wutong.platform.outbox.sms.values import Answer, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from wutong.platform.outbox.pump.outcomes import Claimed
    from wutong.platform.outbox.sms.values import Carrier, Composer, Gateway

WAIT = 15.0
AT_ONCE = 64  # claimed at least, where a request takes one message only
CODE_PATIENCE = 120.0  # a one-time code is worth nothing later than that
WIRE_CODES = {
    Verdict.ACCEPTED: 250, Verdict.REFUSED: 554, Verdict.DEAD: 550, Verdict.BLOCKED: 554,
    Verdict.LATER: 450, Verdict.BUSY: 450, Verdict.NOT_SENT: 0, Verdict.UNCERTAIN: 1,
}  # fmt: skip


FINAL = {
    Verdict.ACCEPTED: (DeliveryState.ACCEPTED, Reason.NONE),
    Verdict.UNCERTAIN: (DeliveryState.UNCERTAIN, Reason.CONNECTION),
    Verdict.DEAD: (DeliveryState.REFUSED, Reason.BOUNCE_HARD),
    Verdict.BLOCKED: (DeliveryState.REFUSED, Reason.BARRED),
    Verdict.REFUSED: (DeliveryState.REFUSED, Reason.REFUSED),
}


@dataclass
class Parcel:
    """Texts that leave in one request."""

    request_id: str
    rows: list[Claimed] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


class TextPump:
    """Claims, sends over a few connections, writes back; nothing is sent before it is written."""

    def __init__(
        self, store: TextStore, config: Carrier, gateway: Gateway, journal: Journal
    ) -> None:
        self._store, self._config = store, config
        self._gateway, self._journal = gateway, journal
        self._pool = ThreadPoolExecutor(config.connections, thread_name_prefix="outbox-text")
        self.pause = 0.0
        self.trouble = ""
        self.stuck = False
        self.sent = 0

    def close(self) -> None:
        """Let threads and connections go."""
        self._pool.shutdown()
        self._gateway.close()

    @property
    def want(self) -> int:
        """How many are claimed at once: a request for every connection, a second's worth at most.

        Small requests queue for the connections, so that the database is not asked for each
        handful; the journal knows which of them were on the wire.
        """
        most = max(self._gateway.most * self._config.connections, AT_ONCE)
        return min(most, self._config.rate or most, self._journal.room)

    def send(self, made: Iterable[tuple[Claimed, Text, int]]) -> bool:
        """Send what was claimed; False when the stream is now held."""
        parcels = self._parcels(made)
        self._store.name(
            [
                (row, one.request_id, parts)
                for one in parcels
                for row, parts in zip(one.rows, one.parts, strict=True)
            ]
        )
        for parcel in parcels:
            parcel.slots = [self._journal.enter(row.id) for row in parcel.rows]
        list(self._pool.map(self._post, parcels))
        settled: list[Settlement] = []
        notes: list[Note] = []
        for parcel in parcels:
            for row, answer, parts in zip(parcel.rows, parcel.answers, parcel.parts, strict=True):
                settled.append(self._settlement(row, answer))
                if answer.verdict in {Verdict.ACCEPTED, Verdict.UNCERTAIN}:
                    cost = self._config.price_of(row.address) * parts
                    notes.append(Note(row, answer.ref, parts, cost))
        with transaction.atomic():
            running = self._store.settle_texts(settled, notes)
            self._config.book(
                [
                    pair
                    for parcel in parcels
                    for pair in zip(parcel.texts, parcel.answers, strict=True)
                ]
            )
        for parcel in parcels:
            for slot in parcel.slots:
                self._journal.leave(slot)
        self.sent += len(settled)
        return running

    def _parcels(self, made: Iterable[tuple[Claimed, Text, int]]) -> list[Parcel]:
        found: list[Parcel] = []
        for row, text, parts in made:
            room = next(
                (
                    one
                    for one in reversed(found[-20:])
                    if len(one.rows) < self._gateway.most
                    and self._gateway.together(one.texts[0], text)
                ),
                None,
            )
            if room is None:
                room = Parcel(uuid4().hex)
                found.append(room)
            room.rows.append(row)
            room.texts.append(text)
            room.parts.append(parts)
        return found

    def _post(self, parcel: Parcel) -> None:
        """In a thread of the pool: no database here."""
        for slot in parcel.slots:
            self._journal.dotting(slot)
        parcel.answers = self._gateway.send(parcel.texts, parcel.request_id)
        for slot, answer in zip(parcel.slots, parcel.answers, strict=True):
            self._journal.answered(slot, WIRE_CODES[answer.verdict])

    def _settlement(self, row: Claimed, answer: Answer) -> Settlement:
        verdict, reply = answer.verdict, answer.reply
        if verdict in FINAL:
            return Settlement(row, *FINAL[verdict], reply)
        if verdict is not Verdict.LATER:
            wait = answer.wait or WAIT
            self.pause, self.trouble = max(self.pause, wait), reply
            self.stuck = self.stuck or self._config.needs_a_person(reply.partition(" ")[0])
            return Settlement(row, DeliveryState.QUEUED, Reason.NONE, reply, wait=wait, refund=1)
        late = row.stream.startswith(SINGLE) and answer.wait > CODE_PATIENCE
        if late or row.attempts >= MAX_ATTEMPTS:
            return Settlement(row, DeliveryState.REFUSED, Reason.EXHAUSTED, reply)
        return Settlement(row, DeliveryState.QUEUED, Reason.NONE, reply, wait=answer.wait)


def run_texts(key: str, *, stopping: Callable[[], bool] = lambda: False) -> Ending:
    """Send what ``key`` has until nothing is due, everybody sleeps, it is held, or told to stop."""
    recover(journal_folder())
    running = Stream.objects.filter(pk=key, state=StreamState.RUNNING)
    stream = running.exclude(medium=Medium.EMAIL).first()
    if stream is None:
        return Ending()
    run = uuid4()
    try:
        config = carrier_named(stream.gateway)
    except OutboxError:
        TextStore(run, stream_ref(stream), None).pause(none_reason(stream.gateway))
        return Ending()
    store = TextStore(run, stream_ref(stream), config)
    with Journal(journal_folder(), run) as journal:
        pump = TextPump(store, config, config.open(), journal)
        try:
            return _pump(pump, store, config, config.composer(stream), stopping)
        finally:
            pump.close()


def _pump(
    pump: TextPump,
    store: TextStore,
    config: Carrier,
    composer: Composer,
    stopping: Callable[[], bool],
) -> Ending:
    while not stopping():
        if wait := config.wait_for("", clock.now()):
            store.put_off(config.home, wait)
        batch = store.exchange([], want=pump.want)
        if not batch.running:
            _give_back(store, batch.rows)
            return Ending()
        if batch.rows:
            awake = _awake(store, config, batch.rows)
            made = [(row, *composer.compose(row, batch.values.get(row.id, {}))) for row in awake]
            ending = _held(pump, store, running=pump.send(made))
        elif batch.throttled:
            time.sleep(THROTTLE_WAIT)
            ending = None
        else:
            ending = _nothing_due(store)
        if ending is not None:
            return ending
    return Ending(again_in=0.0)


def _held(pump: TextPump, store: TextStore, *, running: bool) -> Ending | None:
    """What the gateway's answers mean for the pump: go on (after a breath), come back, or stop."""
    if not running:
        return Ending()
    if pump.stuck:
        store.pause(f"gateway:{pump.trouble}")
        return Ending()
    if pump.pause > NEAR:
        store.remark(pump.trouble)
        return Ending(again_in=pump.pause)
    time.sleep(pump.pause)
    pump.pause = 0.0
    return None


def _nothing_due(store: TextStore) -> Ending | None:
    left = store.remaining()
    if not left.queued and not left.sending:
        return Ending(finished=store.finish())
    if not left.queued:
        return Ending(again_in=WAIT)
    if left.due_in > NEAR:
        return Ending(again_in=left.due_in)
    time.sleep(left.due_in)
    return None


def _awake(store: TextStore, config: Carrier, rows: list[Claimed]) -> list[Claimed]:
    """Those who may get a text at this hour; the others wait for theirs."""
    now = clock.now()
    waits = {row.id: config.wait_for(row.address, now) for row in rows}
    asleep = [
        Settlement(row, DeliveryState.QUEUED, Reason.NONE, "", wait=waits[row.id], refund=1)
        for row in rows
        if waits[row.id]
    ]
    if asleep:
        store.settle_only(asleep)
    return [row for row in rows if not waits[row.id]]


def _give_back(store: TextStore, rows: list[Claimed]) -> None:
    if rows:
        store.settle_only(
            [Settlement(row, DeliveryState.QUEUED, Reason.NONE, "", refund=1) for row in rows]
        )


def run_single_texts() -> int:
    """Send the single texts that are due (codes: at any hour); how many were handed out."""
    recover(journal_folder())
    run = uuid4()
    store = TextStore(run, None, None)
    rows = store.exchange([], want=50).rows
    by_gateway: dict[str, list[Claimed]] = {}
    for row in rows:
        by_gateway.setdefault(row.parts.get("_gateway", ""), []).append(row)
    return sum(_send_singles(run, store, code, some) for code, some in by_gateway.items())


def _send_singles(run: UUID, store: TextStore, code: str, rows: list[Claimed]) -> int:
    try:
        config = carrier_named(code)
    except OutboxError as error:
        store.settle_only(
            [Settlement(row, DeliveryState.REFUSED, Reason.REFUSED, str(error)) for row in rows]
        )
        return 0
    with Journal(journal_folder(), run) as journal:
        pump = TextPump(store, config, config.open(), journal)
        try:
            pump.send([(row, *config.single(row)) for row in rows])
        finally:
            pump.close()
        return pump.sent
