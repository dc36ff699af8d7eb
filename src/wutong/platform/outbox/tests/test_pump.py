"""From queued rows to a server: the states, and every way a server can be hostile."""

import re

import pytest

from wutong.platform.outbox.enums import Reason, StreamState, SuppressionReason, UncertainDecision
from wutong.platform.outbox.models import Delivery, Stream, Suppression
from wutong.platform.outbox.public import (
    address_hash,
    pause_stream,
    resolve_uncertain,
    stream_progress,
    suppress,
    suppressed_hashes,
)
from wutong.platform.outbox.pump.runner import run_stream
from wutong.platform.outbox.registry import stream_listeners, stream_sources
from wutong.platform.outbox.tests.helpers import (
    ACTOR,
    assert_counters_true,
    due_now,
    started,
    states,
    stream_state,
)
from wutong.platform.outbox.tests.server import HANG_UP, TAKE_AND_HANG_UP, Behaviour

pytestmark = pytest.mark.django_db
KEY = "trial:1"


def pump(config, key=KEY):
    return run_stream(key, config=config, threaded=False)


def everybody(count):
    return sorted(f"p{number}@a.test" for number in range(1, count + 1))


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("eightbit", [True, False])
def test_everybody_gets_it_once(smtp, pipelining, eightbit):
    server, config = smtp(Behaviour(pipelining=pipelining, eightbit=eightbit))
    started(25)
    assert pump(config).finished
    assert server.recipients() == everybody(25)
    assert len({taken.message_id for taken in server.taken}) == 25
    assert states() == {"accepted": 25}
    assert stream_state() == StreamState.FINISHED
    assert_counters_true()
    assert ("BODY=8BITMIME" in " ".join(server.commands)) is eightbit
    assert server.connections == 3


def test_a_pump_run_twice_sends_nothing_twice(smtp):
    server, config = smtp()
    started(5)
    pump(config)
    pump(config)
    assert server.recipients() == everybody(5)


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_refused_recipient_is_refused_with_the_servers_words(smtp, pipelining):
    server, config = smtp(
        Behaviour(
            pipelining=pipelining,
            on_rcpt=lambda address: "550 5.1.1 no such user" if address == "p3@a.test" else None,
        )
    )
    started(6)
    pump(config)
    assert server.recipients() == [who for who in everybody(6) if who != "p3@a.test"]
    refused = Delivery.objects.get(stream=KEY, state="refused")
    assert (refused.address, refused.reason, refused.last_reply) == (
        "p3@a.test",
        Reason.BOUNCE_HARD,
        "550 5.1.1 no such user",
    )
    assert Suppression.objects.get().reason == SuppressionReason.BOUNCE
    assert_counters_true()


def test_a_server_that_takes_data_after_refusing_the_recipient_gets_an_empty_message(smtp):
    server, config = smtp(Behaviour(on_mail=lambda number: "550 no" if number == 0 else None))
    started(3)
    pump(config)
    assert len(server.taken) == 2
    assert states() == {"accepted": 2, "refused": 1}


@pytest.mark.parametrize("pipelining", [True, False])
def test_put_off_waits_and_is_sent_later(smtp, pipelining):
    server, config = smtp(
        Behaviour(
            pipelining=pipelining,
            after_data=lambda number: "451 4.3.0 later" if number in {1, 2} else None,
        )
    )
    started(6)
    ending = pump(config)
    assert 50 < ending.again_in <= 60
    assert states() == {"accepted": 4, "queued": 2}
    waiting = Delivery.objects.filter(stream=KEY, state="queued")
    assert {row.attempts for row in waiting} == {1}
    assert all(row.next_attempt_at is not None for row in waiting)
    due_now()
    assert pump(config).finished
    assert server.recipients() == everybody(6)
    assert_counters_true()


def test_put_off_for_ever_ends_as_refused(smtp):
    _server, config = smtp(Behaviour(after_data=lambda _number: "451 later"))
    started(1)
    for _attempt in range(12):
        due_now()
        pump(config)
    row = Delivery.objects.get(stream=KEY)
    assert (row.state, row.reason, row.attempts) == ("refused", Reason.EXHAUSTED, 12)


