"""The calendar, the plans, and one plan's page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.engines.outreach.public import shown_letters
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.approvals.public import obstacle_for, requests_for
from wutong.programs.moments import rules
from wutong.programs.moments.dates import next_days
from wutong.programs.moments.enums import Festival, MomentKind
from wutong.programs.moments.models import Moment, Occurrence, Skip
from wutong.programs.moments.office import forms
from wutong.programs.moments.office.addresses import calendar_url, moment_url, plans_url
from wutong.programs.moments.office.tables import (
    MomentFilter,
    MomentTable,
    OccurrenceFilter,
    OccurrenceTable,
)
from wutong.programs.moments.selectors import (
    STANDING_TONES,
    coming_days,
    history_of,
    month_grid,
    with_results,
    year_overview,
)
from wutong.programs.moments.services import plans
from wutong.programs.moments.services.counting import count_about
from wutong.programs.moments.texts import start_of
from wutong.programs.moments.words import letter_of
from wutong.ui.office.approvals import take_step
from wutong.ui.office.doing import DoView
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView, OfficeView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.ui.office.doing import Acts

TITLE = gettext_lazy("Calendar of moments")
PLANS = gettext_lazy("Plans of moments")
CALENDAR = (TITLE, "/office/moments/")
FIRST, LAST = 2000, 2090


class CalendarView(OfficeView):
    """A month with what will be sent, to about how many, and whether it is approved."""

    permission = rules.VIEW
    page_title = TITLE
    template_name = "moments/office/calendar.html"

    @cached_property
    def first(self) -> date:
        """The first of the month in the address; this month otherwise."""
        try:
            asked = date.fromisoformat(f"{self.request.GET.get('month', '')}-01")
        except ValueError:
            asked = clock.today()
        return min(max(asked, date(FIRST, 1, 1)), date(LAST, 12, 1)).replace(day=1)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The grid, the year, ways on and back."""
        first = self.first
        days = month_grid(self.user, first)
        return super().get_context_data(
            first=first,
            days=days,
            anything=any(day.entries for day in days if day.inside),
            before=first - timedelta(days=1),
            after=first + timedelta(days=32),
            year=year_overview(self.user, first.year),
            last_year=first.replace(year=first.year - 1),
            next_year=first.replace(year=first.year + 1),
            this_month=clock.today().replace(day=1),
            silences=Skip.objects.filter(moment__isnull=True, on__gte=clock.today()).order_by("on"),
            silence_form=forms.SilenceForm(),
            may_change=can(self.user, rules.CHANGE),
            **extra,
        )


class SilenceView(OfficeView):
    """Declare a day of silence, or end it. Only POST."""

    permission = rules.CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(calendar_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For the whole house."""
        ends = request.POST.get("do") == "end"
        form = (forms.SkipForm if ends else forms.SilenceForm)(request.POST)
        if not form.is_valid():
            messages.error(request, _("Please give the day and the reason."))
            return HttpResponseRedirect(calendar_url())
        given = form.cleaned_data
        try:
            if ends:
                plans.end_silence(actor=self.actor, on=given["on"])
                messages.success(request, _("The day is like any other again."))
            else:
                plans.declare_silence(
                    actor=self.actor, user=self.user, on=given["on"], reason=given["reason"]
                )
                messages.success(
                    request, _("Nothing cheerful leaves on that day; people's own days are kept after it.")
                )  # fmt: skip
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(f"{calendar_url()}?month={given['on']:%Y-%m}")


@register_list
class MomentListView(OfficeListView[Moment]):
    """Every plan."""

    model = Moment
    list_key = "moments"
    permission = rules.VIEW
    page_title = PLANS
    breadcrumbs = (CALENDAR,)
    table_class = MomentTable
    filterset_class = MomentFilter
    search_fields = ("title", "subject_zh", "subject_en")
    search_placeholder = gettext_lazy("Title or subject")
    default_order = ("kind", "days_after", "pk")
    unit = pgettext_lazy("unit", "plans")
    create_url = "new/"
    create_label = gettext_lazy("Plan a moment")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "moments"
    export_columns = (
        "title", "kind", "next_on", "hour", "about", "standing", "approved_until", "channel",
        "segment", "legal_body", "author", "approver",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Moment]:
        """With the names it shows."""
        rows = super().get_base_queryset()
        return rows.select_related("segment", "legal_body", "author", "approver")

    def dress(self, rows: Sequence[Moment]) -> None:
        """The next day of each, from the almanac."""
        for row in rows:
            coming = next_days(row, clock.today(), 1)
            row.next_on = coming[0] if coming else None  # type: ignore[attr-defined]

    def get_row_url(self, row: Moment) -> str:
        """Its page."""
        return moment_url(row.pk)


@register_list
class HistoryListView(OfficeListView[Occurrence]):
    """Every day of every plan, with its results."""

    model = Occurrence
    list_key = "moments-history"
    permission = rules.VIEW
    page_title = gettext_lazy("History of moments")
    breadcrumbs = (CALENDAR,)
    table_class = OccurrenceTable
    filterset_class = OccurrenceFilter
    default_order = ("-on", "-pk")
    unit = pgettext_lazy("unit", "days")
    export_permission = rules.EXPORT
    export_name = "moments-history"
    export_columns = ("on", "moment", "state", "gets", "left_out", "delivered", "problem")

    def get_base_queryset(self) -> QuerySet[Occurrence]:
        """With plan and sending."""
        return super().get_base_queryset().select_related("moment", "campaign")

    def dress(self, rows: Sequence[Occurrence]) -> None:
        """The numbers of all rows at once."""
        for one in with_results(rows):
            row: Any = one.row
            row.gets, row.left_out, row.delivered = one.gets, one.left_out, one.delivered
            row.address = self.get_row_url(row)

    def get_row_url(self, row: Occurrence) -> str:
        """The sending, or the plan where there was none."""
        if row.campaign_id is None:
            return moment_url(row.moment_id)
        return reverse("office:campaigns-detail", args=[row.campaign_id])


class KindView(OfficeView):
    """Which occasion is planned."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Plan a moment")
    breadcrumbs = (CALENDAR,)
    template_name = "moments/office/kinds.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The occasions, festivals one by one."""
        planned = set(Moment.objects.values_list("festival", flat=True))
        return super().get_context_data(
            festivals=[(one, one in planned) for one in Festival],
            kinds=[kind for kind in MomentKind if kind is not MomentKind.FESTIVAL],
            **extra,
        )


