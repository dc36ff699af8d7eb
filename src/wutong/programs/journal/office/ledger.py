"""The delivery ledger as a list, and what the post brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.programs.journal import rules
from wutong.programs.journal.enums import ReturnReason
from wutong.programs.journal.models import Copy, ReturnedCopy
from wutong.programs.journal.office import forms
from wutong.programs.journal.office.addresses import issue_url, returns_url
from wutong.programs.journal.office.tables import (
    CopyFilter,
    CopyTable,
    ReturnFilter,
    ReturnTable,
)
from wutong.programs.journal.office.views import ISSUES
from wutong.programs.journal.services.returning import note_returned, undo_returned
from wutong.ui.office.lists.bulk import BulkAction
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.kernel.actors import Actor

RETURNS = gettext_lazy("Returned copies")


@register_list
class CopyListView(OfficeListView[Copy]):
    """Who got which issue by which channel."""

    model = Copy
    list_key = "journal-copies"
    permission = rules.VIEW
    page_title = gettext_lazy("Delivery ledger")
    breadcrumbs = (ISSUES,)
    table_class = CopyTable
    filterset_class = CopyFilter
    search_placeholder = gettext_lazy("Name, pinyin or student number")
    default_order = ("-issue_id", "-channel", "-person_id")
    unit = pgettext_lazy("unit", "copies")
    export_permission = rules.EXPORT
    export_name = "journal-copies"
    export_columns = (
        "person",
        "issue",
        "channel",
        "state",
        "sent_on",
        "arrived_on",
        "opened_on",
        "code",
    )

    def get_base_queryset(self) -> QuerySet[Copy]:
        """With reader and issue."""
        return super().get_base_queryset().select_related("person", "issue")

    def search(self, rows: QuerySet[Copy], text: str) -> QuerySet[Copy]:
        """By the one search of people."""
        people = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=people.values("pk"))

    def get_row_url(self, row: Copy) -> str:
        """The issue."""
        return issue_url(row.issue_id)


def _describe(count: int) -> str:
    return ngettext(
        "%(number)s copy counts as delivered again, and its address is what it was.",
        "%(number)s copies count as delivered again, and their addresses are what they were.",
        count,
    ) % {"number": count}


def _undo_all(actor: Actor, rows: QuerySet[ReturnedCopy], data: dict[str, Any]) -> str:
    done = sum(undo_returned(actor=actor, row=row) for row in rows)
    return ngettext("%(number)s is taken back.", "%(number)s are taken back.", done) % {
        "number": done
    }


@register_list
class ReturnListView(OfficeListView[ReturnedCopy]):
    """What came back, the youngest first."""

    model = ReturnedCopy
    list_key = "journal-returns"
    permission = rules.VIEW
    page_title = RETURNS
    breadcrumbs = (ISSUES,)
    table_class = ReturnTable
    filterset_class = ReturnFilter
    search_placeholder = gettext_lazy("Name, pinyin or student number")
    default_order = ("-noted_at", "-pk")
    unit = pgettext_lazy("unit", "returned copies")
    create_url = "note/"
    create_label = gettext_lazy("Note returned copies")
    create_permission = rules.CHANGE
    bulk_actions = (
        BulkAction("undo", gettext_lazy("Take back"), rules.CHANGE, _describe, _undo_all),
    )
    export_permission = rules.EXPORT
    export_name = "journal-returns"
    export_columns = ("person", "issue", "reason", "noted_at", "noted_by", "marked")

    def get_base_queryset(self) -> QuerySet[ReturnedCopy]:
        """With reader and issue."""
        rows = super().get_base_queryset()
        return rows.select_related("person", "issue", "noted_by")

    def search(self, rows: QuerySet[ReturnedCopy], text: str) -> QuerySet[ReturnedCopy]:
        """By the one search of people."""
        people = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=people.values("pk"))


class NoteReturnsView(OfficeFormView):
    """A pile of copies, code after code; what became of each stands on the page."""

    permission = rules.CHANGE
    template_name = "journal/office/returns.html"
    page_title = gettext_lazy("Note returned copies")
    breadcrumbs = (ISSUES, (RETURNS, "/office/journal/returns/"))
    form_class = forms.ReturnsForm
    submit_label = gettext_lazy("Note them")
    cancel_url = "/office/journal/returns/"
    intro = gettext_lazy(
        "A copy that could not be delivered because of its address marks the address as doubtful;"
        " nothing more is posted there until it is confirmed."
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note them, and show what was understood: the pile goes on."""
        form = self.make_form()
        if not form.is_valid():
            return self.render(form=form, status=422)
        reason = ReturnReason(form.cleaned_data["reason"])
        noted = note_returned(
            actor=self.actor, user=self.user, codes=form.cleaned_data["codes"], reason=reason
        )
        fresh = self.form_class(initial={"reason": reason})
        return self.render(form=fresh, noted=noted, status=422 if not noted.done else 200)


class UndoReturnView(OfficeObjectView[ReturnedCopy]):
    """It had not come back. Only POST."""

    model = ReturnedCopy
    permission = rules.CHANGE
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(returns_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Copy and address are what they were."""
        if undo_returned(actor=self.actor, row=self.object):
            messages.success(request, _("Taken back: copy and address are what they were."))
        return HttpResponseRedirect(returns_url())
