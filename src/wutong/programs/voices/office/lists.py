"""The calls, and the queue of what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.core.reference.models import AcademicUnit
from wutong.engines.calls.enums import WAITING, EntryState
from wutong.engines.calls.models import Call, Entry
from wutong.engines.calls.public import publish, take_up
from wutong.kernel.errors import WutongError
from wutong.programs.voices import rules
from wutong.programs.voices.names import PROGRAM
from wutong.programs.voices.office.addresses import call_url, entry_url
from wutong.programs.voices.selectors import counted_calls, entries_for
from wutong.ui.office.lists import (
    BadgeColumn,
    BulkAction,
    DayColumn,
    NumberColumn,
    OfficeListView,
    OfficeTable,
    TextColumn,
    TitleColumn,
    register_list,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor

TITLE = _("Testimonials")
TONES = {
    EntryState.RECEIVED: "slate",
    EntryState.MODERATION: "autumn",
    EntryState.PUBLISHED: "leaf",
    EntryState.DECLINED: "",
    EntryState.WITHDRAWN: "",
}


class CallTable(OfficeTable):
    """Call by call."""

    call = TitleColumn(
        accessor="title_zh", verbose_name=pgettext_lazy("testimonials", "Call"),
        link=lambda row: call_url(row.pk),
    )  # fmt: skip
    openness = TextColumn(
        accessor="get_openness_display", order_by="openness",
        verbose_name=pgettext_lazy("testimonials", "Who may answer"),
    )  # fmt: skip
    opens_on = DayColumn()
    closes_on = DayColumn()
    collected = NumberColumn(verbose_name=pgettext_lazy("testimonials", "Collected"))
    waiting = NumberColumn(verbose_name=pgettext_lazy("testimonials", "Waiting"))
    published = NumberColumn(verbose_name=pgettext_lazy("testimonials", "Published"))

    class Meta(OfficeTable.Meta):
        model = Call
        fields = ("call", "opens_on", "closes_on", "openness", "collected", "waiting", "published")

    def render_call(self, value: str, record: Call, bound_column: Any) -> Any:
        """Its title in the reader's language."""
        return bound_column.column.render(value=str(record), record=record)


@register_list
class CallListView(OfficeListView[Call]):
    """Every call, the latest first."""

    model = Call
    permission = rules.VIEW
    list_key = "voices"
    page_title = TITLE
    template_name = "voices/office/calls.html"
    table_class = CallTable
    search_fields = ("title_zh", "title_en", "topic_zh", "topic_en")
    default_order = ("-opens_on", "-pk")
    unit = pgettext_lazy("unit", "calls")
    create_url = "new/"
    create_label = _("Open a call")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "calls"
    export_columns = ("call", "opens_on", "closes_on", "openness", "collected", "waiting",
                      "published")  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Call]:
        """With their numbers."""
        return counted_calls(super().get_base_queryset())

    def get_row_url(self, row: Call) -> str:
        """Its page."""
        return call_url(row.pk)


class EntryTable(OfficeTable):
    """The words first."""

    text = TitleColumn(link=lambda row: entry_url(row.pk))
    shown_as = TextColumn()
    college = TextColumn(accessor="college", order_by="college__code")
    call = TextColumn(accessor="call", order_by="call__opens_on")
    findings = NumberColumn()
    state = BadgeColumn(tones=TONES)
    received_at = DayColumn(time=True)
    published_on = DayColumn()
    decided_by = TextColumn(orderable=False)
    reason = TextColumn(orderable=False)

    class Meta(OfficeTable.Meta):
        model = Entry
        fields = ("text", "shown_as", "college", "class_year", "call", "findings", "state",
                  "received_at", "published_on", "decided_by", "reason")  # fmt: skip
        hidden_at_first = ("class_year", "published_on", "decided_by", "reason")

    def render_text(self, value: str, record: Entry, bound_column: Any) -> Any:
        """Its beginning."""
        words = " ".join(value.split())
        short = words if len(words) <= 30 else f"{words[:29]}\N{HORIZONTAL ELLIPSIS}"
        return bound_column.column.render(value=short or "\N{EN DASH}", record=record)

    def value_text(self, value: str) -> str:
        """The whole of it, in a file."""
        return value

    def render_class_year(self, value: int) -> str:
        """A year is not a number to be grouped."""
        return str(value)