class MomentFormView(OfficeFormView):
    """What writing and changing a plan share."""

    permission = rules.CHANGE
    template_name = "office/form.html"

    @property
    def kind(self) -> str:
        """Of the plan."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """Segments within sight; only what the occasion needs."""
        return {"user": self.user, "kind": self.kind}

    form_class = forms.MomentForm


class MomentNewView(MomentFormView):
    """A new plan, with words to start from."""

    breadcrumbs = (CALENDAR,)
    cancel_url = "/office/moments/"

    @property
    def kind(self) -> str:
        """From the address; 404 for no occasion."""
        if self.kwargs["kind"] not in MomentKind.values:
            raise Http404
        return str(self.kwargs["kind"])

    @property
    def festival(self) -> str:
        """From the address, when it is one."""
        asked = self.request.GET.get("festival", "")
        return asked if asked in Festival.values else ""

    def get_page_title(self) -> _StrOrPromise:
        """The occasion."""
        label = Festival(self.festival).label if self.festival else MomentKind(self.kind).label
        return _("Plan: %(occasion)s") % {"occasion": label}

    def get_initial(self) -> dict[str, Any]:
        """Words and days to start from."""
        start = start_of(self.kind, self.festival)
        if self.festival:
            start |= {"festival": self.festival, "title": str(Festival(self.festival).label)}
        if "years" in start:
            start["years"] = ", ".join(str(year) for year in start["years"])
        return start

    def perform(self, form: forms.MomentForm) -> str:
        """To its page."""
        moment = plans.save_moment(actor=self.actor, author=self.user, values=form.values())
        refresh_about(moment)
        messages.success(self.request, _("Saved. Hand it in, and it runs for a year."))
        return moment_url(moment.pk)


class MomentPage(OfficeDetailView[Moment]):
    """What every page about one plan shares."""

    model = Moment
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[Moment]:
        """With what it names."""
        rows = super().get_queryset()
        return rows.select_related("segment", "legal_body", "signature", "author", "approver")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The calendar / the plans."""
        return (CALENDAR, (PLANS, plans_url()))


