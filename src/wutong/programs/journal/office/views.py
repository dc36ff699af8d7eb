"""The list of issues and one issue's page, made, changed, looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.consent.public import Channel
from wutong.core.people.public import people_cards, visible_people
from wutong.core.people.public import search as search_people
from wutong.core.reference.models import LegalBody
from wutong.kernel import clock
from wutong.platform.access.public import can
from wutong.platform.files.public import open_stored
from wutong.programs.journal import rules
from wutong.programs.journal.enums import IssueState
from wutong.programs.journal.labels import count_addressees
from wutong.programs.journal.models import Issue
from wutong.programs.journal.office import forms
from wutong.programs.journal.office.addresses import copies_url, issue_url, issues_url
from wutong.programs.journal.office.tables import ISSUE_TONES, IssueFilter, IssueTable
from wutong.programs.journal.selectors import (
    articles_of,
    copies_sent,
    ledger_lines,
    notice_templates,
    paper_is_old,
    paper_is_withheld,
    reason_lines,
)
from wutong.programs.journal.services.issues import save_issue, title_doubt
from wutong.programs.journal.why import explain_issue
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

WHY_SHOWN = 4
TITLE = gettext_lazy("Alumni journal")
ISSUES = (TITLE, "/office/journal/")


@register_list
class IssueListView(OfficeListView[Issue]):
    """Every issue, the latest first, with its copies and its readers."""

    model = Issue
    list_key = "journal"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "journal/office/issues.html"
    table_class = IssueTable
    filterset_class = IssueFilter
    search_fields = ("title_zh", "title_en", "permit_number", "articles__title_zh")
    search_placeholder = gettext_lazy("Title or article")
    default_order = ("-number",)
    unit = pgettext_lazy("unit", "issues")
    create_url = "new/"
    create_label = gettext_lazy("New issue")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "journal"
    export_columns = (
        "number", "title", "year", "number_in_year", "state", "published_on", "posted_on",
        "permit_number", "by_wechat", "by_email", "by_post", "came_back", "people", "readers",
    )  # fmt: skip

    def search(self, rows: QuerySet[Issue], text: str) -> QuerySet[Issue]:
        """Each issue once, however many of its articles fit."""
        return rows.filter(pk__in=super().search(rows, text).values("pk"))

    def dress(self, rows: Sequence[Issue]) -> None:
        """From the tallies: nothing is counted here."""
        for row in rows:
            lines = {line.channel: line for line in ledger_lines(row)}
            wide: Any = row
            wide.by_wechat = lines["wechat"].sent if "wechat" in lines else None
            wide.by_email = lines["email"].sent if "email" in lines else None
            wide.by_post = lines["post"].sent if "post" in lines else None
            wide.came_back = sum(line.returned for line in lines.values()) if lines else None
            wide.people, wide.readers = row.tallies.get("people"), row.tallies.get("readers")

    def get_row_url(self, row: Issue) -> str:
        """Its page."""
        return issue_url(row.pk)


class IssueNewView(OfficeFormView):
    """A new issue."""

    permission = rules.CHANGE
    page_title = gettext_lazy("New issue")
    breadcrumbs = (ISSUES,)
    form_class = forms.IssueForm
    cancel_url = "/office/journal/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Segments within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """One more than the last, and what stays from issue to issue."""
        last = Issue.objects.order_by("-number").first()
        today = clock.today()
        if last is None:
            body = LegalBody.objects.filter(code="association").first()
            start: dict[str, Any] = {"number": 1, "number_in_year": 1, "legal_body": body}
            return {**start, "year": today.year}
        return {
            "title_zh": last.title_zh,
            "title_en": last.title_en,
            "number": last.number + 1,
            "year": today.year,
            "number_in_year": last.number_in_year + 1 if last.year == today.year else 1,
            "legal_body": last.legal_body_id,
            "internal": last.internal,
            "permit_number": last.permit_number,
            "openness": last.openness,
            "print_rule": last.print_rule,
            "order": last.order,
            "copies_each": last.copies_each,
            "segment": last.segment_id,
        }

    def perform(self, form: forms.IssueForm) -> str:
        """To its page."""
        issue = save_issue(
            actor=self.actor, values=form.values(), cover=form.cleaned_data["cover"] or None,
            paper=form.cleaned_data["paper"] or None,
        )  # fmt: skip
        messages.success(self.request, _("Saved. Add its articles now, or the PDF."))
        warn(self.request, issue)
        return issue_url(issue.pk)


def warn(request: HttpRequest, issue: Issue) -> None:
    """What the press office would ask about."""
    doubt = title_doubt(issue)
    if doubt:
        messages.warning(request, doubt)


class IssuePage(OfficeDetailView[Issue]):
    """What every page about one issue shares."""

    model = Issue
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[Issue]:
        """With what it names."""
        rows = super().get_queryset()
        return rows.select_related("legal_body", "segment", "campaign", "notice", "cover", "paper")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The issues / the issue."""
        if type(self) is IssueView:
            return (ISSUES,)
        return (ISSUES, (self.object.label, issue_url(self.object.pk)))


