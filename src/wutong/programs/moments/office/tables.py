"""Tables and filters of plans, of what became of them, and of letters to the future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.public import Channel
from wutong.kernel import clock
from wutong.programs.moments.enums import CapsuleState, MomentKind, OccurrenceState
from wutong.programs.moments.models import Capsule, Moment, Occurrence
from wutong.programs.moments.office.addresses import capsule_url, moment_url
from wutong.programs.moments.selectors import OCCURRENCE_TONES, STANDING_TONES
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.design.typography import as_day
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

CAPSULE_TONES = {CapsuleState.SEALED: "autumn", CapsuleState.DELIVERED: "leaf"}


class MomentFilter(django_filters.FilterSet):
    """Occasion, channel, approval."""

    kind = django_filters.MultipleChoiceFilter(label=_("Occasion"), choices=MomentKind.choices)
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=[(c.value, c.label) for c in (Channel.EMAIL, Channel.SMS)],
        empty_label=_("All channels"),
    )  # fmt: skip
    approved = django_filters.BooleanFilter(label=_("Approved today"), method="by_approval")
    paused = django_filters.BooleanFilter(label=_("Paused"))

    class Meta:
        model = Moment
        fields: tuple[str, ...] = ()

    def by_approval(self, rows: QuerySet[Moment], name: str, value: Any) -> QuerySet[Moment]:
        """Whether the approval covers today."""
        today = clock.today()
        good = rows.filter(approved_from__lte=today, approved_until__gte=today)
        return good if value else rows.exclude(pk__in=good.values("pk"))


class MomentTable(OfficeTable):
    """What, when next, to about how many, approved until when."""

    title = TitleColumn(verbose_name=_("Title"), link=lambda row: moment_url(row.pk))
    kind = tables.Column(verbose_name=_("Occasion"))
    next_on = DayColumn(verbose_name=_("Next on"), orderable=False)
    hour = tables.Column(verbose_name=_("Hour of sending"))
    about = NumberColumn(verbose_name=_("About how many"))
    standing = tables.Column(verbose_name=_("Approval"), orderable=False, empty_values=())
    approved_until = DayColumn(verbose_name=_("Approved until"))
    channel = tables.Column(verbose_name=_("Channel"))
    segment = tables.Column(verbose_name=_("Segment"), orderable=False)
    legal_body = tables.Column(verbose_name=_("In the name of"), orderable=False)
    author = tables.Column(verbose_name=_("Author"), orderable=False)
    approver = tables.Column(verbose_name=_("Approved by"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Moment
        fields: tuple[str, ...] = ()
        hidden_at_first = ("hour", "channel", "legal_body", "author", "approver")

    def render_hour(self, value: int) -> str:
        """9:00."""
        return f"{value}:00"

    def render_standing(self, record: Moment) -> SafeString:
        """In its tone."""
        standing = record.standing
        return draw_badge(standing.label, STANDING_TONES[standing])

    def value_standing(self, record: Moment) -> str:
        """In words."""
        return str(record.standing.label)


class OccurrenceFilter(django_filters.FilterSet):
    """Plan, state, when; days that were nobody's only on demand."""

    moment = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("moment", "Plan"), queryset=Moment.objects.all(),
        empty_label=_("All plans"),
    )  # fmt: skip
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=OccurrenceState.choices)
    on = django_filters.DateFromToRangeFilter(label=pgettext_lazy("moment", "Day"))
    sent = django_filters.BooleanFilter(label=_("With a sending"), method="by_sending")

    class Meta:
        model = Occurrence
        fields: tuple[str, ...] = ()

    def by_sending(self, rows: QuerySet[Occurrence], name: str, value: Any) -> QuerySet[Occurrence]:
        """Whether something was made."""
        return rows.filter(campaign__isnull=not value)


class OccurrenceTable(OfficeTable):
    """When, what, to how many, who was left out, what arrived."""

    on = TitleColumn(
        verbose_name=pgettext_lazy("moment", "Day"),
        link=lambda row: row.address,
        order_by=("on", "pk"),
    )
    moment = tables.Column(verbose_name=pgettext_lazy("moment", "Plan"), orderable=False)
    state = BadgeColumn(verbose_name=_("State"), tones=OCCURRENCE_TONES)
    gets = NumberColumn(verbose_name=_("Gets it"), orderable=False)
    left_out = NumberColumn(verbose_name=_("Left out"), orderable=False)
    delivered = NumberColumn(verbose_name=_("Delivered"), orderable=False)
    problem = tables.Column(verbose_name=_("What was wrong"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Occurrence
        fields: tuple[str, ...] = ()

    def render_on(self, value: date, record: Any) -> SafeString:
        """As people write it."""
        return format_html('<a class="row-link" href="{}">{}</a>', record.address, as_day(value))


class CapsuleFilter(django_filters.FilterSet):
    """State, when it opens, to whom, who waits."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CapsuleState.choices)
    opens_on = django_filters.DateFromToRangeFilter(label=_("Opens on"))
    to_class = django_filters.BooleanFilter(label=_("To the whole class"), method="by_class")
    waits = django_filters.BooleanFilter(
        label=_("Due, and somebody cannot be reached yet"), method="by_waiting"
    )

    class Meta:
        model = Capsule
        fields: tuple[str, ...] = ()

    def by_class(self, rows: QuerySet[Capsule], name: str, value: Any) -> QuerySet[Capsule]:
        """To one, or to all."""
        return rows.filter(class_group__isnull=not value)

    def by_waiting(self, rows: QuerySet[Capsule], name: str, value: Any) -> QuerySet[Capsule]:
        """Laid out and not arrived everywhere."""
        waiting = rows.filter(
            pk__in=Capsule.objects.filter(arrivals__arrived_on__isnull=True, arrivals__pk__gt=0)
            .exclude(state=CapsuleState.WITHDRAWN)
            .values("pk")
        )
        return waiting if value else rows.exclude(pk__in=waiting.values("pk"))


class CapsuleTable(OfficeTable):
    """By whom, to whom, when; never a word of it."""

    writer = TitleColumn(
        verbose_name=_("Written by"), link=lambda row: capsule_url(row.pk), orderable=False
    )
    class_group = tables.Column(verbose_name=_("To the class"), orderable=False)
    written_on = DayColumn(verbose_name=pgettext_lazy("capsule", "Written on"))
    opens_on = DayColumn(verbose_name=_("Opens on"))
    state = BadgeColumn(verbose_name=_("State"), tones=CAPSULE_TONES)
    arrived = NumberColumn(verbose_name=_("Arrived"), orderable=False)
    waiting = NumberColumn(verbose_name=_("Still waits"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Capsule
        fields: tuple[str, ...] = ()
