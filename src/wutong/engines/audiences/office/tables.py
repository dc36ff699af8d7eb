"""The lists of segments and of lists of people."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import Column

from wutong.engines.audiences.enums import Sharing
from wutong.engines.audiences.models import PeopleList, Segment
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

TONES = {Sharing.OFFICE: "leaf", Sharing.UNIT: "slate"}


class SegmentTable(OfficeTable):
    """Name, whose, who shares it, how many at the last count."""

    name = TitleColumn(
        verbose_name=_("Segment"),
        link=lambda record: reverse("office:segments-detail", args=[record.pk]),
    )
    owner = Column(verbose_name=_("Owner"))
    sharing = BadgeColumn(tones=TONES, verbose_name=_("Who may use it"))
    last_count = NumberColumn(verbose_name=_("People at the last count"))
    last_counted_at = DayColumn(verbose_name=_("Counted"), time=True)
    updated_at = DayColumn(verbose_name=_("Changed"), time=True)

    class Meta(OfficeTable.Meta):
        model = Segment
        fields = ("name", "owner", "sharing", "last_count", "last_counted_at", "updated_at")


class PeopleListTable(OfficeTable):
    """Name, how many are recognised and how many lines wait, who read it from what and when."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("list", "List"),
        link=lambda record: reverse("office:segments-list-detail", args=[record.pk]),
    )
    people = NumberColumn(verbose_name=pgettext_lazy("list", "People"))
    waiting = NumberColumn(
        verbose_name=pgettext_lazy("list", "To decide"), accessor="waiting", orderable=False
    )
    source = Column(verbose_name=pgettext_lazy("list", "Source"))
    owner = Column(verbose_name=_("Read by"))
    sharing = BadgeColumn(tones=TONES, verbose_name=_("Who may use it"))
    created_at = DayColumn(verbose_name=_("Read"), time=True)

    class Meta(OfficeTable.Meta):
        model = PeopleList
        fields = ("name", "people", "waiting", "source", "owner", "sharing", "created_at")
