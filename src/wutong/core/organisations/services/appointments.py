"""Appointments: proposed, made, renewed, handed over, ended; and their letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.errors import AlreadyServingError, NotOpenError, TermError
from wutong.core.organisations.events import OfficeHeld, appointment_listeners
from wutong.core.organisations.letters import KIND, draft_for
from wutong.core.organisations.models import Appointment
from wutong.core.people.models import Person
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.documents.public import issue_documents, reissue_document, void_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.core.organisations.models import Organisation
    from wutong.core.reference.models import AcademicUnit, ClassGroup
    from wutong.kernel.actors import Actor
    from wutong.platform.documents.models import IssuedDocument

RELATED = ("person", "organisation", "unit", "class_group", "legal_body", "document")


@dataclass(frozen=True)
class Office:
    """What somebody is appointed to. ``body`` is the code of the legal body that appoints."""

    role: str
    body: str
    term_from: date
    term_to: date | None = None
    title: str = ""
    organisation: Organisation | None = None
    unit: AcademicUnit | None = None
    class_group: ClassGroup | None = None

    def fields(self) -> dict[str, Any]:
        """The columns of an ``Appointment``."""
        if self.term_to is not None and self.term_to < self.term_from:
            raise TermError
        return {
            "role": self.role,
            "legal_body_id": self.body,
            "term_from": self.term_from,
            "term_to": self.term_to,
            "office_title": self.title.strip()[:60],
            "organisation": self.organisation,
            "unit": self.unit,
            "class_group": self.class_group,
        }


def day_after(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def years_later(day: date, years: int) -> date:
    """The last day of a term of ``years`` that begins on ``day``."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _locked(appointment_id: int) -> Appointment:
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related(*RELATED)
        .get(pk=appointment_id)
    )


def _note(actor: Actor, appointment: Appointment, verb: str, **data: Any) -> None:
    record(
        actor=actor,
        verb=f"appointment.{verb}",
        subject=f"person:{appointment.person_id}",
        subject_label=appointment.person.name,
        data={"appointment": appointment.pk, "role": appointment.role, **data},
        body=appointment.legal_body_id,
    )


def _save(appointment: Appointment, *names: str) -> None:
    appointment.version += 1
    appointment.updated_at = Now()
    appointment.save(update_fields=[*names, "version", "updated_at"])


def held(appointments: Sequence[Appointment], *, on: date | None = None) -> list[OfficeHeld]:
    """Appointments as facts for those who listen."""
    return [
        OfficeHeld(
            appointment_id=item.pk,
            person_id=item.person_id,
            role=item.role,
            legal_body=item.legal_body_id,
            on=on or item.appointed_on or today(),
        )
        for item in appointments
    ]


def tell_accepted(actor: Actor, appointments: Sequence[Appointment]) -> None:
    """To all who listen, in this transaction."""
    for listener in appointment_listeners.values():
        listener.accepted(actor=actor, facts=held(appointments))


def tell_served(actor: Actor, appointments: Sequence[Appointment], *, last_day: date) -> None:
    """To all who listen, in this transaction."""
    for listener in appointment_listeners.values():
        listener.served(actor=actor, facts=held(appointments, on=last_day))


@transaction.atomic
def propose_appointment(*, actor: Actor, person_id: int, office: Office) -> Appointment:
    """Somebody is to hold an office; nothing is issued yet. The dead are refused."""
    person = Person.objects.get(pk=person_id, merged_into__isnull=True)
    if person.deceased:
        raise WutongError(_("This person has died and cannot be appointed."))
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(person=person, **office.fields())
    except IntegrityError as error:
        raise AlreadyServingError from error
    _note(actor, appointment, "proposed")
    return appointment


def issue_letters(
    *, actor: Actor, appointments: Sequence[Appointment], day: date
) -> list[IssuedDocument]:
    """Numbered letters for appointments of one legal body, in order; saved on them."""
    documents = issue_documents(
        actor=actor,
        kind=KIND,
        body=appointments[0].legal_body_id,
        drafts=[draft_for(item, day=day) for item in appointments],
        issued_on=day,
    )
    for appointment, document in zip(appointments, documents, strict=True):
        appointment.document = document
    Appointment.objects.bulk_update(appointments, ["document"], batch_size=500)
    return documents


@transaction.atomic
def appoint(*, actor: Actor, appointment_id: int, on: date | None = None) -> Appointment:
    """The proposed person accepted: the letter gets its number and the ledger its act."""
    appointment = _locked(appointment_id)
    if appointment.state != AppointmentState.PROPOSED:
        raise NotOpenError(_("This appointment was decided already."))
    day = min(on or today(), today())
    appointment.state = AppointmentState.APPOINTED
    appointment.appointed_on = day
    _save(appointment, "state", "appointed_on")
    (document,) = issue_letters(actor=actor, appointments=[appointment], day=day)
    tell_accepted(actor, [appointment])
    _note(actor, appointment, "made", letter=document.number_text)
    return appointment


