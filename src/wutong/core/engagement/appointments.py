"""Offices that people take on are acts: written in the transaction of the appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.entries import ActEntry, Subject
from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.registry import ActKind, kinds
from wutong.core.engagement.services import record_many
from wutong.core.organisations.enums import AppointmentRole
from wutong.core.people.public import members_as_at
from wutong.core.reference.enums import Population
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.core.organisations.events import OfficeHeld
    from wutong.kernel.actors import Actor

SERVED = "appointment.served"
ACCEPTED = {
    AppointmentRole.AMBASSADOR: _("Became an alumni ambassador"),
    AppointmentRole.LIAISON: _("Became the liaison of a class"),
    AppointmentRole.OFFICER: _("Took an office in an alumni organisation"),
    AppointmentRole.MENTOR: _("Became a mentor"),
    AppointmentRole.JUDGE: _("Became a judge"),
}

for place, (role, label) in enumerate(ACCEPTED.items()):
    kinds.add(
        ActKind(f"appointment.{role.value}", label, CaseMode.VOLUNTEER, icon="approve"),
        order=300 + place,
    )
kinds.add(
    ActKind(SERVED, _("Served a term of office"), CaseMode.VOLUNTEER, icon="approve"), order=310
)


class VolunteersInOffice:
    """The ledger's answer to appointments."""

    def accepted(self, *, actor: Actor, facts: Sequence[OfficeHeld]) -> None:
        """One act a person, on the day of the appointment."""
        self._write(actor, facts, served=False)

    def served(self, *, actor: Actor, facts: Sequence[OfficeHeld]) -> None:
        """One act a person, on the last day of the term."""
        self._write(actor, facts, served=True)

    def _write(self, actor: Actor, facts: Sequence[OfficeHeld], *, served: bool) -> None:
        if not facts:
            return
        ids = {fact.person_id for fact in facts}
        alumni = set(members_as_at(today()).filter(pk__in=ids).values_list("pk", flat=True))
        what = "served" if served else "accepted"
        entries = [
            ActEntry(
                kind=SERVED if served else f"appointment.{fact.role}",
                subject=Subject.person(fact.person_id),
                occurred_on=fact.on,
                source_ref=f"appointment:{fact.appointment_id}",
                idempotency_key=f"appointment:{fact.appointment_id}:{what}",
                population=Population.ALUMNUS if fact.person_id in alumni else Population.UNKNOWN,
                legal_body=fact.legal_body,
            )
            for fact in facts
        ]
        record_many(actor=actor, entries=entries, source_ref=entries[0].source_ref)