class EntryFilter(django_filters.FilterSet):
    """By state, call, college and what the lists found."""

    waiting = django_filters.BooleanFilter(label=_("Waiting for a decision"), method="by_waiting")
    state = django_filters.ChoiceFilter(
        choices=[one for one in EntryState.choices if one[0] != EntryState.UNPROVEN]
    )
    call = django_filters.ModelChoiceFilter(queryset=Call.objects.filter(program=PROGRAM))
    college = django_filters.ModelChoiceFilter(
        queryset=AcademicUnit.objects.filter(parent=None, kind="college")
    )
    found = django_filters.BooleanFilter(label=_("The lists found something"), method="by_findings")

    class Meta:
        model = Entry
        fields = ("waiting", "state", "call", "college", "found")

    def by_waiting(self, rows: QuerySet[Entry], name: str, value: bool) -> QuerySet[Entry]:
        """Received or in moderation, or not."""
        waiting = Q(state__in=WAITING)
        return rows.filter(waiting if value else ~waiting)

    def by_findings(self, rows: QuerySet[Entry], name: str, value: bool) -> QuerySet[Entry]:
        """Something or nothing."""
        return rows.filter(findings__gt=0) if value else rows.filter(findings=0)


def _publish_all(actor: Actor, rows: QuerySet[Entry], data: dict[str, Any]) -> str:
    """Those in which nothing was found; one's own and the others stay where they are."""
    done = left = 0
    keys = rows.filter(state__in=WAITING).order_by("received_at").values_list("pk", flat=True)
    for key in list(keys):
        try:
            publish(actor=actor, entry_id=key)
        except WutongError:
            left += 1
        else:
            done += 1
    said = ngettext("%(done)s text is published.", "%(done)s texts are published.", done)
    if left:
        said = f"{said} " + ngettext(
            "%(left)s needs a closer look.", "%(left)s need a closer look.", left
        )
    return said % {"done": done, "left": left}


def _take_all_up(actor: Actor, rows: QuerySet[Entry], data: dict[str, Any]) -> str:
    keys = list(rows.filter(state=EntryState.RECEIVED).values_list("pk", flat=True))
    done = 0
    for key in keys:
        try:
            take_up(actor=actor, entry_id=key)
        except WutongError:
            continue
        done += 1
    return ngettext(
        "%(number)s text is in moderation.", "%(number)s texts are in moderation.", done
    ) % {"number": done}


def _describe_publish(count: int) -> str:
    return ngettext(
        "Of %(number)s text: published if it waits and nothing was found in it.",
        "Of %(number)s texts those are published that wait and in which nothing was found.",
        count,
    ) % {"number": count}


def _describe_take_up(count: int) -> str:
    return ngettext(
        "%(number)s text is set aside to be looked at.",
        "%(number)s texts are set aside to be looked at.",
        count,
    ) % {"number": count}


@register_list
class EntryListView(OfficeListView[Entry]):
    """What came in, the longest waiting first."""

    model = Entry
    permission = rules.VIEW
    list_key = "voices-entries"
    page_title = pgettext_lazy("testimonials", "What came in")
    breadcrumbs = ((TITLE, "/office/voices/"),)
    table_class = EntryTable
    filterset_class = EntryFilter
    search_placeholder = _("Words or name")
    default_order = ("-received_at", "-pk")
    unit = pgettext_lazy("unit", "testimonials")
    export_permission = rules.EXPORT
    export_name = "testimonials"
    export_needs_reason = True
    export_columns = ("text", "shown_as", "college", "class_year", "call", "findings", "state",
                      "received_at", "published_on", "decided_by", "reason")  # fmt: skip
    bulk_actions = (
        BulkAction("publish", _("Publish"), rules.MODERATE, _describe_publish, _publish_all,
                   icon="check-circle"),
        BulkAction("take_up", _("Take up"), rules.MODERATE, _describe_take_up, _take_all_up,
                   icon="eye"),
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Entry]:
        """Of this room, in sight."""
        return entries_for(self.user)

    def get_default_order(self) -> tuple[str, ...]:
        """A queue begins with who waits longest."""
        if self.state.query.get("waiting") == "true":
            return ("received_at", "pk")
        return self.default_order

    def search(self, rows: QuerySet[Entry], text: str) -> QuerySet[Entry]:
        """By words, by the name shown, and by the one search of people."""
        people = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(
            Q(text__icontains=text) | Q(shown_as__icontains=text)
            | Q(person__in=people.values("pk"))
        )  # fmt: skip

    def get_row_url(self, row: Entry) -> str:
        """Its page."""
        return entry_url(row.pk)