def _close(
    appointment: Appointment, *, state: AppointmentState, ended_on: date, reason: str
) -> None:
    appointment.state = state
    appointment.ended_on = ended_on
    appointment.end_reason = reason.strip()[:300]
    _save(appointment, "state", "ended_on", "end_reason")


def _in_office(appointment_id: int) -> Appointment:
    appointment = _locked(appointment_id)
    if appointment.state != AppointmentState.APPOINTED:
        raise NotOpenError(_("Only an appointment in force can be changed like this."))
    return appointment


@transaction.atomic
def end_appointment(
    *, actor: Actor, appointment_id: int, reason: str, on: date | None = None
) -> Appointment:
    """End an office before its term, or let a proposal drop. ``on`` is the first day without."""
    if not reason.strip():
        raise WutongError(_("Please say why the appointment ends."))
    appointment = _locked(appointment_id)
    if appointment.state not in (AppointmentState.PROPOSED, AppointmentState.APPOINTED):
        raise NotOpenError(_("This appointment has ended already."))
    day = max(on or today(), appointment.appointed_on or date.min)
    _close(appointment, state=AppointmentState.ENDED, ended_on=day, reason=reason)
    _note(actor, appointment, "ended", reason=reason)
    return appointment


@transaction.atomic
def renew_appointment(
    *, actor: Actor, appointment_id: int, term_from: date, term_to: date | None
) -> Appointment:
    """The same person, the same office, the next term, with a letter of its own."""
    old = _in_office(appointment_id)
    _close(old, state=AppointmentState.RENEWED, ended_on=term_from, reason="")
    tell_served(actor, [old], last_day=min(term_from - timedelta(days=1), today()))
    office = Office(
        role=old.role,
        body=old.legal_body_id,
        term_from=term_from,
        term_to=term_to,
        title=old.office_title,
        organisation=old.organisation,
        unit=old.unit,
        class_group=old.class_group,
    )
    new = propose_appointment(actor=actor, person_id=old.person_id, office=office)
    _follow(old, new)
    return appoint(actor=actor, appointment_id=new.pk)


@transaction.atomic
def hand_over(
    *, actor: Actor, appointment_id: int, to_person_id: int, note: str, on: date,
    term_to: date | None,
) -> Appointment:  # fmt: skip
    """Somebody else takes the office over on ``on``; ``note`` is what they need to know."""
    old = _in_office(appointment_id)
    if to_person_id == old.person_id:
        raise WutongError(_("Choose somebody else, or renew the appointment."))
    _close(old, state=AppointmentState.HANDED_OVER, ended_on=on, reason="")
    Appointment.objects.filter(pk=old.pk).update(handover_note=note.strip())
    tell_served(actor, [old], last_day=min(on - timedelta(days=1), today()))
    office = Office(
        role=old.role,
        body=old.legal_body_id,
        term_from=on,
        term_to=term_to,
        title=old.office_title,
        organisation=old.organisation,
        unit=old.unit,
        class_group=old.class_group,
    )
    new = propose_appointment(actor=actor, person_id=to_person_id, office=office)
    _follow(old, new)
    _note(actor, old, "handed_over", to=to_person_id)
    return appoint(actor=actor, appointment_id=new.pk)


def _follow(old: Appointment, new: Appointment) -> None:
    Appointment.objects.filter(pk=old.pk).update(successor=new, version=F("version") + 1)


@transaction.atomic
def void_letter(*, actor: Actor, appointment_id: int, reason: str) -> None:
    """The letter no longer holds; the appointment itself goes on until it is ended."""
    appointment = _locked(appointment_id)
    if appointment.document_id is None:
        raise NotOpenError(_("There is no letter yet."))
    void_document(actor=actor, document_id=appointment.document_id, reason=reason)
    _note(actor, appointment, "letter_voided", reason=reason)


@transaction.atomic
def reissue_letter(*, actor: Actor, appointment_id: int, reason: str) -> IssuedDocument:
    """A new letter with what is on record now; the old one is superseded and says so."""
    appointment = _locked(appointment_id)
    if appointment.document_id is None:
        raise NotOpenError(_("There is no letter yet."))
    document = reissue_document(
        actor=actor,
        document_id=appointment.document_id,
        draft=draft_for(appointment, day=today()),
        reason=reason,
    )
    appointment.document = document
    _save(appointment, "document")
    _note(actor, appointment, "letter_reissued", letter=document.number_text, reason=reason)
    return document


@transaction.atomic
def close_finished_terms(*, actor: Actor, day: date | None = None) -> int:
    """Appointments whose last day is past come to their end; by the clock, once a day."""
    now = day or today()
    due = list(
        Appointment.objects.select_for_update(skip_locked=True).filter(
            state=AppointmentState.APPOINTED, term_to__lt=now
        )
    )
    for appointment in due:
        assert appointment.term_to is not None
        _close(
            appointment,
            state=AppointmentState.ENDED,
            ended_on=appointment.term_to + timedelta(days=1),
            reason="",
        )
        tell_served(actor, [appointment], last_day=appointment.term_to)
    if due:
        record(actor=actor, verb="appointment.terms_closed", data={"count": len(due)})
    return len(due)
