"""Who gets an issue by another way already: one reader, one copy, unless the office wants it so.

Ways are asked in the order of the issue. A way that comes earlier counts as soon as its pre-flight
says who gets it; one that comes later counts once it has gone out. Whoever a sending did not reach
after all is free for the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import Exact

from wutong.core.consent.models import Preference
from wutong.core.consent.public import Channel
from wutong.engines.outreach.models import Recipient
from wutong.platform.outbox.enums import DeliveryState
from wutong.platform.outbox.public import deliveries_of
from wutong.programs.journal.enums import TOPIC, Copies, CopyState
from wutong.programs.journal.models import Copy, Judged

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.programs.journal.models import Issue

ON_SCREEN = (Channel.EMAIL, Channel.WECHAT)
NOBODY = Q(Exact(Value(1), Value(0)))
MISSED = (DeliveryState.BOUNCED, DeliveryState.REFUSED, DeliveryState.CANCELLED)


def asks_for_paper() -> Exists:
    """Of a person: they said that they want it printed."""
    return Exists(
        Preference.objects.filter(
            person_id=OuterRef("pk"), topic=TOPIC, channel=Channel.POST, wanted=True
        )
    )


def comes_otherwise(issue: Issue, channel: Channel) -> Q:
    """Of a person: another way than ``channel`` brings them the issue, and one is enough."""
    found = NOBODY
    if issue.copies_each == Copies.EVERY:
        return found
    before = issue.ways[: issue.ways.index(channel)]
    for other in ON_SCREEN:
        sending = issue.sendings.get(other)
        if other == channel:
            continue
        if sending is None:
            found |= Q(_has_copy(issue, other))
        elif sending.gone_out or other in before:
            found |= Q(_gets(sending))
    if channel == Channel.POST:
        if issue.copies_each == Copies.ASKED:
            found &= ~Q(asks_for_paper())
        return found
    paper = _gets_paper(issue, early=Channel.POST in before)
    if paper is not None:
        both = Q(asks_for_paper()) if issue.copies_each == Copies.ASKED else NOBODY
        found |= Q(paper) & ~both
    return found


def _gets(sending: Campaign) -> Exists:
    """By the deliveries once there are some, by the pre-flight before."""
    if not sending.gone_out:
        chosen = Recipient.objects.filter(campaign=sending, reason="", person=OuterRef("pk"))
        return Exists(chosen)
    reader = Concat(Value("person:"), Cast(OuterRef("pk"), CharField()))
    rows = deliveries_of(sending.ref).order_by().exclude(state__in=MISSED)
    return Exists(rows.filter(subject_ref=reader))


def _has_copy(issue: Issue, channel: Channel) -> Exists:
    """In the ledger, also of issues whose letters were sent elsewhere."""
    rows = Copy.objects.filter(issue=issue, channel=channel, state=CopyState.SENT)
    return Exists(rows.filter(person=OuterRef("pk")))


def _gets_paper(issue: Issue, *, early: bool) -> Exists | None:
    if issue.posted_on is not None:
        return _has_copy(issue, Channel.POST)
    if not early:
        return None
    judged = Judged.objects.filter(issue=issue, channel=Channel.POST, reason="")
    return Exists(judged.filter(person=OuterRef("pk")))
