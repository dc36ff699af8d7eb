"""The lists the propaganda office keeps, their versions, and the certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.engines.wording import rules
from wutong.engines.wording.enums import LeaderKind, TermKind, TermLanguage
from wutong.engines.wording.models import Certificate, Leader, ListVersion, Term
from wutong.engines.wording.office import forms, tables
from wutong.engines.wording.office.addresses import certificates_url, leaders_url, terms_url
from wutong.engines.wording.services.keeping import (
    LEADER_FIELDS,
    TERM_FIELDS,
    leader_as_data,
    save_certificate,
    save_leader,
    save_term,
)
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.tabs import TabsMixin
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet

TITLE = pgettext_lazy("office", "Check of wording")
LEADERS, WORDS = gettext_lazy("Leaders"), pgettext_lazy("wording", "Words")
VERSIONS, CERTIFICATES = gettext_lazy("Versions of the lists"), gettext_lazy("Certificates")
CRUMB = (TITLE, "/office/wording/")
TABS = (
    ("wording-leaders", LEADERS),
    ("wording-terms", WORDS),
    ("wording-versions", pgettext_lazy("wording", "Versions")),
    ("wording-certificates", CERTIFICATES),
    ("wording-try", gettext_lazy("Check a text")),
)


class WithTabs(TabsMixin):
    """The pages of the room, beside one another."""

    tabs = TABS
    import_permission = rules.IMPORT


@register_list
class LeaderListView(WithTabs, OfficeListView[Leader]):
    """Every leader in the order of protocol."""

    tab = "wording-leaders"
    model = Leader
    list_key = "wording.leaders"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "wording/office/list.html"
    table_class = tables.LeaderTable
    filterset_class = tables.LeaderFilter
    default_order = ("kind_order", "rank", "name", "pk")
    search_fields = ("name", "name_en", "titles__title")
    search_placeholder = gettext_lazy("Name or title")
    unit = pgettext_lazy("unit", "leaders")
    create_url = "/office/wording/leaders/new/"
    create_label = gettext_lazy("Add a leader")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "leaders"
    export_columns = ("name", "name_en", "kind", "rank", "now", "past", "note", "retired")

    def get_base_queryset(self) -> QuerySet[Leader]:
        """With titles; kinds in their own order."""
        return in_order(super().get_base_queryset()).prefetch_related("titles")

    def search(self, rows: QuerySet[Leader], text: str) -> QuerySet[Leader]:
        """Each once, however many titles match."""
        return super().search(rows, text).distinct()

    def get_row_url(self, row: Leader) -> str:
        """Its form."""
        return reverse("office:wording-leader", args=[row.pk])


def in_order(rows: QuerySet[Leader]) -> QuerySet[Leader]:
    """With ``kind_order``: the kinds as they are declared."""
    whens = [When(kind=kind.value, then=Value(at)) for at, kind in enumerate(LeaderKind)]
    return rows.annotate(kind_order=Case(*whens, default=99, output_field=IntegerField()))


@register_list
class TermListView(WithTabs, OfficeListView[Term]):
    """Every word."""

    tab = "wording-terms"
    model = Term
    list_key = "wording.terms"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "wording/office/list.html"
    table_class = tables.TermTable
    filterset_class = tables.TermFilter
    default_order = ("kind", "words", "pk")
    search_fields = ("words", "advice", "reason")
    search_placeholder = gettext_lazy("Word, advice or reason")
    unit = pgettext_lazy("unit", "words")
    create_url = "/office/wording/words/new/"
    create_label = gettext_lazy("Add a word")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "words"
    export_columns = ("words", "kind", "advice", "reason", "within", "language", "retired")

    def get_row_url(self, row: Term) -> str:
        """Its form."""
        return reverse("office:wording-term", args=[row.pk])


@register_list
class VersionListView(WithTabs, OfficeListView[ListVersion]):
    """Every version with its author."""

    tab = "wording-versions"
    model = ListVersion
    list_key = "wording.versions"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "wording/office/list.html"
    table_class = tables.VersionTable
    filterset_class = tables.VersionFilter
    default_order = ("-pk",)
    search_fields = ("note", "author_label", "changes__label")
    search_placeholder = gettext_lazy("Author, reason or entry")
    unit = pgettext_lazy("unit", "versions")
    export_permission = rules.EXPORT
    export_name = "versions-of-lists"
    export_columns = ("pk", "made_at", "author", "entries", "note")

    def search(self, rows: QuerySet[ListVersion], text: str) -> QuerySet[ListVersion]:
        """Each once."""
        return super().search(rows, text).distinct()

    def get_row_url(self, row: ListVersion) -> str:
        """What changed."""
        return reverse("office:wording-version", args=[row.pk])


class VersionView(OfficeDetailView[ListVersion]):
    """What one version changed."""

    model = ListVersion
    permission = rules.VIEW
    template_name = "wording/office/version.html"
    breadcrumbs = (CRUMB, (VERSIONS, "/office/wording/versions/"))

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Each entry with the fields that differ."""
        return super().get_context_data(
            changes=[
                {"change": row, "fields": differing(row.before, row.after)}
                for row in self.object.changes.all()[:500]
            ],
            **extra,
        )


FIELD_LABELS = {
    "name": gettext_lazy("Name"), "name_en": gettext_lazy("Name in English"),
    "kind": gettext_lazy("Kind"), "rank": gettext_lazy("Place in protocol"),
    "note": gettext_lazy("Note"), "retired": gettext_lazy("No longer looked for"),
    "titles": gettext_lazy("Titles"), "language": gettext_lazy("Language"),
    "words": pgettext_lazy("wording", "Word"), "advice": gettext_lazy("Write instead"),
    "reason": gettext_lazy("Reason"), "within": gettext_lazy("Allowed in"),
}  # fmt: skip


