"""What members say is wrong: a list with deadlines, and one click to take it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.platform.access.public import can, scope, scoper
from wutong.platform.access.registry import scopers
from wutong.programs.members.models import Correction, CorrectionField, CorrectionState
from wutong.programs.members.services.corrections import accept_correction, decline_correction
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import BadgeColumn, DayColumn, OfficeTable, TitleColumn
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.registry import Todo
from wutong.ui.office.views import OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User

CHANGE = "people.record.change"
TITLE = pgettext_lazy("office", "Corrections")
TONES = {CorrectionState.OPEN: "autumn", CorrectionState.ACCEPTED: "leaf"}


@scoper(Correction)
def correction_scope(scopes: Scopes, action: str) -> QuerySet[Correction]:
    """A correction follows its person."""
    people = scopers.get("people.Person")(scopes, action)
    return Correction.objects.filter(person__in=people.values("pk"))


class CorrectionTable(OfficeTable):
    """Who, what, until when."""

    person = TitleColumn(
        verbose_name=pgettext_lazy("correction", "Person"),
        link=lambda row: reverse("office:members-correction", args=[row.pk]),
        order_by=("person__name_pinyin", "pk"),
    )
    field = tables.Column(verbose_name=_("Field"))
    shown = tables.Column(verbose_name=pgettext_lazy("correction", "On record"), orderable=False)
    said = tables.Column(verbose_name=_("Should be"), orderable=False)
    due_on = DayColumn(verbose_name=_("Due"))
    state = BadgeColumn(verbose_name=_("State"), tones=TONES)

    class Meta(OfficeTable.Meta):
        model = Correction
        fields: tuple[str, ...] = ()


class CorrectionFilter(django_filters.FilterSet):
    """State and field."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CorrectionState.choices, empty_label=_("Any state")
    )
    field = django_filters.ChoiceFilter(
        label=_("Field"), choices=CorrectionField.choices, empty_label=_("All fields")
    )


@register_list
class CorrectionListView(OfficeListView[Correction]):
    """Everything members asked for; what is due first stands first."""

    model = Correction
    list_key = "corrections"
    permission = CHANGE
    page_title = TITLE
    table_class = CorrectionTable
    filterset_class = CorrectionFilter
    default_order = ("due_on", "pk")
    search_placeholder = _("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "corrections")

    def get_base_queryset(self) -> QuerySet[Correction]:
        """With the person."""
        return super().get_base_queryset().select_related("person").defer("person__search_tokens")

    def search(self, rows: QuerySet[Correction], text: str) -> QuerySet[Correction]:
        """The one search of people."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk"))

    def get_row_url(self, row: Correction) -> str:
        """Its page."""
        return reverse("office:members-correction", args=[row.pk])


class DeclineForm(forms.Form):
    """A refusal needs a reason."""

    answer = forms.CharField(
        label=_("Why it stays as it is"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only if you decline. The member reads it."),
    )  # fmt: skip


class CorrectionView(OfficeFormView, OfficeObjectView[Correction]):
    """One correction: old and new beside each other, accept or decline."""

    model = Correction
    action = "change"
    permission = CHANGE
    template_name = "members/office/correction.html"
    form_class = DeclineForm
    submit_label = _("Accept")

    def get_queryset(self) -> QuerySet[Correction]:
        """With the person and whoever decided."""
        return super().get_queryset().select_related("person", "decided_by")

    def get_page_title(self) -> str:
        """What it is about."""
        return f"{self.object.person.name}: {self.object.get_field_display()}"

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Corrections."""
        return ((TITLE, reverse("office:members-corrections")),)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Accepting needs no form; declining needs the reason."""
        if request.POST.get("do") == "decline" and not request.POST.get("answer", "").strip():
            form = self.make_form()
            form.is_valid()
            form.add_error("answer", _("Please say why."))
            return self.render(form=form, status=422)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> str:
        """Decide, and on to the next that is open."""
        about: dict[str, Any] = {
            "actor": self.actor, "user": self.user, "correction_id": self.object.pk,
        }  # fmt: skip
        if self.request.POST.get("do") == "decline":
            decline_correction(answer=form.cleaned_data["answer"], **about)
        else:
            accept_correction(**about)
        return f"{reverse('office:members-corrections')}?state=open"


def correction_todos(user: User) -> Iterable[Todo]:
    """One line for all that is open, with the first deadline."""
    if not can(user, CHANGE):
        return
    rows = scope(user, Correction).filter(state=CorrectionState.OPEN)
    due = list(rows.order_by("due_on").values_list("due_on", flat=True))
    if due:
        yield Todo(
            title=ngettext(
                "%(count)s correction asked by a member",
                "%(count)s corrections asked by members",
                len(due),
            )
            % {"count": len(due)},
            url=f"{reverse('office:members-corrections')}?state=open",
            due=due[0],
            kind="corrections",
        )
