"""Applications to join: the queue, one page each with whom it may be, and inviting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import masked_reach, people_cards, visible_people
from wutong.core.people.public import search as search_people
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.programs.joining import rules
from wutong.programs.joining.deciding import Fit, Holding
from wutong.programs.joining.enums import WAITING
from wutong.programs.joining.models import Application
from wutong.programs.joining.office.tables import (
    ApplicationFilter,
    ApplicationTable,
    page_of,
    words_of,
)
from wutong.programs.joining.selectors.candidates import candidates_for
from wutong.programs.joining.services import applications as services
from wutong.programs.joining.services.invitations import invite
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.registry import Todo
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.programs.joining.deciding import Candidate

TITLE = pgettext_lazy("office", "Applications to join")
FOUND = 8
WAITING_QUERY = "&".join(f"state={state}" for state in WAITING)
FACTS = (
    ("name", pgettext_lazy("person", "name")),
    ("number", gettext_lazy("student number")),
    ("college", gettext_lazy("college")),
    ("year", gettext_lazy("year of entry")),
    ("group", gettext_lazy("class")),
)
HOLDINGS = {
    Holding.OWN: (gettext_lazy("contact is on this record"), "leaf"),
    Holding.DORMANT: (
        gettext_lazy("contact on this record, silent for a year or doubtful"),
        "autumn",
    ),
    Holding.ELSEWHERE: (gettext_lazy("contact is on another record"), "seal"),
}


@register_list
class ApplicationListView(OfficeListView[Application]):
    """Everybody who asked; what is due first stands first."""

    model = Application
    list_key = "applications"
    permission = rules.VIEW
    page_title = TITLE
    table_class = ApplicationTable
    filterset_class = ApplicationFilter
    default_order = ("decided", "due_on", "asked_at", "pk")
    search_fields = ("name", "student_no", "class_name")
    search_placeholder = gettext_lazy("Name, student number, class")
    unit = pgettext_lazy("unit", "applications")
    empty_template = "joining/office/empty.html"
    export_permission = rules.DECIDE
    export_name = "applications"
    export_needs_reason = True
    export_columns = (
        "name", "unit", "entry_year", "contact_masked", "way", "reasons", "asked_at", "due_on",
        "state",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Application]:
        """With the college; what waits stands before what is decided."""
        decided = Case(When(state__in=WAITING, then=Value(0)), default=Value(1))
        return super().get_base_queryset().select_related("unit").annotate(decided=decided)

    def get_row_url(self, row: Application) -> str:
        """Its page."""
        return page_of(row)


class DecisionForm(forms.Form):
    """What the applicant reads, and what a new record needs."""

    answer = forms.CharField(
        label=gettext_lazy("Message to the applicant"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when you decline or ask; goes out by e-mail."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=DegreeLevel.choices, initial=DegreeLevel.BACHELOR
    )
    completion = forms.ChoiceField(
        label=gettext_lazy("Completion"), choices=Completion.choices, initial=Completion.GRADUATED
    )


class ApplicationView(OfficeObjectView[Application]):
    """What was given, whom it may be, what was handed in; and the decision."""

    model = Application
    permission = rules.VIEW
    template_name = "joining/office/application.html"

    def get_queryset(self) -> QuerySet[Application]:
        """With what the page shows."""
        rows = super().get_queryset().select_related("unit", "person", "decided_by")
        return rows.prefetch_related("papers__file")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The queue."""
        return ((TITLE, f"{reverse('office:joining-applications')}?{WAITING_QUERY}"),)

    @cached_property
    def form(self) -> DecisionForm:
        """Bound when something was decided."""
        return DecisionForm(self.request.POST if self.request.method == "POST" else None)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds the records that come near, and those that were searched for."""
        waiting = self.object.waiting
        text = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            form=self.form,
            reasons=words_of(self.object),
            may_decide=waiting and can(self.user, rules.DECIDE),
            near=self.near() if waiting else [],
            text=text,
            searched=self.searched(text) if waiting and text else [],
            **extra,
        )

    def near(self) -> list[dict[str, Any]]:
        """Records that come near and may be seen by this user, with how they fit."""
        found = {one.person_id: one for one in candidates_for(services.claim_of(self.object))}
        seen = scope(self.user, Person).filter(pk__in=found)
        cards = people_cards(seen)
        reach = masked_reach(cards)
        rows = [
            {"card": card, "fits": fits_of(found[key]), "reach": reach[key], "one": found[key]}
            for key, card in cards.items()
        ]
        return sorted(rows, key=lambda row: (not row["one"].meant, row["card"].name))

    def searched(self, text: str) -> list[dict[str, Any]]:
        """Others by the one search, within what this user sees."""
        cards = people_cards(search_people(text, people=visible_people(self.user))[:FOUND])
        reach = masked_reach(cards)
        return [{"card": card, "fits": [], "reach": reach[key]} for key, card in cards.items()]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Decide, and on to the next that waits."""
        if not can(self.user, rules.DECIDE):
            raise Http404
        if not self.form.is_valid():
            return self.render(status=422)
        try:
            said = self.act(request.POST.get("do", ""))
        except WutongError as error:
            self.form.add_error(None, str(error))
            return self.render(status=422)
        messages.success(request, said)
        following = scope(self.user, Application).filter(state__in=WAITING)
        row = following.order_by("due_on", "asked_at", "pk").first()
        return HttpResponseRedirect(page_of(row) if row else reverse("office:joining-applications"))

    def act(self, does: str) -> str:
        """What the button says; the sentence that it was done."""
        given = self.form.cleaned_data
        about: dict[str, Any] = {
            "actor": self.actor, "user": self.user, "application_id": self.object.pk,
            "answer": given["answer"],
        }  # fmt: skip
        name = {"name": self.object.name}
        if does in {"decline", "ask"} and not given["answer"].strip():
            raise WutongError(gettext_lazy("Please say why; the applicant reads it."))
        match does:
            case "accept":
                services.accept_as(person_id=self.chosen(), **about)
                return _("%(name)s has joined and is told.") % name
            case "new":
                services.accept_as_new(
                    level=given["level"], completion=given["completion"], **about
                )
                return _("%(name)s is on record now, has joined and is told.") % name
            case "decline":
                services.decline(**about)
                return _("%(name)s is told that it was declined.") % name
            case "ask":
                services.ask_for_more(**about)
                return _("%(name)s is asked.") % name
            case _:
                raise Http404

    def chosen(self) -> int:
        """The record that was ticked, if this user may see it."""
        key = self.request.POST.get("person", "")
        people = scope(self.user, Person, "change")
        if not key.isdecimal() or not people.filter(pk=int(key)).exists():
            raise WutongError(gettext_lazy("Please choose the record it is."))
        return int(key)


