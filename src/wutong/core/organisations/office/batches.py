"""Batches in the office: checked, confirmed with the number, made with progress, fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.organisations import rules
from wutong.core.organisations.enums import AppointmentRole, BatchState, Verdict
from wutong.core.organisations.models import AppointmentBatch
from wutong.core.organisations.office.addresses import appointments_url, batch_url
from wutong.core.organisations.office.appointments import TITLE
from wutong.core.organisations.office.doing import done
from wutong.core.organisations.office.forms import BatchForm
from wutong.core.organisations.office.tables import BatchTable
from wutong.core.organisations.registry import people_sources
from wutong.core.organisations.services.batches import cancel_batch, prepare_batch, ref, start_batch
from wutong.core.organisations.services.bundles import KINDS
from wutong.core.organisations.services.reading_lists import (
    Found,
    find_people,
    lines_of_file,
    lines_of_text,
)
from wutong.core.organisations.tasks import bundle_job, run_batch_job
from wutong.core.people.models import Person
from wutong.core.people.public import people_cards, visible_people
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.documents.public import lacking
from wutong.platform.jobs.models import Progress
from wutong.platform.jobs.public import defer, start_progress
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

SHOWN = 100
MOST_PEOPLE = 20_000


@register_list
class BatchListView(OfficeListView[AppointmentBatch]):
    """Batches, newest first."""

    model = AppointmentBatch
    list_key = "appointments.batches"
    permission = rules.APPOINTMENTS
    page_title = gettext_lazy("Batches of appointments")
    breadcrumbs = ((TITLE, "/office/appointments/"),)
    table_class = BatchTable
    search_fields = ("title", "source")
    default_order = ("-created_at", "-pk")
    unit = pgettext_lazy("unit", "batches")
    create_url = "new/"
    create_label = gettext_lazy("Appoint many")
    create_permission = rules.APPOINT
    export_permission = rules.APPOINTMENTS_EXPORT
    export_name = "batches"
    export_columns = ("title", "role", "people", "source", "appointed_on", "state")

    def get_row_url(self, row: AppointmentBatch) -> str:
        """Its page."""
        return batch_url(row.pk)


class BatchNewView(OfficeFormView):
    """Which office, and who: the next page shows each line with its verdict."""

    permission = rules.APPOINT
    form_class = BatchForm
    page_title = gettext_lazy("Appoint many")
    submit_label = gettext_lazy("Check the list")
    cancel_url = "/office/appointments/"
    breadcrumbs = ((TITLE, "/office/appointments/"),)
    intro = gettext_lazy("Nobody is appointed before you have seen the list and confirmed it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Sets and organisations within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """Ambassadors, unless the address says otherwise."""
        role = self.request.GET.get("role", "")
        return {
            "role": role if role in AppointmentRole.values else AppointmentRole.AMBASSADOR,
            "people_set": self.request.GET.get("people", "")[:80],
        }

    def perform(self, form: BatchForm) -> str:
        """Checked, not yet made."""
        people, source = self._people(form)
        batch = prepare_batch(
            actor=self.actor,
            title=form.cleaned_data["heading"],
            office=form.office(),
            people=people,
            source=source,
            appointed_on=form.cleaned_data["appointed_on"],
        )
        return batch_url(batch.pk)

    def _people(self, form: BatchForm) -> tuple[list[Found], str]:
        given = form.cleaned_data
        visible = visible_people(self.user)
        if given["people_set"]:
            key, _colon, reference = given["people_set"].partition(":")
            rows = people_sources.get(key).people(self.user, reference)
            if rows is None:
                raise WutongError(_("This set of people is no longer there."))
            name = dict(people_sources.get(key).choices(self.user)).get(reference, reference)
            people = rows.order_by("name_pinyin", "pk").values_list("name", "pk")
            return [Found(name, pk) for name, pk in people[:MOST_PEOPLE]], name
        if given["file"]:
            file = given["file"]
            return find_people(lines_of_file(file, file.name), people=visible), file.name
        return find_people(lines_of_text(given["lines"]), people=visible), _("Pasted list")


class BatchView(OfficeObjectView[AppointmentBatch]):
    """A page about one batch."""

    model = AppointmentBatch
    permission = rules.APPOINTMENTS

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Appointments / batches."""
        return (
            (TITLE, appointments_url()),
            (gettext_lazy("Batches of appointments"), reverse("office:appointments-batches")),
        )


class BatchDetailView(BatchView, OfficeDetailView[AppointmentBatch]):
    """The preview with its verdicts; then progress; then the letters."""

    template_name = "organisations/office/batch.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The lines that need a look come first."""
        batch = self.object
        wanted = self.request.GET.get("verdict", "")
        rows = batch.candidates.select_related("person", "appointment__document")
        if wanted in Verdict.values:
            rows = rows.filter(verdict=wanted)
        shown = list(rows.order_by("place")[:SHOWN])
        cards = people_cards(
            Person.objects.filter(pk__in=[item.person_id for item in shown if item.person_id])
        )
        lines = [(item, cards.get(item.person_id or 0)) for item in shown]
        return super().get_context_data(
            lines=lines,
            lacking=[
                (card.name, lacking(card.name)) for _i, card in lines if card and lacking(card.name)
            ],
            verdicts=[
                (value, label, batch.counts.get(value, 0))
                for value, label in Verdict.choices
                if batch.counts.get(value)
            ],
            wanted=wanted,
            total=sum(batch.counts.values()),
            good=batch.counts.get(Verdict.OK, 0),
            progress=Progress.objects.filter(pk=batch.progress_id).first()
            if batch.progress_id
            else None,
            is_checked=batch.state == BatchState.CHECKED,
            is_done=batch.state == BatchState.DONE,
            may_change=can(self.user, rules.APPOINT),
            may_fetch=can(self.user, rules.LETTERS),
            **extra,
        )


class BatchDoView(BatchView):
    """Start it, or put it away."""

    permission = rules.APPOINT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` is start or cancel."""
        batch, does = self.object, request.POST.get("do")
        if does == "cancel":
            return done(
                request,
                reverse("office:appointments-batches"),
                lambda: cancel_batch(actor=self.actor, batch_id=batch.pk),
                _("The batch is put away; nobody was appointed."),
            )
        if does != "start":
            return HttpResponseBadRequest(_("Nothing to do."))
        return done(
            request,
            batch_url(batch.pk),
            lambda: start_batch(actor=self.actor, batch_id=batch.pk, job=run_batch_job),
            _("The batch is running. You can leave this page."),
        )


class BundleView(BatchView):
    """All letters of the batch in one file."""

    permission = rules.LETTERS
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``kind`` is pdf or zip."""
        kind = request.POST.get("kind", "")
        if kind not in KINDS:
            return HttpResponseBadRequest(_("Nothing to do."))
        with transaction.atomic():
            progress = start_progress(
                kind="appointments.bundle",
                title=_("Letters: %(title)s") % {"title": self.object.title},
                owner=self.actor,
                subject_ref=ref(self.object.pk),
                url=batch_url(self.object.pk),
            )
            defer(
                bundle_job,
                batch_id=self.object.pk,
                progress_id=str(progress.pk),
                user_id=self.user.pk,
                kind=kind,
            )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
