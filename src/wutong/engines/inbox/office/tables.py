"""The list of what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import Column

from wutong.engines.inbox.naming import writer_of
from wutong.kernel.masking import in_words
from wutong.platform.outbox.enums import InboundChannel, InboundKind, InboundState
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import own_words
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    OfficeTable,
    TextColumn,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

TONES = {
    InboundKind.REPLY: "leaf",
    InboundKind.STOP: "seal",
    InboundKind.COMPLAINT: "seal",
    InboundKind.UNKNOWN: "autumn",
    InboundKind.BOUNCE_HARD: "autumn",
    InboundKind.BOUNCE_SOFT: "slate",
}
# What machines wrote repeats addresses, and is shown with them masked.
BY_PEOPLE = {InboundKind.REPLY, InboundKind.STOP}
STATE_TONES = {InboundState.OPEN: "autumn", InboundState.DONE: "leaf"}


def message_url(pk: int) -> str:
    """The page of a message."""
    return reverse("office:inbox-message", args=[pk])


class InboxTable(OfficeTable):
    """From whom, what kind, the words, about which sending, in whose hands."""

    writer = TitleColumn(
        verbose_name=pgettext_lazy("message", "From"),
        link=lambda row: message_url(row.pk),
        empty_values=(),
        orderable=False,
    )
    kind = BadgeColumn(verbose_name=_("Kind"), tones=TONES)
    words = TextColumn(
        verbose_name=pgettext_lazy("inbound", "Words"),
        accessor="text",
        empty_values=(),
        orderable=False,
    )
    stream_label = Column(verbose_name=pgettext_lazy("message", "About"), orderable=False)
    assigned_to = Column(verbose_name=_("In the hands of"))
    state = BadgeColumn(verbose_name=_("State"), tones=STATE_TONES)
    received_at = DayColumn(verbose_name=pgettext_lazy("message", "Received"))
    channel = Column(verbose_name=_("Channel"))

    class Meta(OfficeTable.Meta):
        model = InboundMessage
        fields = (
            "writer", "kind", "words", "stream_label", "assigned_to", "state", "received_at",
            "channel",
        )  # fmt: skip
        hidden_at_first = ("channel",)

    def render_writer(self, record: Any) -> str:
        """The person, or as much as is known."""
        return writer_of(record)

    def render_words(self, record: InboundMessage) -> str:
        """What they wrote themselves, without what they quote."""
        words = " ".join((own_words(record.text) or record.subject).split())[:300]
        return (words if record.kind in BY_PEOPLE else in_words(words)) or "–"

    value_writer = render_writer
    value_words = render_words


class InboxFilter(django_filters.FilterSet):
    """By state, kind, channel, hands, sending and day."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=InboundState.choices)
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=[choice for choice in InboundKind.choices if choice[0]]
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), choices=InboundChannel.choices
    )
    hands = django_filters.ChoiceFilter(
        label=_("In the hands of"),
        choices=[("mine", _("mine")), ("nobody", pgettext_lazy("hands", "nobody"))],
        method="in_hands",
    )
    stream = django_filters.CharFilter(label=_("Sending (number)"))
    received_at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("message", "Received"))

    class Meta:
        model = InboundMessage
        fields = ("state", "kind", "channel", "hands", "stream", "received_at")

    def in_hands(
        self, rows: QuerySet[InboundMessage], _name: str, value: str
    ) -> QuerySet[InboundMessage]:
        """Mine, or nobody's."""
        if value == "mine" and self.request is not None:
            return rows.filter(assigned_to=self.request.user)
        return rows.filter(assigned_to__isnull=True)