def fits_of(one: Candidate) -> list[tuple[str, str, str]]:
    """Words, tone and sign of everything that agrees or differs."""
    tones = {Fit.AGREES: ("leaf", "check"), Fit.DIFFERS: ("seal", "close")}
    fits = [
        (str(label), *tones[getattr(one, name)])
        for name, label in FACTS
        if getattr(one, name) is not Fit.SILENT
    ]
    if one.contact in HOLDINGS:
        words, tone = HOLDINGS[one.contact]
        fits.append((str(words), tone, ""))
    bars = ((one.has_account, _("has an account")), (one.deceased, _("deceased")))
    return fits + [(words, "seal", "warning") for holds, words in bars if holds]


class InviteView(OfficeObjectView[Person]):
    """Sends one person a link to join (POST only)."""

    model = Person
    permission = rules.INVITE
    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send it, back to the dossier."""
        try:
            invite(actor=self.actor, person_id=self.object.pk)
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The invitation is on its way."))
        return HttpResponseRedirect(reverse("office:people-detail", args=[self.object.pk]))


def application_todos(user: User) -> Iterable[Todo]:
    """One line for all that waits, with the first deadline."""
    if not can(user, rules.DECIDE):
        return
    rows = scope(user, Application).filter(state__in=WAITING)
    first = rows.order_by("due_on").values_list("due_on", flat=True).first()
    number = rows.count()
    if number:
        words = ngettext("%(count)s application to join", "%(count)s applications to join", number)
        yield Todo(
            title=words % {"count": number},
            url=f"{reverse('office:joining-applications')}?{WAITING_QUERY}",
            due=first,
            kind=str(TITLE),
        )
