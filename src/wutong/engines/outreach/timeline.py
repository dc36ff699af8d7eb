"""What the office sent somebody, and what came back, in the timeline of their record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.people.models import Person
from wutong.core.people.registry import TimelineEvent
from wutong.engines.outreach.message import subject_read_by
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.hooks import campaign_of
from wutong.platform.access.public import can, scope
from wutong.platform.outbox.enums import DeliveryState
from wutong.platform.outbox.public import deliveries_about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.models import Delivery


class DeliverySource:
    """Messages to the person, one event each."""

    label: _StrOrPromise = gettext_lazy("Messages")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """Deliveries of sendings, youngest first; few queries whatever their number."""
        rows = deliveries_about(f"person:{person_id}").filter(stream__startswith="campaign:")
        if before is not None:
            rows = rows.filter(created_at__lt=before)
        found = list(rows.order_by("-created_at")[:limit])
        if not found:
            return []
        campaigns = Campaign.objects.in_bulk({campaign_of(row.stream) for row in found})
        person = Person.objects.only("name", "name_latin", "language").get(pk=person_id)
        linked: set[int] = set()
        if can(viewer, "campaigns.view"):
            linked = set(
                scope(viewer, Campaign).filter(pk__in=campaigns).values_list("pk", flat=True)
            )
        return [
            _event(row, person, campaigns.get(campaign_of(row.stream)), linked) for row in found
        ]


def _event(
    row: Delivery, person: Person, campaign: Campaign | None, linked: set[int]
) -> TimelineEvent:
    subject = subject_read_by(campaign, person) if campaign else row.stream
    by_text = campaign is not None and campaign.by_text
    on_wechat = campaign is not None and campaign.by_wechat
    title = _("Text message: %(subject)s") if by_text else _("Greeting: %(subject)s")
    if on_wechat:
        title = _("Notice on WeChat: %(subject)s")
    return TimelineEvent(
        when=row.created_at or datetime.now(tz=UTC),
        kind="message",
        title=title % {"subject": subject},
        detail=outcome_words(row),
        url=f"/office/campaigns/{campaign.pk}/" if campaign and campaign.pk in linked else "",
        icon="phone" if by_text or on_wechat else "mail",
        source_grade="A",
    )


def outcome_words(row: Delivery) -> str:
    """What became of one message, in one phrase."""
    state = DeliveryState(row.state)
    if row.gateway_ref:
        return _text_outcome(row, state)
    words = {
        DeliveryState.QUEUED: pgettext("message", "waiting to be sent"),
        DeliveryState.SENDING: pgettext("message", "being sent"),
        DeliveryState.ACCEPTED: pgettext("message", "delivered"),
        DeliveryState.BOUNCED: pgettext("message", "came back"),
        DeliveryState.REFUSED: pgettext("message", "refused by the receiving server"),
        DeliveryState.UNCERTAIN: pgettext("message", "outcome uncertain"),
        DeliveryState.CANCELLED: pgettext("message", "not sent"),
    }[state]
    if row.reason and state == DeliveryState.CANCELLED:
        return _("%(state)s: %(reason)s") % {"state": words, "reason": row.get_reason_display()}
    return words


def _text_outcome(row: Delivery, state: DeliveryState) -> str:
    """What became of one text message."""
    if state == DeliveryState.ACCEPTED:
        if row.received_at is not None:
            return pgettext("text message", "arrived")
        return pgettext("text message", "taken by the gateway, no receipt yet")
    words = {
        DeliveryState.QUEUED: pgettext("message", "waiting to be sent"),
        DeliveryState.SENDING: pgettext("message", "being sent"),
        DeliveryState.BOUNCED: pgettext("text message", "not delivered by the carrier"),
        DeliveryState.REFUSED: pgettext("text message", "refused by the gateway"),
        DeliveryState.UNCERTAIN: pgettext("message", "outcome uncertain"),
        DeliveryState.CANCELLED: pgettext("message", "not sent"),
    }[state]
    if row.reason:
        return _("%(state)s: %(reason)s") % {"state": words, "reason": row.get_reason_display()}
    return words
