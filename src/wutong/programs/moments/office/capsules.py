"""Letters to the future: the list, a letter's particulars, a new one. Never the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.platform.links.public import mint
from wutong.programs.moments import rules
from wutong.programs.moments.capsules.button import WRITE
from wutong.programs.moments.capsules.writing import change_day, seal, withdraw_capsule
from wutong.programs.moments.enums import CapsuleState
from wutong.programs.moments.models import Capsule
from wutong.programs.moments.office import forms
from wutong.programs.moments.office.addresses import capsule_url
from wutong.programs.moments.office.tables import CAPSULE_TONES, CapsuleFilter, CapsuleTable
from wutong.programs.moments.office.views import CALENDAR
from wutong.programs.moments.services.birthdays import choose_calendar
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

TITLE = gettext_lazy("Letters to the future")


@register_list
class CapsuleListView(OfficeListView[Capsule]):
    """Every letter, the next to open first."""

    model = Capsule
    list_key = "capsules"
    permission = rules.CAPSULES
    page_title = TITLE
    breadcrumbs = (CALENDAR,)
    table_class = CapsuleTable
    filterset_class = CapsuleFilter
    search_placeholder = gettext_lazy("Name, pinyin or student number")
    default_order = ("opens_on", "pk")
    unit = pgettext_lazy("unit", "letters")
    create_url = "new/"
    create_label = gettext_lazy("A letter to the future")
    create_permission = rules.KEEP
    export_permission = rules.EXPORT
    export_name = "letters-to-the-future"
    export_columns = (
        "writer", "class_group", "written_on", "opens_on", "state", "arrived", "waiting",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Capsule]:
        """Without the words."""
        return super().get_base_queryset().defer("text").select_related("writer", "class_group")

    def search(self, rows: QuerySet[Capsule], text: str) -> QuerySet[Capsule]:
        """By the one search of people."""
        people = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(writer__in=people.values("pk"))

    def dress(self, rows: Sequence[Capsule]) -> None:
        """Arrived and waiting, for all rows at once."""
        counted = {
            pk: (came, waits)
            for pk, came, waits in Capsule.objects.filter(pk__in=[row.pk for row in rows])
            .annotate(
                came=Count("arrivals", filter=Q(arrivals__arrived_on__isnull=False)),
                waits=Count("arrivals", filter=Q(arrivals__arrived_on__isnull=True)),
            )
            .values_list("pk", "came", "waits")
        }
        for row in rows:
            row.arrived, row.waiting = counted[row.pk]  # type: ignore[attr-defined]

    def get_row_url(self, row: Capsule) -> str:
        """Its page."""
        return capsule_url(row.pk)


class CapsuleView(OfficeDetailView[Capsule]):
    """Who wrote it, to whom, when it opens; destroyed, or moved to another day."""

    model = Capsule
    permission = rules.CAPSULES
    template_name = "moments/office/capsule.html"
    breadcrumbs = (CALENDAR, (TITLE, "/office/moments/letters/"))

    def get_queryset(self) -> QuerySet[Capsule]:
        """Without the words."""
        rows = super().get_queryset().defer("text")
        return rows.select_related("writer", "class_group", "entered_by")

    def get_page_title(self) -> _StrOrPromise:
        """Whose."""
        return _("Letter to the future from %(name)s") % {"name": self.object.writer.name}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Arrivals, and what can be done."""
        capsule = self.object
        arrivals = capsule.arrivals.all()
        sealed = capsule.state == CapsuleState.SEALED and not arrivals
        return super().get_context_data(
            tone=CAPSULE_TONES.get(CapsuleState(capsule.state), ""),
            came=sum(row.arrived_on is not None for row in arrivals),
            opened=sum(row.opened_at is not None for row in arrivals),
            waits=sum(row.arrived_on is None for row in arrivals),
            may_act=sealed and can(self.user, rules.KEEP),
            opens_form=forms.OpensForm(initial={"opens_on": capsule.opens_on}),
            **extra,
        )


class CapsuleDo(CapsuleView):
    """Destroy or move; only POST."""

    permission = rules.KEEP

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(capsule_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """And a word about it."""
        act = self.withdraw if request.POST.get("do") == "withdraw" else self.move
        try:
            messages.success(request, act())
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(capsule_url(self.object.pk))

    def withdraw(self) -> str:
        """Destroyed unread."""
        reason = self.request.POST.get("reason", "")[:200]
        withdraw_capsule(actor=self.actor, capsule_id=self.object.pk, reason=reason)
        return _("The letter is destroyed, unread.")

    def move(self) -> str:
        """Another day."""
        form = forms.OpensForm(self.request.POST)
        if not form.is_valid():
            raise WutongError(_("Please give the day on which it opens."))
        opens_on = form.cleaned_data["opens_on"]
        change_day(actor=self.actor, capsule_id=self.object.pk, opens_on=opens_on)
        return _("It opens on another day now.")


class CapsuleNewView(OfficeFormView):
    """A link to write one, or one that was handed in."""

    permission = rules.KEEP
    page_title = gettext_lazy("A letter to the future")
    breadcrumbs = (CALENDAR, (TITLE, "/office/moments/letters/"))
    form_class = forms.CapsuleForm
    template_name = "moments/office/capsule_new.html"
    submit_label = gettext_lazy("Go on")
    cancel_url = "/office/moments/letters/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """From a person's page."""
        asked = self.request.GET.get("person", "")
        return {"how": "link"} | (
            {"person": int(asked)} if asked.isdigit() and len(asked) < 15 else {}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A link is shown at once, to be copied; it stands in no list."""
        form = self.make_form()
        if form.is_valid() and form.cleaned_data["how"] == "link":
            person = get_object_or_404(scope(self.user, Person), pk=form.cleaned_data["person"])
            address = mint(actor=self.actor, action=WRITE, subject_ref=f"person:{person.pk}")
            return self.render(form=self.form_class(**self.get_form_kwargs()), address=address, person=person)  # fmt: skip
        return super().post(request, *args, **kwargs)

    def perform(self, form: forms.CapsuleForm) -> str:
        """Sealed."""
        given = form.cleaned_data
        capsule = seal(
            actor=self.actor,
            writer=get_object_or_404(scope(self.user, Person), pk=given["person"]),
            text=given["text"], opens_on=given["opens_on"],
            class_group=given.get("class_group"), entered_by=self.user,
        )  # fmt: skip
        messages.success(self.request, _("Sealed."))
        return capsule_url(capsule.pk)


class BirthdayView(OfficeObjectView[Person]):
    """By which calendar somebody keeps the birthday; only POST."""

    model = Person
    permission = rules.CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(f"/office/people/{self.object.pk}/")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the person."""
        lunar = request.POST.get("calendar") == "lunar"
        choose_calendar(actor=self.actor, person_id=self.object.pk, lunar=lunar)
        said = _("The birthday is kept by the lunar calendar.")
        messages.success(
            request, said if lunar else _("The birthday is kept by the solar calendar.")
        )
        return HttpResponseRedirect(f"/office/people/{self.object.pk}/")