class MomentEditView(MomentPage, MomentFormView, OfficeEditView[Moment]):
    """The plan changed: what was approved is approved no longer."""

    permission = rules.CHANGE

    @property
    def kind(self) -> str:
        """It stays."""
        return str(self.object.kind)

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        form = forms.MomentForm
        names = form.base_fields
        given = {name: getattr(self.object, name) for name in names if name != "years"}
        for name in ("legal_body", "segment", "signature"):
            given[name] = getattr(self.object, f"{name}_id")
        return {**given, "years": ", ".join(str(year) for year in self.object.years)}

    def get_cancel_url(self) -> str:
        """Its page."""
        return moment_url(self.object.pk)

    def perform(self, form: forms.MomentForm) -> str:
        """Back to its page."""
        moment = plans.save_moment(
            actor=self.actor, author=self.user, values=form.values(), moment=self.object,
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
        refresh_about(moment)
        messages.success(self.request, _("Saved."))
        return moment_url(moment.pk)


def refresh_about(moment: Moment) -> None:
    """Counted anew at once: one statement."""
    Moment.objects.filter(pk=moment.pk).update(about=count_about(moment))


class MomentView(MomentPage):
    """The plan: where its approval stands, its next days, what became of it."""

    template_name = "moments/office/moment.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Approval, days, history, words."""
        moment, user = self.object, self.user
        days = next_days(moment, clock.today(), 1)
        requests = requests_for(moment.ref)
        waiting = requests[0] if requests and moment.waiting else None
        writes = can(user, rules.CHANGE)
        stale = moment.digest and moment.digest != plans.digest_of(
            moment, plans.audience_now(moment)
        )
        return super().get_context_data(
            tone=STANDING_TONES[moment.standing],
            requests=requests[:4],
            may_change=writes,
            may_decide=waiting is not None and obstacle_for(waiting, user) is None,
            stale=stale,
            personal=moment.kind in {"birthday", "welcome", "capsule"},
            coming=coming_days(moment),
            history=history_of(moment),
            hand_in_form=forms.HandInForm(),
            decision_form=forms.DecisionForm(),
            skip_form=forms.SkipForm(),
            may_discard=writes and not moment.occurrences.exclude(campaign=None).exists(),
            letters=shown_letters(letter_of(moment, next(iter(days), clock.today()))),
            **extra,
        )


class MomentDo(DoView, MomentPage):
    """One step; the permission depends on the step."""

    action = "change"

    def acts(self) -> Acts:
        """Each step with its permission; who takes a step of the approval says its chain."""
        return {
            "hand_in": (rules.CHANGE, self.hand_in),
            "take_back": (rules.CHANGE, self.take_back),
            "approve": (rules.VIEW, lambda: self.decide(approve=True)),
            "send_back": (rules.VIEW, lambda: self.decide(approve=False)),
            "pause": (rules.CHANGE, lambda: self.pause(paused=True)),
            "resume": (rules.CHANGE, lambda: self.pause(paused=False)),
            "skip": (rules.CHANGE, self.skip),
            "unskip": (rules.CHANGE, self.unskip),
            "discard": (rules.CHANGE, self.discard),
        }

    def back(self) -> HttpResponseBase:
        """The plan."""
        return HttpResponseRedirect(moment_url(self.object.pk))

    def hand_in(self) -> str:
        """For a year."""
        plans.hand_in(
            actor=self.actor, user=self.user, moment_id=self.object.pk,
            note_text=self.given(forms.HandInForm)["note"],
        )  # fmt: skip
        return _("Handed in. A colleague who may approve finds it among their to-dos.")

    def take_back(self) -> str:
        """No longer asked."""
        plans.take_back(actor=self.actor, moment_id=self.object.pk)
        return _("Taken back.")

    def decide(self, *, approve: bool) -> str:
        """Yes for a year, or back."""
        return take_step(
            self.user, self.object.ref, approve=approve,
            comment=self.given(forms.DecisionForm)["comment"], at_last=_("Approved for a year."),
        )  # fmt: skip

    def pause(self, *, paused: bool) -> str:
        """Or go on."""
        plans.set_paused(actor=self.actor, moment_id=self.object.pk, paused=paused)
        return _("Paused: nothing is made until it goes on.") if paused else _("It goes on.")

    def skip(self) -> str:
        """One day."""
        given = self.given(forms.SkipForm)
        plans.skip_day(
            actor=self.actor, user=self.user, moment_id=self.object.pk, on=given["on"],
            reason=given["reason"],
        )  # fmt: skip
        return _("That day is left out.")

    def unskip(self) -> str:
        """Not after all."""
        on = self.given(forms.SkipForm)["on"]
        plans.unskip_day(actor=self.actor, moment_id=self.object.pk, on=on)
        return _("That day counts again.")

    def discard(self) -> HttpResponseBase:
        """For good."""
        plans.discard(actor=self.actor, moment_id=self.object.pk)
        messages.success(self.request, _("The plan is gone."))
        return HttpResponseRedirect(plans_url())
