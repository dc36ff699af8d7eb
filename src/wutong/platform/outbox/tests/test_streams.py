"""Opening, starting, holding and ending a stream."""

import pytest
from django.db import connection

from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import StreamState
from wutong.platform.outbox.errors import ContentError, StreamStateError
from wutong.platform.outbox.models import Content, Delivery, Stream
from wutong.platform.outbox.public import (
    MessageContent,
    Sender,
    open_stream,
    pause_stream,
    resume_stream,
    start_pump,
    stop_stream,
    stream_progress,
)

ACTOR = Actor.system("test")
pytestmark = pytest.mark.django_db

SNAPSHOT = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts)
SELECT %s, %s, 'person:' || n, 'p' || n || '@a.test', 'P' || n, decode(md5(n::text), 'hex'), 'en',
       jsonb_build_object('name', 'P' || n)
  FROM generate_series(1, %s) AS n
ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING
"""


def open_one(key="trial:1", **changes):
    content = MessageContent(
        subject="Hello {{ name }}",
        html="<p>Dear {{ name }}</p>",
        text="Dear {{ name }}",
        fallbacks={"name": "friend"},
    )
    fields = {
        "actor": ACTOR,
        "key": key,
        "label": "A greeting",
        "sender": Sender("Office", "office@wutong.test"),
        "contents": {"en": content},
        **changes,
    }
    return open_stream(**fields)


def snapshot(stream, count):
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, [stream.campaign_month, stream.key, count])


def test_a_snapshot_may_be_repeated_without_a_second_delivery():
    stream = open_one()
    snapshot(stream, 3)
    snapshot(stream, 4)
    assert start_pump(actor=ACTOR, stream=stream.key) == 4
    counts = stream_progress(stream.key)
    assert (counts.state, counts.total, counts.queued) == (StreamState.RUNNING, 4, 4)


def test_deliveries_lie_in_the_partition_of_their_month():
    stream = open_one()
    snapshot(stream, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM outbox_delivery")
        assert cursor.fetchall() == [(f"outbox_delivery_y{stream.campaign_month:%Ym%m}",)]


def test_a_place_without_a_fallback_is_refused_and_nothing_is_stored():
    content = MessageContent(subject="Hi {{ name }}", html="", text="x")
    with pytest.raises(ContentError):
        open_one(contents={"en": content})
    assert (Stream.objects.count(), Content.objects.count()) == (0, 0)


def test_pause_and_resume():
    stream = open_one()
    snapshot(stream, 1)
    start_pump(actor=ACTOR, stream=stream.key)
    pause_stream(actor=ACTOR, stream=stream.key, reason="too many refusals")
    assert stream_progress(stream.key).pause_reason == "too many refusals"
    resume_stream(actor=ACTOR, stream=stream.key)
    assert stream_progress(stream.key).state == StreamState.RUNNING


def test_stopping_cancels_what_has_not_left_and_cannot_be_undone():
    stream = open_one()
    snapshot(stream, 5)
    start_pump(actor=ACTOR, stream=stream.key)
    assert stop_stream(actor=ACTOR, stream=stream.key) == 5
    counts = stream_progress(stream.key)
    assert (counts.state, counts.cancelled, counts.queued) == (StreamState.STOPPED, 5, 0)
    assert set(Delivery.objects.values_list("state", "reason")) == {("cancelled", "stopped")}
    with pytest.raises(StreamStateError):
        resume_stream(actor=ACTOR, stream=stream.key)
