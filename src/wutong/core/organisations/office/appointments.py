"""Appointments in the office: the list, a page each, and what may be done there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.organisations import rules
from wutong.core.organisations.enums import AppointmentRole, AppointmentState
from wutong.core.organisations.models import Appointment, AppointmentBatch
from wutong.core.organisations.office.addresses import appointment_url, appointments_url
from wutong.core.organisations.office.doing import done
from wutong.core.organisations.office.filters import AppointmentFilter
from wutong.core.organisations.office.forms import (
    AppointmentForm,
    EndForm,
    HandOverForm,
    ReasonForm,
    TermForm,
)
from wutong.core.organisations.office.tables import STATE_TONES, AppointmentTable
from wutong.core.organisations.registry import appointment_offers
from wutong.core.organisations.selectors import pages
from wutong.core.organisations.services import appointments as services
from wutong.core.people.public import WhoForm, visible_people
from wutong.core.people.public import search as search_people
from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope
from wutong.platform.audit.public import record
from wutong.platform.documents.public import (
    documents_about,
    ensure_file,
    file_name,
    grouped,
    verify_address,
)
from wutong.platform.files.public import open_stored
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeObjectView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.platform.documents.models import IssuedDocument

TITLE = pgettext_lazy("office", "Appointments")


@register_list
class AppointmentListView(OfficeListView[Appointment]):
    """Who holds which office, until when."""

    model = Appointment
    list_key = "appointments"
    template_name = "organisations/office/appointments.html"
    permission = rules.APPOINTMENTS
    page_title = TITLE
    table_class = AppointmentTable
    filterset_class = AppointmentFilter
    default_order = ("-appointed_on", "-pk")
    search_placeholder = gettext_lazy("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "appointments")
    create_url = "new/"
    create_label = gettext_lazy("Appoint somebody")
    create_permission = rules.APPOINT
    export_permission = rules.APPOINTMENTS_EXPORT
    export_name = "appointments"
    export_needs_reason = True
    export_columns = (
        "person", "role", "office_title", "place", "term_from", "term_to", "state", "number",
        "letter_state", "legal_body", "appointed_on", "ended_on",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Appointment]:
        """With all that a row names."""
        rows = super().get_base_queryset().select_related(*services.RELATED)
        return rows.defer("person__search_tokens", "organisation__search_tokens", "document__data")

    def search(self, rows: QuerySet[Appointment], text: str) -> QuerySet[Appointment]:
        """The one search of people."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk"))

    def dress(self, rows: Sequence[Appointment]) -> None:
        """With what each studied."""
        pages.dress_appointments(rows)

    def get_row_url(self, row: Appointment) -> str:
        """Its page."""
        return appointment_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With the way to batches."""
        batches = scope(self.user, AppointmentBatch).exists() or can(self.user, rules.APPOINT)
        return super().get_context_data(shows_batches=batches, **extra)


class AppointmentView(OfficeObjectView[Appointment]):
    """A page about one appointment; foreign ones answer 404."""

    model = Appointment
    permission = rules.APPOINTMENTS

    def get_queryset(self) -> QuerySet[Appointment]:
        """With all that its page names."""
        rows = super().get_queryset()
        return rows.select_related(*services.RELATED, "batch", "successor__person")

    def get_page_title(self) -> str:
        """Who, or what is done."""
        return str(self.page_title) or self.object.person.name

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Appointments / this one."""
        return (
            (TITLE, appointments_url()),
            (self.object.person.name, appointment_url(self.object.pk)),
        )


