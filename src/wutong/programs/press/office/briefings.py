"""The work briefing: gathered, edited line by line, approved, issued."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.kernel.clock import today
from wutong.platform.access.public import can
from wutong.platform.approvals.public import obstacle_for, requests_for
from wutong.platform.audit.public import record
from wutong.platform.documents.public import WORD
from wutong.programs.press import rules
from wutong.programs.press.enums import BriefingState, Language
from wutong.programs.press.models import Briefing
from wutong.programs.press.papers import as_pdf, as_word, file_stem
from wutong.programs.press.registry import SECTIONS
from wutong.programs.press.services import briefing as services
from wutong.ui.office.approvals import take_step
from wutong.ui.office.doing import DoView
from wutong.ui.office.fields import DayInput
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import BadgeColumn, DayColumn, OfficeTable, TitleColumn
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.approvals.models import ApprovalRequest
    from wutong.ui.office.doing import Acts

TITLE = pgettext_lazy("office", "Work briefing")
CRUMB = (TITLE, "/office/newsletter/")
FORTNIGHT = timedelta(days=13)
TONES = {
    BriefingState.REVIEW: "autumn", BriefingState.APPROVED: "autumn", BriefingState.ISSUED: "leaf",
}  # fmt: skip
FILES: dict[str, tuple[Callable[[Briefing], bytes], str]] = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_word, WORD),
}


def briefing_url(briefing_id: int) -> str:
    """One briefing."""
    return reverse("office:press-briefing", args=[briefing_id])


class BriefingFilter(django_filters.FilterSet):
    """State and days."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=BriefingState.choices
    )
    issued = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Issued on"), field_name="issued_on"
    )

    class Meta:
        model = Briefing
        fields: tuple[str, ...] = ()


