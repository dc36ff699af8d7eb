"""All imports, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from wutong.platform.tabular.models import BatchState, ImportBatch
from wutong.platform.tabular.registry import importers
from wutong.ui.office.lists import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeListView,
    OfficeTable,
    TitleColumn,
    register_list,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TONES = {
    BatchState.UPLOADED: "autumn",
    BatchState.MAPPED: "autumn",
    BatchState.CHECKED: "autumn",
    BatchState.CHECKING: "slate",
    BatchState.PUBLISHING: "slate",
    BatchState.UNDOING: "slate",
    BatchState.PUBLISHED: "leaf",
    BatchState.FAILED: "seal",
}


def importer_choices() -> list[tuple[str, _StrOrPromise]]:
    """Every kind of import."""
    return [(key, item.label) for key, item in importers.items()]


class ImportTable(OfficeTable):
    """Which file, what came of it, who brought it and when."""

    file_name = TitleColumn(link=lambda batch: reverse("office:imports-detail", args=[batch.pk]))
    state = BadgeColumn(tones=TONES)
    rows = NumberColumn(accessor="counts__rows", verbose_name=_("Rows"), orderable=False)
    new = NumberColumn(accessor="counts__new", verbose_name=_("New"), orderable=False)
    changed = NumberColumn(accessor="counts__changed", verbose_name=_("Changes"), orderable=False)
    rejected = NumberColumn(
        accessor="counts__rejected", verbose_name=_("Cannot be entered"), orderable=False
    )
    owner_label = Column(verbose_name=_("Uploaded by"))
    created_at = DayColumn(time=True)

    class Meta(OfficeTable.Meta):
        model = ImportBatch
        fields = ("file_name", "state", "rows", "new", "changed", "rejected", "owner_label",
                  "created_at")  # fmt: skip


class ImportFilter(django_filters.FilterSet):
    """By state and kind."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=BatchState.choices)
    importer = django_filters.ChoiceFilter(label=_("Kind"), choices=importer_choices)

    class Meta:
        model = ImportBatch
        fields = ("state", "importer")


@register_list
class ImportListView(OfficeListView[ImportBatch]):
    """What came in as a file, and what became of it."""

    model = ImportBatch
    permission = "imports.view"
    list_key = "imports"
    page_title = _("Imports")
    table_class = ImportTable
    filterset_class = ImportFilter
    search_fields = ("file_name", "owner_label", "source_label")
    search_placeholder = _("File, source or who brought it")
    default_order = ("-created_at",)
    create_url = "new/"
    create_label = _("Import a file")
    create_permission = "people.register.import"
    export_permission = "imports.view"
    export_columns = ("file_name", "state", "owner_label", "created_at", "published_at")
    empty_template = "office/imports/empty.html"
    unit = _("imports")
