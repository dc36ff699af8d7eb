"""A stream of n recipients, and how its deliveries stand."""

from collections import Counter

from django.db import connection

from wutong.kernel.actors import Actor
from wutong.platform.outbox.models import Delivery, Stream
from wutong.platform.outbox.public import MessageContent, Sender, open_stream, start_pump
from wutong.platform.outbox.selectors import stream_progress

ACTOR = Actor.system("test")

SNAPSHOT = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts)
SELECT %s, %s, 'person:' || n, 'p' || n || '@a.test', 'P' || n,
       decode(md5(n::text), 'hex'), CASE WHEN n %% 2 = 0 THEN 'en' ELSE 'zh-hans' END,
       jsonb_build_object('name', 'P' || n)
  FROM generate_series(1, %s) AS n
ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING
"""

CONTENTS = {
    "zh-hans": MessageContent(
        subject="{{ name }}，您好",
        html="<p>{{ name }}，梧桐树下等您回来。</p>",
        text="{{ name }}，梧桐树下等您回来。",
        fallbacks={"name": "校友"},
    ),
    "en": MessageContent(
        subject="Hello {{ name }}",
        html="<p>Dear {{ name }}</p>",
        text="Dear {{ name }}",
        fallbacks={"name": "friend"},
    ),
}


def open_one(key="trial:1", **changes):
    fields = {
        "actor": ACTOR,
        "key": key,
        "label": "A greeting",
        "sender": Sender("校友部", "office@wutong.test", "reply@wutong.test"),
        "contents": CONTENTS,
        "list_unsubscribe": False,
        **changes,
    }
    return open_stream(**fields)


def snapshot(stream, count):
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, [stream.campaign_month, stream.key, count])


def started(count, key="trial:1", **changes):
    stream = open_one(key, **changes)
    snapshot(stream, count)
    start_pump(actor=ACTOR, stream=key)
    return stream


def states(key="trial:1"):
    return dict(Counter(Delivery.objects.filter(stream=key).values_list("state", flat=True)))


def assert_counters_true(key="trial:1"):
    """The stream's counters say what the rows say."""
    counts, rows = stream_progress(key), states(key)
    assert {
        "accepted": counts.delivered,
        "refused": counts.refused,
        "bounced": counts.bounced,
        "uncertain": counts.uncertain,
        "cancelled": counts.cancelled,
        "sending": counts.sending,
        "queued": counts.queued,
    } == {
        name: rows.get(name, 0)
        for name in (
            "accepted",
            "refused",
            "bounced",
            "uncertain",
            "cancelled",
            "sending",
            "queued",
        )
    }
    assert sum(rows.values()) == counts.total


def due_now(key="trial:1"):
    """Let every back-off of a stream end now."""
    Delivery.objects.filter(stream=key, state="queued").update(next_attempt_at=None)


def stream_state(key="trial:1"):
    return Stream.objects.get(pk=key).state