class BriefingTable(OfficeTable):
    """Number, days, where it stands."""

    title = TitleColumn(
        verbose_name=pgettext_lazy("work briefing", "Title"), link=lambda row: briefing_url(row.pk)
    )
    number_text = tables.Column(verbose_name=gettext_lazy("Number"), order_by=("issued_on", "pk"))
    since = DayColumn(verbose_name=pgettext_lazy("work briefing", "From"))
    until = DayColumn(verbose_name=pgettext_lazy("work briefing", "To"))
    state = BadgeColumn(verbose_name=gettext_lazy("State"), tones=TONES)
    issued_on = DayColumn(verbose_name=gettext_lazy("Issued on"))
    author = tables.Column(verbose_name=gettext_lazy("Author"))
    legal_body = tables.Column(verbose_name=gettext_lazy("In the name of"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = Briefing
        fields: tuple[str, ...] = ()
        hidden_at_first = ("legal_body",)


@register_list
class BriefingListView(OfficeListView[Briefing]):
    """Every briefing, the newest first."""

    model = Briefing
    list_key = "press.briefings"
    permission = rules.BRIEFING
    page_title = TITLE
    table_class = BriefingTable
    filterset_class = BriefingFilter
    default_order = ("-until", "-pk")
    search_fields = ("title", "number_text", "items__text")
    search_placeholder = gettext_lazy("Title, number or words")
    unit = pgettext_lazy("unit", "briefings")
    create_url = "new/"
    create_label = gettext_lazy("Put a briefing together")
    create_permission = rules.BRIEFING_CHANGE
    export_permission = rules.BRIEFING_EXPORT
    export_name = "work-briefings"
    export_columns = ("title", "number_text", "since", "until", "state", "issued_on", "author")

    def get_base_queryset(self) -> QuerySet[Briefing]:
        """With the names it shows."""
        return super().get_base_queryset().select_related("author", "legal_body")

    def search(self, rows: QuerySet[Briefing], text: str) -> QuerySet[Briefing]:
        """Each once."""
        return super().search(rows, text).distinct()

    def get_row_url(self, row: Briefing) -> str:
        """Its page."""
        return briefing_url(row.pk)


class BriefingForm(forms.Form):
    """Which days, under which title."""

    title = forms.CharField(label=pgettext_lazy("work briefing", "Title"), max_length=80)
    since = forms.DateField(label=pgettext_lazy("work briefing", "From"), widget=DayInput)
    until = forms.DateField(label=pgettext_lazy("work briefing", "To"), widget=DayInput)
    lead = forms.CharField(
        label=gettext_lazy("Opening words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Forward in time, a quarter at most."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and not timedelta(0) <= until - since <= timedelta(days=100):
            self.add_error("until", _("Choose between one day and a hundred."))
        return cleaned


class BeginForm(BriefingForm):
    """And whose, in which language."""

    legal_body = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=LegalBody.objects.all(), empty_label=None
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)


class LineForm(forms.Form):
    """The words of a line."""

    item = forms.IntegerField(required=False)
    section = forms.ChoiceField(choices=tuple(SECTIONS.items()), required=False)
    text = forms.CharField(label=pgettext_lazy("work briefing", "Text"), max_length=1000)


class NoteForm(forms.Form):
    """A word to the colleague."""

    note = forms.CharField(
        label=gettext_lazy("A word to the colleague"), max_length=400, required=False
    )


class DecisionForm(forms.Form):
    """Why."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"), max_length=600, required=False,
        help_text=gettext_lazy("Needed when it is sent back."),
    )  # fmt: skip


class BriefingPage(OfficeDetailView[Briefing]):
    """What every page about one briefing shares."""

    model = Briefing
    permission = rules.BRIEFING
    breadcrumbs = (CRUMB,)

    def get_queryset(self) -> QuerySet[Briefing]:
        """With what is named."""
        rows = super().get_queryset()
        return rows.select_related("legal_body", "author", "approved_by", "document")


class BriefingView(BriefingPage):
    """The briefing as it would be printed, with its lines to pick from."""

    template_name = "press/office/briefing.html"

    @cached_property
    def requests(self) -> list[ApprovalRequest]:
        """Every approval with its history."""
        return requests_for(self.object.ref)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Sections with their lines, and the one next step."""
        briefing, user = self.object, self.user
        rows = list(briefing.items.all())
        state = BriefingState(briefing.state)
        draft = state == BriefingState.DRAFT
        waiting = self.requests[0] if self.requests else None
        sections = [
            {"key": key, "title": title, "rows": found}
            for key, title in SECTIONS.items()
            if (found := [row for row in rows if row.section == key and (draft or row.picked)])
        ]
        return super().get_context_data(
            sections=sections,
            all_sections=SECTIONS.items(),
            picked=sum(row.picked for row in rows),
            tone=TONES.get(state, ""),
            may_edit=draft and can(user, rules.BRIEFING_CHANGE),
            may_change=can(user, rules.BRIEFING_CHANGE),
            may_issue=can(user, rules.BRIEFING_ISSUE),
            may_decide=state == BriefingState.REVIEW
            and waiting is not None
            and obstacle_for(waiting, user) is None,
            requests=self.requests,
            note_form=NoteForm(),
            decision_form=DecisionForm(),
            **extra,
        )


class BriefingDo(DoView, BriefingView):
    """A line, a step."""

    action = "change"

    def acts(self) -> Acts:
        """Every act with its permission; who takes a step of the approval says its chain."""
        change = rules.BRIEFING_CHANGE
        return {
            "gather": (change, self.gather),
            "in": (change, lambda: self.pick(picked=True)),
            "out": (change, lambda: self.pick(picked=False)),
            "up": (change, lambda: self.move(up=True)),
            "down": (change, lambda: self.move(up=False)),
            "words": (change, self.words),
            "add": (change, self.add),
            "hand_in": (change, self.hand_in),
            "take_back": (change, self.take_back),
            "approve": (rules.BRIEFING, lambda: self.decide(approve=True)),
            "send_back": (rules.BRIEFING, lambda: self.decide(approve=False)),
            "issue": (rules.BRIEFING_ISSUE, self.issue),
            "discard": (change, self.discard),
        }

    def back(self) -> HttpResponseBase:
        """To the line it was about."""
        item = self.request.POST.get("item", "")
        anchor = f"#line-{item}" if item.isdecimal() and len(item) < 15 else ""
        return HttpResponseRedirect(briefing_url(self.object.pk) + anchor)

    @property
    def item_id(self) -> int:
        """Which line."""
        given = self.request.POST.get("item", "")
        return int(given) if given.isdecimal() and len(given) < 15 else 0

    def gather(self) -> str:
        """Ask the rooms again."""
        services.gather(actor=self.actor, user=self.user, briefing_id=self.object.pk)
        return _("Gathered again. What you wrote yourself is as it was.")

    def pick(self, *, picked: bool) -> str:
        """In or out."""
        services.pick_item(
            actor=self.actor, briefing_id=self.object.pk, item_id=self.item_id, picked=picked
        )
        return ""

    def move(self, *, up: bool) -> str:
        """One place."""
        services.move_item(
            actor=self.actor, briefing_id=self.object.pk, item_id=self.item_id, up=up
        )
        return ""

    def words(self) -> str:
        """Other words."""
        services.change_item(
            actor=self.actor, briefing_id=self.object.pk, item_id=self.item_id,
            text=self.given(LineForm)["text"],
        )  # fmt: skip
        return _("The line is saved.")

    def add(self) -> str:
        """By hand."""
        given = self.given(LineForm)
        services.add_item(
            actor=self.actor, briefing_id=self.object.pk, section=given["section"] or "more",
            text=given["text"],
        )  # fmt: skip
        return _("The line is added.")

    def hand_in(self) -> str:
        """For approval."""
        services.hand_in(
            actor=self.actor, user=self.user, briefing_id=self.object.pk,
            note=self.given(NoteForm)["note"],
        )  # fmt: skip
        return _("Handed in. A colleague who may approve finds it among their to-dos.")

    def take_back(self) -> str:
        """To draft."""
        services.take_back(actor=self.actor, briefing_id=self.object.pk)
        return _("It is a draft again.")

    def decide(self, *, approve: bool) -> str:
        """The present step of the chain."""
        return take_step(
            self.user, self.object.ref, approve=approve,
            comment=self.given(DecisionForm)["comment"], at_last=_("Approved."),
        )  # fmt: skip

    def issue(self) -> str:
        """With the next number."""
        done = services.issue_briefing(actor=self.actor, briefing_id=self.object.pk)
        return _("Issued as %(number)s.") % {"number": done.number_text}

    def discard(self) -> HttpResponseBase:
        """To the list."""
        services.discard_briefing(actor=self.actor, briefing_id=self.object.pk)
        messages.success(self.request, _("The draft is thrown away."))
        return HttpResponseRedirect(reverse("office:press-briefings"))


class BriefingFileView(BriefingPage):
    """As PDF or Word; every fetch is in the audit trail."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``form`` in the address says which."""
        form = kwargs["form"]
        make, content_type = FILES[form]
        record(
            actor=self.actor, verb="press.briefing_fetched", subject=self.object.ref,
            subject_label=str(self.object), data={"form": form},
        )  # fmt: skip
        response = HttpResponse(make(self.object), content_type=content_type)
        name = f"{file_stem(self.object)}.{form}"
        disposition = content_disposition_header(as_attachment=True, filename=name)
        response.headers["Content-Disposition"] = disposition or "attachment"
        response.headers["Cache-Control"] = "private, no-store"
        return response


class BriefingNewView(OfficeFormView):
    """A new one: which days."""

    permission = rules.BRIEFING_CHANGE
    page_title = gettext_lazy("Put a briefing together")
    breadcrumbs = (CRUMB,)
    cancel_url = "/office/newsletter/"
    form_class = BeginForm
    submit_label = gettext_lazy("Gather")
    intro = gettext_lazy(
        "What the rooms have for these days is gathered; you pick, order and edit."
    )

    def get_initial(self) -> dict[str, Any]:
        """From the day after the last one, or the last fortnight."""
        last = Briefing.objects.order_by("-until").values_list("until", flat=True).first()
        day = today()
        since = last + timedelta(days=1) if last and last < day else day - FORTNIGHT
        return {
            "title": "校友工作简报", "since": since, "until": day, "legal_body": "department",
            "language": "zh-hans",
        }  # fmt: skip

    def perform(self, form: BeginForm) -> str:
        """To the draft."""
        given = form.cleaned_data
        briefing = services.begin_briefing(
            actor=self.actor, user=self.user, legal_body=given["legal_body"], fields=given
        )
        return briefing_url(briefing.pk)


class BriefingEditView(BriefingPage, OfficeEditView[Briefing]):
    """Title, days and opening words of a draft."""

    permission = rules.BRIEFING_CHANGE
    template_name = "office/form.html"
    form_class = BriefingForm
    breadcrumbs = (CRUMB,)

    def get_queryset(self) -> QuerySet[Briefing]:
        """Drafts alone."""
        return super().get_queryset().filter(state=BriefingState.DRAFT)

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in services.FIELDS}

    def get_cancel_url(self) -> str:
        """The briefing."""
        return briefing_url(self.object.pk)

    def perform(self, form: BriefingForm) -> str:
        """Saved, unless somebody was faster."""
        services.save_briefing(
            actor=self.actor, briefing_id=self.object.pk, fields=form.cleaned_data,
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
        return briefing_url(self.object.pk)
