"""Reading the box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse

from wutong.engines.inbox.naming import writer_of
from wutong.engines.inbox.rules import VIEW
from wutong.engines.inbox.services.answering import Way, way_of
from wutong.platform.access.public import can, scope
from wutong.platform.outbox.enums import FOR_PEOPLE, InboundState
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import own_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User


def messages_for(user: User) -> QuerySet[InboundMessage]:
    """What people wrote (not what machines sent back) that this user may see, youngest first."""
    return scope(user, InboundMessage).filter(kind__in=FOR_PEOPLE).order_by("-received_at", "-pk")


@dataclass(frozen=True)
class Brief:
    """A message as another room needs it. ``address`` is the sender's own, unmasked; ``name`` is
    who it seems to be from, with the address masked where no name is known.
    """

    id: int
    channel: str
    channel_label: str
    person_id: int | None
    name: str
    address: str
    subject: str
    words: str
    received_at: datetime
    url: str


def brief_of(user: User, message_id: int | None) -> Brief | None:
    """A message somebody wrote, if this user may see it."""
    if not message_id or not can(user, VIEW):
        return None
    row = messages_for(user).filter(pk=message_id).first()
    if row is None:
        return None
    return Brief(
        id=row.pk,
        channel=row.channel,
        channel_label=row.get_channel_display(),
        person_id=getattr(row, "person_pk", None),
        name=writer_of(row),
        address=row.address,
        subject=row.subject,
        words=own_words(row.text),
        received_at=row.received_at,
        url=reverse("office:inbox-message", args=[row.pk]),
    )


def way_to(message_id: int | None) -> Way | None:
    """How a message can be answered now; None where it cannot."""
    row = InboundMessage.objects.filter(pk=message_id).first() if message_id else None
    way = way_of(row) if row is not None else None
    return way if way is not None and not way.obstacle else None


def waiting_for(user: User) -> tuple[int, int]:
    """How many messages wait: in this user's hands, and in nobody's."""
    if not can(user, VIEW):
        return 0, 0
    rows = scope(user, InboundMessage).filter(state=InboundState.OPEN)
    mine = rows.filter(assigned_to=user).count()
    return mine, rows.filter(assigned_to__isnull=True).count()


def came_back(stream: str) -> dict[str, int]:
    """How many messages of each kind came in about a sending."""
    rows = InboundMessage.objects.filter(stream=stream).exclude(verdict="unknown")
    return dict(rows.values_list("kind").order_by("kind").annotate(Count("pk")))