class IssueEditView(IssuePage, OfficeEditView[Issue]):
    """An issue changed."""

    permission = rules.CHANGE
    template_name = "office/form.html"
    page_title = gettext_lazy("Change the issue")
    form_class = forms.IssueForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Segments within sight; what is there."""
        return {"user": self.user, "instance": self.object}

    def get_cancel_url(self) -> str:
        """Its page."""
        return issue_url(self.object.pk)

    def perform(self, form: forms.IssueForm) -> str:
        """Back to its page."""
        issue = save_issue(
            actor=self.actor, values=form.values(), issue=self.object,
            version=form.cleaned_data.get("version"),
            cover=form.cleaned_data["cover"] or None, paper=form.cleaned_data["paper"] or None,
        )  # fmt: skip
        messages.success(self.request, _("Saved."))
        warn(self.request, issue)
        return issue_url(issue.pk)


class IssueView(IssuePage):
    """What is in it, how it goes out, what became of every copy."""

    template_name = "journal/office/issue.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Contents, letter, post, ledger."""
        issue, user = self.object, self.user
        may_change = can(user, rules.CHANGE)
        lines = ledger_lines(issue)
        text = self.request.GET.get("who", "").strip()[:80]
        return super().get_context_data(
            tone=ISSUE_TONES[IssueState(issue.state)],
            articles=articles_of(issue),
            removed=articles_of(issue, removed=True) if may_change else [],
            lines=[(line, copies_url(issue.pk, line.channel)) for line in lines],
            receipts=any(line.arrived is not None for line in lines),
            copies=copies_sent(issue),
            mailed=any(line.channel == Channel.EMAIL for line in lines),
            noticed=any(line.channel == Channel.WECHAT for line in lines),
            templates=notice_templates() if may_change and issue.notice is None else [],
            who=text,
            answers=self.answers(text) if text else None,
            ledger_url=copies_url(issue.pk),
            paper_old=paper_is_old(issue),
            withheld=paper_is_withheld(issue),
            gets=(issue.counts or {}).get("", 0),
            reasons=reason_lines(issue),
            left_out=sum(number for key, _words, number in reason_lines(issue)),
            labels=count_addressees(issue, user)
            if issue.posted_on and can(user, rules.LABELS)
            else None,
            day_form=forms.DayForm(initial={"on": clock.today()}, prefix=""),
            may_change=may_change,
            may_print=can(user, rules.LABELS),
            may_export=can(user, rules.EXPORT),
            may_see_letter=can(user, "campaigns.view"),
            list_url=issues_url(),
            **extra,
        )

    def answers(self, text: str) -> list[tuple[str, list[tuple[_StrOrPromise, str]]]]:
        """What became of the issue for those whom ``text`` finds: (label, (way, sentence)s)."""
        seen = visible_people(self.user)
        people = list(search_people(text, people=seen)[:WHY_SHOWN])
        cards = people_cards(seen.filter(pk__in=[one.pk for one in people]))
        return [(cards[one.pk].label, explain_issue(self.object, one, self.user)) for one in people]


class IssueFileView(IssuePage):
    """Cover or PDF, also before the issue is published."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As it was handed in."""
        which = kwargs["which"]
        stored = getattr(self.object, which) if which in {"cover", "paper"} else None
        if stored is None:
            raise Http404
        response = FileResponse(open_stored(stored), content_type=stored.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=600"
        return response
