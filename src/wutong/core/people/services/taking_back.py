"""Taking back what was entered by mistake: the record is as it was, provenance included. What was
done stays in the audit trail and in the history of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.people.indexing import refresh_search
from wutong.core.people.models import ContactPoint, Employment, Provenance
from wutong.core.people.services.locking import lock_person, ref, touch_person
from wutong.core.people.services.states import settle_contact_states
from wutong.kernel.clock import today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from wutong.core.people.models import Person
    from wutong.kernel.actors import Actor


@transaction.atomic
def withdraw_contact(*, actor: Actor, contact_id: int) -> None:
    """Remove a contact point that should never have been on record."""
    point = ContactPoint.objects.get(pk=contact_id)
    person = lock_person(point.person_id)
    Provenance.objects.filter(person=person, target=f"contact:{point.pk}").delete()
    point.delete()
    _settle(actor, person, "contact.withdrawn", {"kind": point.kind, "masked": point.masked})


@transaction.atomic
def restore_contact(
    *,
    actor: Actor,
    contact_id: int,
    is_primary: bool,
    status: str,
    verified_at: datetime | None,
) -> None:
    """Make a contact point what it was: current again, with that status and confirmation."""
    point = ContactPoint.objects.get(pk=contact_id)
    person = lock_person(point.person_id)
    if is_primary:
        same = ContactPoint.objects.filter(person=person, kind=point.kind, is_primary=True)
        same.exclude(pk=point.pk).update(is_primary=False)
    point.valid_to, point.is_primary = None, is_primary
    point.status, point.verified_at = status, verified_at
    point.save(update_fields=["valid_to", "is_primary", "status", "verified_at"])
    _settle(actor, person, "contact.restored", {"kind": point.kind, "masked": point.masked})


@transaction.atomic
def withdraw_employment(*, actor: Actor, employment_id: int) -> None:
    """Remove an employment that should never have been on record."""
    job = Employment.objects.get(pk=employment_id)
    person = lock_person(job.person_id)
    Provenance.objects.filter(person=person, target=f"employment:{job.pk}").delete()
    job.delete()
    touch_person(person)
    record(
        actor=actor,
        verb="person.employment_withdrawn",
        subject=ref(person.pk),
        subject_label=person.name,
        data={"employer": job.employer},
    )


def forget_sources(*, person_id: int, batch_id: UUID) -> None:
    """Let go of what one occasion wrote about where fields come from; what was known before
    counts again.
    """
    Provenance.objects.filter(person=person_id, batch_id=batch_id).delete()


def _settle(actor: Actor, person: Person, verb: str, data: dict[str, str]) -> None:
    touch_person(person)
    refresh_search([person.pk])
    settle_contact_states([person.pk], on=today())
    record(
        actor=actor, verb=verb, subject=ref(person.pk), subject_label=person.name, data=dict(data)
    )
