"""The list of segments."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from wutong.engines.audiences.models import Segment
from wutong.ui.office.lists.table import DayColumn, NumberColumn, OfficeTable, TitleColumn


class SegmentTable(OfficeTable):
    """Name, whose, how many at the last count."""

    name = TitleColumn(
        verbose_name=_("Segment"),
        link=lambda record: reverse("office:segments-detail", args=[record.pk]),
    )
    owner = Column(verbose_name=_("Owner"))
    last_count = NumberColumn(verbose_name=_("People at the last count"))
    last_counted_at = DayColumn(verbose_name=_("Counted"), time=True)
    updated_at = DayColumn(verbose_name=_("Changed"), time=True)

    class Meta(OfficeTable.Meta):
        model = Segment
        fields = ("name", "owner", "last_count", "last_counted_at", "updated_at")
