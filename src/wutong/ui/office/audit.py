"""The audit trail as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import Column

from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.public import actor_words, entries
from wutong.platform.audit.registry import verbs
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists import DayColumn, OfficeListView, OfficeTable, TextColumn, register_list

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString


def verb_words(verb: str) -> str:
    """A verb as a reader says it, the code itself where nobody gave words."""
    return str(verbs.find(verb) or verb)


def verb_choices() -> list[tuple[str, _StrOrPromise]]:
    """Every known verb."""
    return list(verbs.items())


class AuditTable(OfficeTable):
    """Who did what to whom, when and why."""

    at = DayColumn(time=True)
    actor_label = Column(verbose_name=_("Who"))
    verb = Column()
    subject_label = Column()
    reason = TextColumn(orderable=False)
    address = Column(verbose_name=pgettext_lazy("network address", "From"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = AuditEntry
        fields = ("at", "actor_label", "verb", "subject_label", "reason", "address")
        hidden_at_first = ("address",)

    def render_actor_label(self, value: str) -> str:
        """A name, or the system."""
        return actor_words(value)

    def render_verb(self, value: str, record: AuditEntry) -> SafeString:
        """The words; views of unmasked data stand out."""
        return draw_badge(verb_words(value), "autumn" if record.sensitive else "")

    def render_subject_label(self, value: str, record: AuditEntry) -> SafeString:
        """The name, with the reference behind it."""
        return format_html('<span title="{}">{}</span>', record.subject_ref, value)


class AuditFilter(django_filters.FilterSet):
    """By act, by day, only unmasked data."""

    verb = django_filters.MultipleChoiceFilter(label=_("What"), choices=verb_choices)
    at = django_filters.DateFromToRangeFilter(label=_("When"))
    sensitive = django_filters.BooleanFilter(label=_("Unmasked data"))
    subject_ref = django_filters.CharFilter(label=_("Reference"))

    class Meta:
        model = AuditEntry
        fields = ("verb", "at", "sensitive", "subject_ref")


@register_list
class AuditListView(OfficeListView[AuditEntry]):
    """Everything written down, newest first; for directors and auditors."""

    model = AuditEntry
    permission = "audit.view"
    list_key = "audit"
    page_title = _("Audit trail")
    table_class = AuditTable
    filterset_class = AuditFilter
    search_fields = ("actor_label", "subject_label", "reason")
    search_placeholder = _("Who, to whom or why")
    default_order = ("-at", "-id")
    export_permission = "audit.view"
    export_columns = ("at", "actor_label", "verb", "subject_label", "subject_ref", "reason")
    peek_template = "office/audit/peek.html"
    unit = _("entries")

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """The trail is not limited by college: it is read by those who watch over it."""
        return entries()

    def get_peek_context(self, peeked: AuditEntry) -> dict[str, Any]:
        """The words of the act."""
        details = [
            (key, ", ".join(map(str, value)) if isinstance(value, list) else value)
            for key, value in peeked.data.items()
        ]
        return {
            "verb": verb_words(peeked.verb),
            "actor": actor_words(peeked.actor_label),
            "details": details,
        }