CHOICES = {
    **dict(LeaderKind.choices),
    **dict(TermKind.choices),
    **dict(TermLanguage.choices),
}


def differing(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[dict[str, Any]]:
    """(label, before, after) of the fields that differ; nothing of an empty one."""
    old, new = before or {}, after or {}
    return [
        {"label": label, "before": _said(old.get(name)), "after": _said(new.get(name))}
        for name, label in FIELD_LABELS.items()
        if (old.get(name) or None) != (new.get(name) or None)
    ]


def _said(value: Any) -> str:
    if isinstance(value, list):
        return forms.titles_in_lines(value)
    if isinstance(value, bool):
        return "✓" if value else ""
    return "" if value is None else str(CHOICES.get(value, value))


class LeaderNewView(OfficeFormView):
    """Somebody new on the list."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Add a leader")
    breadcrumbs = (CRUMB,)
    cancel_url = "/office/wording/"
    form_class = forms.LeaderForm

    def get_initial(self) -> dict[str, Any]:
        """Of the university."""
        return {"kind": "university", "rank": 100}

    def perform(self, form: forms.LeaderForm) -> str:
        """Back to the list."""
        given = form.cleaned_data
        fields = {name: given[name] for name in LEADER_FIELDS}
        save_leader(actor=self.actor, fields=fields, titles=given["lines"], note=given["why"])
        return leaders_url()


class LeaderEditView(OfficeEditView[Leader]):
    """An entry of the list."""

    model = Leader
    permission = rules.CHANGE
    template_name = "office/form.html"
    breadcrumbs = (CRUMB,)
    cancel_url = "/office/wording/"
    form_class = forms.LeaderForm
    success_message = gettext_lazy("The list is saved as a new version.")

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        data = leader_as_data(self.object)
        return {**data, "lines": forms.titles_in_lines(data["titles"])}

    def perform(self, form: forms.LeaderForm) -> str:
        """Saved, unless somebody was faster."""
        given = form.cleaned_data
        save_leader(
            actor=self.actor, leader_id=self.object.pk, version=given.get("version"),
            fields={name: given[name] for name in LEADER_FIELDS}, titles=given["lines"],
            note=given["why"],
        )  # fmt: skip
        return leaders_url()


class TermNewView(OfficeFormView):
    """A new word."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Add a word")
    breadcrumbs = (CRUMB, (WORDS, "/office/wording/words/"))
    cancel_url = "/office/wording/words/"
    form_class = forms.TermForm

    def perform(self, form: forms.TermForm) -> str:
        """Back to the list."""
        given = form.cleaned_data
        fields = {name: given[name] for name in TERM_FIELDS}
        save_term(actor=self.actor, fields=fields, note=given["why"])
        return terms_url()


class TermEditView(OfficeEditView[Term]):
    """An entry of the list."""

    model = Term
    permission = rules.CHANGE
    template_name = "office/form.html"
    breadcrumbs = (CRUMB, (WORDS, "/office/wording/words/"))
    cancel_url = "/office/wording/words/"
    form_class = forms.TermForm
    success_message = gettext_lazy("The list is saved as a new version.")

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in TERM_FIELDS}

    def perform(self, form: forms.TermForm) -> str:
        """Saved, unless somebody was faster."""
        given = form.cleaned_data
        save_term(
            actor=self.actor, term_id=self.object.pk, version=given.get("version"),
            fields={name: given[name] for name in TERM_FIELDS}, note=given["why"],
        )  # fmt: skip
        return terms_url()


@register_list
class CertificateListView(WithTabs, OfficeListView[Certificate]):
    """Which body may raise funds in public."""

    tab = "wording-certificates"
    model = Certificate
    list_key = "wording.certificates"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "wording/office/list.html"
    table_class = tables.CertificateTable
    filterset_class = tables.CertificateFilter
    default_order = ("-since", "pk")
    search_fields = ("number",)
    search_placeholder = gettext_lazy("Number")
    unit = pgettext_lazy("unit", "certificates")
    create_url = "/office/wording/certificates/new/"
    create_label = gettext_lazy("Enter a certificate")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "certificates"
    export_columns = ("number", "legal_body", "since", "until")

    def get_base_queryset(self) -> QuerySet[Certificate]:
        """With the body."""
        return super().get_base_queryset().select_related("legal_body")

    def get_row_url(self, row: Certificate) -> str:
        """Its form."""
        return reverse("office:wording-certificate", args=[row.pk])


class CertificateNewView(OfficeFormView):
    """A certificate."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Enter a certificate")
    breadcrumbs = (CRUMB, (CERTIFICATES, "/office/wording/certificates/"))
    cancel_url = "/office/wording/certificates/"
    form_class = forms.CertificateForm
    intro = gettext_lazy(
        "Without a valid certificate of public fundraising, wording that asks for gifts is marked"
        " in everything that appears publicly in the name of the body."
    )

    def perform(self, form: forms.CertificateForm) -> str:
        """Back to the list."""
        save_certificate(actor=self.actor, **form.cleaned_data)
        return certificates_url()


class CertificateEditView(OfficeEditView[Certificate]):
    """A certificate renewed or ended."""

    model = Certificate
    permission = rules.CHANGE
    template_name = "office/form.html"
    breadcrumbs = (CRUMB, (CERTIFICATES, "/office/wording/certificates/"))
    cancel_url = "/office/wording/certificates/"
    form_class = forms.CertificateForm

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {
            name: getattr(self.object, name) for name in ("legal_body", "number", "since", "until")
        }

    def perform(self, form: forms.CertificateForm) -> str:
        """Back to the list."""
        save_certificate(actor=self.actor, certificate_id=self.object.pk, **form.cleaned_data)
        return certificates_url()