def test_closing_server_loses_nothing(smtp):
    server, config = smtp(
        Behaviour(on_mail=lambda number: "421 too busy" if number % 4 == 3 else None)
    )
    started(12)
    for _round in range(12):
        due_now()
        if pump(config).finished:
            break
    assert server.recipients() == everybody(12)
    assert states() == {"accepted": 12}
    assert_counters_true()


@pytest.mark.parametrize("answer", [HANG_UP, TAKE_AND_HANG_UP])
def test_a_connection_lost_after_the_final_dot_is_uncertain_and_not_repeated(smtp, answer):
    server, config = smtp(Behaviour(after_data=lambda number: answer if number in {2, 5} else None))
    started(12)
    for _round in range(5):
        due_now()
        pump(config)
    assert states() == {"accepted": 10, "uncertain": 2}
    assert len(server.recipients()) == len(set(server.recipients()))
    assert stream_state() == StreamState.FINISHED
    assert_counters_true()


def test_a_connection_lost_before_the_final_dot_goes_back_to_the_queue(smtp):
    server, config = smtp(Behaviour(during_data=lambda number: number == 2))
    big = "梧桐" * 2_000_000  # more than the socket buffers hold
    stream = started(4)
    text = "\n".join(big[start : start + 60] for start in range(0, len(big), 60))
    Stream.objects.get(pk=stream.key).contents.update(text=text)
    for _round in range(4):
        due_now()
        pump(config)
    assert states() == {"accepted": 4}
    assert server.recipients() == everybody(4)


def test_silence_after_the_dot_is_uncertain(smtp):
    _server, config = smtp(Behaviour(delay=3.0), final_timeout=1.0, connections=1)
    started(1)
    pump(config)
    row = Delivery.objects.get(stream=KEY)
    assert (row.state, row.reason) == ("uncertain", Reason.CONNECTION)


def test_a_slow_server_only_takes_longer(smtp):
    server, config = smtp(Behaviour(delay=0.05))
    started(20)
    assert pump(config).finished
    assert server.recipients() == everybody(20)


def test_an_unreachable_server_leaves_the_queue_as_it_was(smtp):
    server, config = smtp()
    server.close()
    started(5)
    ending = pump(config)
    assert ending.again_in == 15.0
    assert states() == {"queued": 5}
    assert set(Delivery.objects.values_list("attempts", "next_attempt_at")) == {(0, None)}
    assert stream_progress(KEY).pause_reason.startswith("The mail server cannot be reached: ")
    assert stream_state() == StreamState.RUNNING


def test_what_a_person_decides_about_the_uncertain(smtp):
    server, config = smtp(Behaviour(after_data=lambda number: HANG_UP if number < 2 else None))
    started(6)
    for _round in range(3):
        due_now()
        pump(config)
    uncertain = list(Delivery.objects.filter(state="uncertain").values_list("id", flat=True))
    assert len(uncertain) == 2
    regard, again = uncertain
    assert (
        resolve_uncertain(
            actor=ACTOR, stream=KEY, decision=UncertainDecision.REGARD_AS_SENT, ids=[regard]
        )
        == 1
    )
    resolve_uncertain(actor=ACTOR, stream=KEY, decision=UncertainDecision.SEND_AGAIN, ids=[again])
    assert stream_state() == StreamState.RUNNING
    pump(config)
    assert states() == {"accepted": 6}
    assert len(server.taken) == 5
    assert_counters_true()


def test_many_refusals_pause_the_stream_by_themselves(smtp):
    server, config = smtp(Behaviour(on_rcpt=lambda _address: "550 5.7.1 go away"))
    started(400)
    pump(config)
    counts = stream_progress(KEY)
    assert counts.state == StreamState.PAUSED
    # What was on the wire when it was held is answered, and counted, after the reason was written.
    told = re.fullmatch(r"Held: (\d+) of \1 were refused or came back\.", counts.pause_reason)
    assert told is not None
    assert 0 < int(told.group(1)) <= counts.refused
    assert counts.refused < 200
    assert_counters_true()
    assert server.taken == []


