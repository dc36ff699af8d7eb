"""The list of sendings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from wutong.core.consent.public import Channel, topics
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign as Row

TONES = {
    CampaignState.REVIEW: "autumn",
    CampaignState.SCHEDULED: "autumn",
    CampaignState.APPROVED: "leaf",
    CampaignState.SENDING: "leaf",
    CampaignState.FINISHED: "leaf",
    CampaignState.STOPPED: "seal",
}


class CampaignTable(OfficeTable):
    """Title, state, how many get it, when it left."""

    title = TitleColumn(
        verbose_name=_("Greeting"),
        link=lambda record: reverse("office:campaigns-detail", args=[record.pk]),
    )
    channel = Column(verbose_name=_("Channel"))
    state = BadgeColumn(verbose_name=_("State"), tones=TONES)
    topic = Column(verbose_name=_("Topic"))
    recipients = NumberColumn(
        verbose_name=_("Recipients"), accessor="counts", orderable=False, empty_values=(None,)
    )
    author = Column(verbose_name=_("Author"))
    sent_at = DayColumn(verbose_name=_("Sent"), time=True)
    updated_at = DayColumn(verbose_name=_("Changed"), time=True)

    class Meta(OfficeTable.Meta):
        model = Campaign
        fields = (
            "title",
            "channel",
            "state",
            "topic",
            "recipients",
            "sent_at",
            "author",
            "updated_at",
        )
        hidden_at_first = ("updated_at",)

    def render_topic(self, value: str) -> Any:
        """The topic's label."""
        topic = topics.find(value)
        return topic.label if topic else value

    def render_recipients(self, value: dict[str, int], record: Row) -> str:
        """Those who get it, as last counted."""
        return f"{value.get('', 0):,}"


class CampaignFilter(django_filters.FilterSet):
    """By state, topic and body."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CampaignState.choices)
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), choices=[(one, one.label) for one in (Channel.EMAIL, Channel.SMS)]
    )
    sent_at = django_filters.DateFromToRangeFilter(label=_("Sent"))

    class Meta:
        model = Campaign
        fields = ("state", "channel", "legal_body", "sent_at")