class AppointmentDetailView(AppointmentView, OfficeDetailView[Appointment]):
    """The office, its letters, who was before and who came after."""

    template_name = "organisations/office/appointment.html"

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Appointments."""
        return ((TITLE, appointments_url()),)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """What may be done now."""
        item = self.object
        mine = scope(self.user, Appointment).select_related("person")
        letters = documents_about(f"appointment:{item.pk}")
        return super().get_context_data(
            tone=STATE_TONES.get(AppointmentState(item.state), ""),
            predecessor=mine.filter(successor=item.pk).first(),
            successor=mine.filter(pk=item.successor_id).first() if item.successor_id else None,
            letters=[(letter, grouped(letter.check_code)) for letter in letters],
            verify_url=verify_address(item.document) if item.document else "",
            is_proposed=item.state == AppointmentState.PROPOSED,
            is_held=item.state == AppointmentState.APPOINTED,
            is_due=item.state == AppointmentState.APPOINTED
            and bool(item.term_to and (item.term_to - today()).days <= pages.DUE_DAYS),
            may_change=can(self.user, rules.APPOINT),
            may_fetch=can(self.user, rules.LETTERS),
            offers=[
                offer
                for offered in appointment_offers.values()
                if (offer := offered(self.user, item)) is not None
            ],
            **extra,
        )


class LetterView(AppointmentView):
    """The letter as PDF; every fetch is in the audit trail."""

    permission = rules.LETTERS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The letter of this appointment named in the address."""
        letter = self.letter
        ensure_file(letter)
        assert letter.file is not None
        record(
            actor=self.actor,
            verb="file.fetched",
            subject=f"document:{letter.pk}",
            subject_label=letter.number_text,
            data={"appointment": self.object.pk},
        )
        response = FileResponse(
            open_stored(letter.file),
            as_attachment=True,
            filename=file_name(letter),
            content_type="application/pdf",
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    @cached_property
    def letter(self) -> IssuedDocument:
        """One of the letters of this appointment, else 404."""
        found = documents_about(f"appointment:{self.object.pk}")
        for letter in found:
            if letter.pk == self.kwargs["letter"]:
                return letter
        raise Http404


class AppointmentNewForm(WhoForm, AppointmentForm):
    """Who, and for which office."""

    field_order = ("who", "person", "role", "title", "organisation", "unit", "class_group",
                   "body", "term_from", "term_to", "at_once")  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.order_fields(self.field_order)


class AppointmentNewView(OfficeFormView):
    """Propose somebody, or appoint at once."""

    permission = rules.APPOINT
    form_class = AppointmentNewForm
    page_title = gettext_lazy("Appoint somebody")
    submit_label = gettext_lazy("Appoint")
    breadcrumbs = ((TITLE, "/office/appointments/"),)
    cancel_url = "/office/appointments/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """People and organisations within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """From the person's or the organisation's page."""
        initial: dict[str, Any] = {}
        for name in ("person", "organisation"):
            value = self.request.GET.get(name, "")
            if value.isdecimal() and len(value) < 15:
                initial[name] = int(value)
        role = self.request.GET.get("role", "")
        if role in AppointmentRole.values:
            initial["role"] = role
        elif "organisation" in initial:
            initial["role"] = AppointmentRole.OFFICER
        return initial

    def perform(self, form: AppointmentNewForm) -> str:
        """A proposal; with the person's consent the letter."""
        made = services.propose_appointment(
            actor=self.actor, person_id=form.cleaned_data["person"], office=form.office()
        )
        if form.cleaned_data["at_once"]:
            services.appoint(actor=self.actor, appointment_id=made.pk)
            messages.success(self.request, _("The appointment is made; its letter is numbered."))
        return appointment_url(made.pk)


class AppointmentFormView(AppointmentView, OfficeEditView[Appointment]):
    """Something done to one appointment."""

    permission = rules.APPOINT
    template_name = "office/form.html"
    version_field = ""

    def get_cancel_url(self) -> str:
        """Its page."""
        return appointment_url(self.object.pk)


class AcceptView(AppointmentView):
    """The proposed person accepted."""

    permission = rules.APPOINT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Number, letter, ledger."""
        return done(
            request,
            appointment_url(self.object.pk),
            lambda: services.appoint(actor=self.actor, appointment_id=self.object.pk),
            _("The appointment is made; its letter is numbered."),
        )


class RenewView(AppointmentFormView):
    """The next term."""

    form_class = TermForm
    page_title = gettext_lazy("Renew the appointment")
    submit_label = gettext_lazy("Renew")
    intro = gettext_lazy("The next term gets a letter of its own; this one counts as served.")

    def get_initial(self) -> dict[str, Any]:
        """As long as the last one, right after it."""
        item = self.object
        start = services.day_after(item.term_to) if item.term_to else today()
        years = round((item.term_to - item.term_from).days / 365.25) if item.term_to else 3
        return {"term_from": start, "term_to": services.years_later(start, max(1, years))}

    def perform(self, form: TermForm) -> str:
        """To the new one."""
        new = services.renew_appointment(
            actor=self.actor, appointment_id=self.object.pk, **form.cleaned_data
        )
        return appointment_url(new.pk)


class HandOverView(AppointmentFormView):
    """Somebody else takes over."""

    form_class = HandOverForm
    page_title = gettext_lazy("Hand the office over")
    submit_label = gettext_lazy("Hand over")

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """The rest of the term."""
        return {"on": today(), "term_to": self.object.term_to}

    def perform(self, form: HandOverForm) -> str:
        """To the successor's."""
        given = form.cleaned_data
        new = services.hand_over(
            actor=self.actor,
            appointment_id=self.object.pk,
            to_person_id=given["person"],
            note=given["note"],
            on=given["on"],
            term_to=given["term_to"],
        )
        return appointment_url(new.pk)


class EndView(AppointmentFormView):
    """Before the term, or a proposal that drops."""

    form_class = EndForm
    page_title = gettext_lazy("End the appointment")
    submit_label = gettext_lazy("End the appointment")

    def perform(self, form: EndForm) -> str:
        """With the reason."""
        services.end_appointment(
            actor=self.actor, appointment_id=self.object.pk, **form.cleaned_data
        )
        return appointment_url(self.object.pk)


class VoidLetterView(AppointmentFormView):
    """The letter no longer holds."""

    form_class = ReasonForm
    page_title = gettext_lazy("Make the letter void")
    submit_label = gettext_lazy("Make void")
    intro = gettext_lazy(
        "Its number stays used, and the public page says that it is void. The appointment goes "
        "on; end it besides if that is meant."
    )

    def perform(self, form: ReasonForm) -> str:
        """With the reason."""
        services.void_letter(
            actor=self.actor, appointment_id=self.object.pk, reason=form.cleaned_data["reason"]
        )
        return appointment_url(self.object.pk)


class ReissueLetterView(AppointmentFormView):
    """A new letter with what is on record now."""

    form_class = ReasonForm
    page_title = gettext_lazy("Issue the letter again")
    submit_label = gettext_lazy("Issue again")
    intro = gettext_lazy(
        "The new letter has a number of its own; who checks the old one is told that it was "
        "replaced."
    )

    def perform(self, form: ReasonForm) -> str:
        """With the reason."""
        services.reissue_letter(
            actor=self.actor, appointment_id=self.object.pk, reason=form.cleaned_data["reason"]
        )
        return appointment_url(self.object.pk)
