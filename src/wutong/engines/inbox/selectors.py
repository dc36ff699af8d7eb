"""Reading the box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from wutong.engines.inbox.rules import VIEW
from wutong.platform.access.public import can, scope
from wutong.platform.outbox.enums import FOR_PEOPLE, InboundState
from wutong.platform.outbox.models import InboundMessage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User


def messages_for(user: User) -> QuerySet[InboundMessage]:
    """What people wrote (not what machines sent back) that this user may see, youngest first."""
    return scope(user, InboundMessage).filter(kind__in=FOR_PEOPLE).order_by("-received_at", "-pk")


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
