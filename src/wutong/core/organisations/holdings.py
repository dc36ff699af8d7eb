"""What this room holds about a person. Letters of appointment are archives of the legal body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.models import Appointment, Candidate, EmployerLink, Membership
from wutong.kernel.clock import today
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, Table, blanks, holdings, reads, table_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _end_memberships(actor: Actor, subject: Subject) -> int:
    rows = Membership.objects.filter(person__in=subject.ids("person"))
    rows.filter(valid_to__isnull=True, valid_from__lte=today()).update(valid_to=today())
    return rows.update(source="")


holdings.register(
    "organisations.memberships",
    Holding(
        title=_("Alumni organisations you belong to"),
        purpose=_("For your organisation to know its members."),
        fate=Fate.ANONYMISE,
        ground=_("Memberships end today; past numbers of members stay, without your name."),
        read=reads(Membership, "organisation", "valid_from", "valid_to", "source"),
        erase=_end_memberships,
        tables=("organisations_membership",),
    ),
    order=50,
)


def _links(subject: Subject) -> QuerySet[EmployerLink]:
    return EmployerLink.objects.filter(employment__person__in=subject.ids("person")).order_by("pk")


holdings.register(
    "organisations.employers",
    Holding(
        title=_("Companies you are known to work for"),
        purpose=_("To know alumni at a company."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(_links(subject), "organisation", "linked_by"),
        erase=lambda _actor, subject: _links(subject).delete()[0],
        tables=("organisations_employerlink",),
    ),
    order=50,
)


def _end_appointments(actor: Actor, subject: Subject) -> int:
    rows = Appointment.objects.filter(person__in=subject.ids("person"))
    rows.filter(state__in=(AppointmentState.PROPOSED, AppointmentState.APPOINTED)).update(
        state=AppointmentState.ENDED, ended_on=today()
    )
    return rows.update(handover_note="", end_reason="", updated_at=Now())


holdings.register(
    "organisations.appointments",
    Holding(
        title=_("Offices you hold and held"),
        purpose=_("To know who holds which office until when."),
        fate=Fate.ANONYMISE,
        ground=_("That an office was held, and its term, stays without your name."),
        read=reads(
            Appointment, "role", "office_title", "organisation", "unit", "class_group",
            "term_from", "term_to", "state", "appointed_on", "ended_on", "handover_note",
        ),
        erase=_end_appointments,
        tables=("organisations_appointment",),
    ),
    order=50,
)  # fmt: skip
holdings.register(
    "organisations.candidates",
    Holding(
        title=_("Lines of lists of appointments"),
        purpose=_("To make many appointments at once."),
        fate=Fate.ANONYMISE,
        ground=_("The line's place in the list stays, its words go."),
        read=reads(Candidate, "batch", "line", "verdict"),
        erase=blanks(Candidate, line=""),
        tables=("organisations_candidate",),
    ),
    order=50,
)


def _letters(subject: Subject) -> Table:
    held = Appointment.objects.filter(person__in=subject.ids("person"))
    refs = [f"appointment:{pk}" for pk in held.values_list("pk", flat=True)]
    rows = IssuedDocument.objects.filter(subject_ref__in=refs).order_by("issued_on", "number")
    return table_of(rows, "number_text", "issued_on", "subject_label", "state", "void_on")


holdings.register(
    "documents.letters",
    Holding(
        title=_("Numbered letters made out to you"),
        purpose=_("So that each letter can be verified."),
        fate=Fate.LOCK,
        ground=_(
            "Numbered letters are archives of the legal body that issued them (Archives Law); "
            "they are kept, shown to nobody, and used for nothing else."
        ),
        read=_letters,
        tables=("documents_issueddocument",),
    ),
    order=52,
)