def test_a_paused_stream_sends_nothing(smtp):
    server, config = smtp()
    started(3)
    pause_stream(actor=ACTOR, stream=KEY)
    pump(config)
    assert (server.taken, states()) == ([], {"queued": 3})


def test_suppressed_between_snapshot_and_sending_is_not_mailed(smtp):
    server, config = smtp()
    started(3)
    row = Delivery.objects.get(address="p2@a.test")
    suppress(actor=ACTOR, hashed=bytes(row.address_hash), reason=SuppressionReason.UNSUBSCRIBE)
    pump(config)
    assert server.recipients() == ["p1@a.test", "p3@a.test"]
    row.refresh_from_db()
    assert (row.state, row.reason, row.attempts) == ("cancelled", Reason.SUPPRESSED, 0)
    assert_counters_true()


def test_suppression_is_by_hash_and_by_topic():
    suppress(actor=ACTOR, address="A@b.test", reason=SuppressionReason.STAFF, scope="journal")
    digest = address_hash("a@B.test ")
    assert suppressed_hashes([digest], scopes=["journal"]) == {digest}
    assert suppressed_hashes([digest], scopes=["greetings"]) == set()
    assert not suppress(
        actor=ACTOR, address="a@b.test", reason=SuppressionReason.STAFF, scope="journal"
    )


class Owner:
    """A source and listener that bars p1 and notes what it is told."""

    def __init__(self):
        self.outcomes = []
        self.ended = []

    def screen(self, stream, recipients):
        return {who.id: Reason.DECEASED for who in recipients if who.address == "p1@a.test"}

    def values(self, stream, recipients):
        return [{"unsubscribe_url": f"https://u.test/u/{who.id}"} for who in recipients]

    def settled(self, stream, outcomes):
        self.outcomes += [
            (item.subject_ref, str(item.state), str(item.reason)) for item in outcomes
        ]

    def finished(self, stream):
        self.ended.append(stream.key)


@pytest.fixture
def owner():
    found = Owner()
    stream_sources.register("test", found)
    stream_listeners.register("test", found)
    yield found
    stream_sources._items.pop("test")
    stream_listeners._items.pop("test")


def test_the_owner_of_a_stream_bars_adds_values_and_hears_what_became_of_it(smtp, owner):
    server, config = smtp()
    started(2, key="test:1", list_unsubscribe=True)
    pump(config, "test:1")
    assert server.recipients() == ["p2@a.test"]
    row = Delivery.objects.get(address="p2@a.test")
    assert f"List-Unsubscribe: <https://u.test/u/{row.id}>\r\n".encode() in server.taken[0].data
    assert sorted(owner.outcomes) == [
        ("person:1", "cancelled", "deceased"),
        ("person:2", "accepted", ""),
    ]
    assert owner.ended == ["test:1"]
    assert_counters_true("test:1")


def test_a_stream_that_owes_an_unsubscribe_address_sends_nothing_without_one(smtp):
    server, config = smtp()
    started(2, list_unsubscribe=True)
    pump(config)
    assert server.taken == []
    assert states() == {"refused": 2}


def test_an_address_that_cannot_be_used_never_reaches_the_wire(smtp):
    server, config = smtp()
    started(2)
    Delivery.objects.filter(address="p1@a.test").update(
        address="a@b.test>\r\nRCPT TO:<victim@c.test"
    )
    pump(config)
    assert server.recipients() == ["p2@a.test"]
    assert not any("victim" in command for command in server.commands)
    assert Delivery.objects.get(state="refused").reason == Reason.ADDRESS


def test_the_rate_window_holds_the_pump_back(smtp, settings):
    import time

    settings.OUTBOX_RATE_PER_SECOND = 20
    server, config = smtp()
    started(35)
    begun = time.monotonic()
    assert pump(config).finished
    assert time.monotonic() - begun > 0.6
    assert server.recipients() == everybody(35)
