"""What somebody wrote to us, in the timeline of their record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.registry import TimelineEvent
from wutong.engines.inbox.rules import VIEW
from wutong.platform.access.public import can
from wutong.platform.outbox.enums import InboundKind
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import own_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

SHOWN = 120


class WrittenSource:
    """Answers, requests to stop and complaints, one event each."""

    label: _StrOrPromise = pgettext_lazy("inbox", "Answers")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """Youngest first; one query."""
        if not can(viewer, VIEW):
            return []
        rows = InboundMessage.objects.filter(
            subject_ref=f"person:{person_id}",
            kind__in=[InboundKind.REPLY, InboundKind.STOP, InboundKind.COMPLAINT],
        ).defer("raw")
        if before is not None:
            rows = rows.filter(received_at__lt=before)
        return [_event(row) for row in rows.order_by("-received_at")[:limit]]


def _event(row: InboundMessage) -> TimelineEvent:
    titles = {
        InboundKind.REPLY: _("Wrote back"),
        InboundKind.STOP: _("Asked to be left alone"),
        InboundKind.COMPLAINT: _("Complained to the mail provider"),
    }
    words = " ".join((own_words(row.text) or row.subject).split())
    return TimelineEvent(
        when=row.received_at,
        kind="message",
        title=titles[InboundKind(row.kind)],
        detail=words[:SHOWN] + ("…" if len(words) > SHOWN else ""),
        url=reverse("office:inbox-message", args=[row.pk]),
        icon="mail",
        source_grade="A",
    )
