"""The duty directory in the office: the list, asking, printing, one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import DutyKind, DutyState
from wutong.core.interactions.models import DutyEntry
from wutong.core.interactions.office.addresses import duty_entry_url, duty_url
from wutong.core.interactions.services.duty import (
    FIELDS,
    ask_all,
    end_entry,
    link_of,
    print_copies,
    save_entry,
    take_in_officers,
)
from wutong.core.organisations.models import Organisation
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit, LegalBody
from wutong.kernel.clock import first_of_quarter, today
from wutong.platform.access.public import can, scope
from wutong.platform.audit.public import viewed_sensitive
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import DayColumn, OfficeTable, TitleColumn
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView, OfficeView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = pgettext_lazy("office", "Duty directory")
TONES = {DutyState.CONFIRMED: "leaf", DutyState.WAITING: "autumn", DutyState.OLD: "slate"}
MOST_COPIES = 40


def by_state(rows: QuerySet[DutyEntry], state: str) -> QuerySet[DutyEntry]:
    """As `DutyEntry.state` says, in the database."""
    first = first_of_quarter(today())
    confirmed = Q(confirmed_on__gte=first)
    asked = Q(asked_on__gte=first)
    if state == DutyState.CONFIRMED:
        return rows.filter(confirmed)
    rows = rows.exclude(confirmed)
    return rows.filter(asked) if state == DutyState.WAITING else rows.exclude(asked)


class DutyFilter(django_filters.FilterSet):
    """Kind, where the confirmation stands, out of the directory."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=DutyKind.choices, empty_label=_("All kinds")
    )
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("duty directory", "Standing"),
        method="standing",
        choices=DutyState.choices,
        empty_label=_("Any"),
    )
    past = django_filters.BooleanFilter(label=_("No longer in the directory"), method="kept")

    class Meta:
        model = DutyEntry
        fields: tuple[str, ...] = ()

    def standing(self, rows: QuerySet[DutyEntry], name: str, value: str) -> QuerySet[DutyEntry]:
        """By state."""
        return by_state(rows, value)

    def kept(self, rows: QuerySet[DutyEntry], name: str, value: Any) -> QuerySet[DutyEntry]:
        """Applied in ``filter_queryset``."""
        return rows

    def filter_queryset(self, queryset: QuerySet[DutyEntry]) -> QuerySet[DutyEntry]:
        """Those in the directory unless asked otherwise."""
        rows: QuerySet[DutyEntry] = super().filter_queryset(queryset)
        return rows.filter(ended_on__isnull=not self.form.cleaned_data.get("past"))


class DutyTable(OfficeTable):
    """Who, where, masked number, when confirmed."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("person", "Name"), link=lambda row: duty_entry_url(row.pk)
    )
    title = tables.Column(verbose_name=pgettext_lazy("duty directory", "Office"))
    place = tables.Column(verbose_name=pgettext_lazy("duty directory", "Where"), orderable=False)
    kind = tables.Column(verbose_name=_("Kind"))
    masked = tables.Column(verbose_name=_("Phone"), orderable=False)
    hours = tables.Column(verbose_name=_("When to call"), orderable=False)
    state = tables.Column(verbose_name=pgettext_lazy("duty directory", "Standing"), orderable=False)
    confirmed_on = DayColumn(verbose_name=_("Confirmed on"))
    asked_on = DayColumn(verbose_name=pgettext_lazy("duty directory", "Asked on"))

    class Meta(OfficeTable.Meta):
        model = DutyEntry
        fields: tuple[str, ...] = ()
        hidden_at_first = ("kind", "asked_on")

    def render_state(self, record: DutyEntry) -> Any:
        return draw_badge(record.state.label, TONES[record.state])

    def value_state(self, record: DutyEntry) -> str:
        return str(record.state.label)


@register_list
class DutyListView(OfficeListView[DutyEntry]):
    """Whom the office calls."""

    model = DutyEntry
    list_key = "duty"
    permission = rules.DUTY
    page_title = TITLE
    template_name = "interactions/office/duty_list.html"
    table_class = DutyTable
    filterset_class = DutyFilter
    default_order = ("kind", "organisation__name_pinyin", "pk")
    search_fields = ("name", "organisation__name_zh", "unit__name_zh", "title")
    search_placeholder = _("Name, organisation, college")
    unit = pgettext_lazy("unit", "people on duty")
    create_url = "add/"
    create_label = _("Add an entry")
    create_permission = rules.DUTY_CHANGE
    export_permission = rules.DUTY_EXPORT
    export_name = "duty-directory"
    export_needs_reason = True
    export_columns = (
        "name", "title", "place", "kind", "masked", "hours", "state", "confirmed_on", "asked_on",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[DutyEntry]:
        """With where they serve; the numbers stay in the database."""
        rows = super().get_base_queryset().select_related("organisation", "unit")
        return rows.defer("phone", "previous_phone")

    def get_row_url(self, row: DutyEntry) -> str:
        """Its page."""
        return duty_entry_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """And what may be done."""
        return super().get_context_data(
            may_change=can(self.user, rules.DUTY_CHANGE),
            may_print=can(self.user, rules.DUTY_EXPORT),
            **extra,
        )


class DutyForm(forms.Form):
    """An entry."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DutyKind.choices, initial=DutyKind.OTHER)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    title = forms.CharField(
        label=pgettext_lazy("duty directory", "Office"), max_length=60, required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("College"), required=False,
        queryset=AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False,
        help_text=_("Left empty, the number on record stays."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False)
    hours = forms.CharField(label=_("When to call"), max_length=80, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = scope(user, Organisation).filter(kind="alumni").exclude(status="closed")
        self.fields["organisation"].queryset = bodies.defer("search_tokens", "note")  # type: ignore[attr-defined]

    def entry(self) -> dict[str, Any]:
        """What `save_entry` takes."""
        phone = self.cleaned_data["phone"]
        fields = {name: self.cleaned_data[name] for name in FIELDS}
        return {"fields": fields, "phone": phone or None}


class DutyAddView(OfficeFormView):
    """Somebody by hand."""

    permission = rules.DUTY_CHANGE
    form_class = DutyForm
    page_title = _("Add an entry")
    submit_label = _("Add")
    breadcrumbs = ((TITLE, "/office/duty/"),)
    cancel_url = "/office/duty/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Organisations within sight."""
        return {"user": self.user}

    def perform(self, form: DutyForm) -> str:
        """In the directory."""
        return duty_entry_url(save_entry(actor=self.actor, **form.entry()).pk)


class DutyEntryView(OfficeEditView[DutyEntry]):
    """One entry: changed, its link for WeChat, its number on demand."""

    model = DutyEntry
    permission = rules.DUTY_CHANGE
    form_class = DutyForm
    template_name = "interactions/office/duty_entry.html"
    breadcrumbs = ((TITLE, "/office/duty/"),)
    success_message = _("The entry is changed.")

    def get_queryset(self) -> QuerySet[DutyEntry]:
        """With where they serve."""
        return super().get_queryset().select_related("organisation", "unit")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Organisations within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is; the number only masked beside the form."""
        return {name: getattr(self.object, name) for name in FIELDS}

    def get_cancel_url(self) -> str:
        """The directory."""
        return duty_url()

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The state; the link and the number where they were asked for."""
        return super().get_context_data(
            state=self.object.state.label,
            tone=TONES[self.object.state],
            may_unmask=can(self.user, rules.UNMASK),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` = show the number, make the link, end the entry; else the form."""
        does = request.POST.get("do", "")
        if not does:
            return super().post(request, *args, **kwargs)
        if does == "show" and can(self.user, rules.UNMASK):
            with transaction.atomic():
                viewed_sensitive(
                    actor=self.actor,
                    subject=f"person:{self.object.person_id}"
                    if self.object.person_id
                    else f"duty:{self.object.pk}",
                    subject_label=self.object.name,
                    fields=["duty:phone"],
                )
            return self.render(form=self._unbound(), phone=self.object.phone)
        if does == "link":
            link = link_of(self.object, actor=self.actor)
            return self.render(form=self._unbound(), link=link)
        if does == "end":
            end_entry(actor=self.actor, entry_id=self.object.pk)
            messages.success(request, _("Out of the directory."))
            return HttpResponseRedirect(duty_url())
        return HttpResponseBadRequest(_("Nothing to do."))

    def _unbound(self) -> forms.Form:
        return self.form_class(initial=self.get_initial(), **self.get_form_kwargs())

    def perform(self, form: DutyForm) -> str:
        """Saved, unless somebody was faster."""
        save_entry(
            actor=self.actor,
            entry_id=self.object.pk,
            version=form.cleaned_data.get("version"),
            **form.entry(),
        )
        return duty_url()


class DutyRoundView(OfficeView):
    """Take in who holds office now; write to everybody who has not confirmed."""

    permission = rules.DUTY_CHANGE
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` = take or ask."""
        if request.POST.get("do") == "take":
            came, went = take_in_officers(actor=self.actor)
            messages.success(
                request, _("%(came)s came in, %(went)s went out.") % {"came": came, "went": went}
            )
        else:
            written, left = ask_all(actor=self.actor)
            said = ngettext(
                "%(count)s person was written to.", "%(count)s people were written to.", written
            ) % {"count": written}
            if left:
                by_hand = _("%(count)s have no e-mail address: send them their link by WeChat.")
                said = f"{said} {str(by_hand) % {'count': left}}"
            messages.success(request, said)
        return HttpResponseRedirect(duty_url())


class CopiesForm(forms.Form):
    """Who gets a copy."""

    holders = forms.CharField(
        label=_("Who gets a copy"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000,
        help_text=_("One holder a line; each gets a numbered copy with their name on every page."),
    )  # fmt: skip
    body = forms.ModelChoiceField(
        label=pgettext_lazy("duty directory", "Issued by"),
        queryset=LegalBody.objects.all(),
        empty_label=None,
    )

    def clean_holders(self) -> list[str]:
        """The names, each once."""
        lines = [line.strip()[:60] for line in self.cleaned_data["holders"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if not found:
            raise forms.ValidationError(_("Name at least one holder."))
        if len(found) > MOST_COPIES:
            raise forms.ValidationError(_("At most 40 copies at a time."))
        return found


class DutyPrintView(OfficeFormView):
    """Numbered copies in one PDF."""

    permission = rules.DUTY_EXPORT
    form_class = CopiesForm
    page_title = _("Print numbered copies")
    submit_label = _("Print")
    breadcrumbs = ((TITLE, "/office/duty/"),)
    cancel_url = "/office/duty/"
    intro = _(
        "The copies hold full numbers. Each is numbered and marked with its holder; who printed "
        "them for whom is logged, and the file goes after seven days."
    )

    def get_initial(self) -> dict[str, Any]:
        """The university's own body."""
        return {"body": "department", "holders": str(self.user)}

    def perform(self, form: CopiesForm) -> str:
        """Straight to the file."""
        stored = print_copies(
            actor=self.actor,
            holders=form.cleaned_data["holders"],
            body=form.cleaned_data["body"].pk,
        )
        return reverse("office:file", args=[stored.pk])
