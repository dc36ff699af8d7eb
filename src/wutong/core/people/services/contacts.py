"""Ways to reach somebody: added, corrected, confirmed, found wrong, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.people.contactpoints import contact_columns
from wutong.core.people.enums import ContactStatus
from wutong.core.people.errors import ContactAlreadyThereError, PersonDeceasedError
from wutong.core.people.indexing import refresh_search
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.services.locking import lock_person, ref, touch_person
from wutong.core.people.services.sources import STAFF, Source, note_source
from wutong.core.people.services.states import settle_contact_states
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


@transaction.atomic
def add_contact(
    *,
    actor: Actor,
    person_id: int,
    kind: str,
    value: str,
    is_primary: bool = False,
    source: Source = STAFF,
) -> ContactPoint:
    """Put a contact point on record; the first of its kind becomes the preferred one.

    Raises `ContactNotUnderstoodError`, `ContactAlreadyThereError`, `PersonDeceasedError`.
    """
    person = _living(person_id)
    columns = contact_columns(kind, value)
    same_kind = ContactPoint.objects.filter(person=person, kind=kind, valid_to__isnull=True)
    if same_kind.filter(value_hash=columns.value_hash).exists():
        raise ContactAlreadyThereError
    preferred = is_primary or not same_kind.exists()
    if preferred:
        same_kind.filter(is_primary=True).update(is_primary=False)
    point = ContactPoint.objects.create(
        person=person,
        kind=kind,
        value=columns.value,
        normalised=columns.normalised,
        masked=columns.masked,
        value_hash=columns.value_hash,
        is_primary=preferred,
        valid_from=today(),
    )
    _settle(actor, person, point, "contact.added", ["value"], source)
    return point


@transaction.atomic
def change_contact(
    *, actor: Actor, contact_id: int, value: str, source: Source = STAFF
) -> ContactPoint:
    """Replace the value: the old one ends today and stays on record, the new one takes its
    place. What differs in spelling only is corrected in place.
    """
    old = _locked(contact_id)
    person = _living(old.person_id)
    columns = contact_columns(old.kind, value)
    if bytes(old.value_hash) == columns.value_hash:
        old.value = columns.value
        old.status = ContactStatus.OK
        old.save(update_fields=["value", "status"])
        _settle(actor, person, old, "contact.changed", ["value"], source)
        return old
    _end(old)
    return add_contact(
        actor=actor,
        person_id=person.pk,
        kind=old.kind,
        value=value,
        is_primary=old.is_primary,
        source=source,
    )


@transaction.atomic
def set_contact_status(
    *, actor: Actor, contact_id: int, status: str, source: Source = STAFF
) -> ContactPoint:
    """Say that a contact point works, bounced or is wrong; contactability follows."""
    point = _locked(contact_id)
    if point.status == status:
        return point
    person = _living(point.person_id)
    point.status = ContactStatus(status)
    if point.status == ContactStatus.OK:
        point.verified_at = now()
    point.save(update_fields=["status", "verified_at"])
    _settle(actor, person, point, "contact.status", ["status"], source)
    return point


@transaction.atomic
def confirm_contact(*, actor: Actor, contact_id: int, source: Source = STAFF) -> ContactPoint:
    """Note that a contact point was found to work just now."""
    point = _locked(contact_id)
    person = _living(point.person_id)
    point.status, point.verified_at = ContactStatus.OK, now()
    point.save(update_fields=["status", "verified_at"])
    _settle(actor, person, point, "contact.confirmed", ["verified_at"], source)
    return point


@transaction.atomic
def prefer_contact(*, actor: Actor, contact_id: int) -> ContactPoint:
    """Make a contact point the preferred one of its kind."""
    point = _locked(contact_id)
    others = ContactPoint.objects.filter(person=point.person_id, kind=point.kind, is_primary=True)
    others.exclude(pk=point.pk).update(is_primary=False)
    point.is_primary = True
    point.save(update_fields=["is_primary"])
    _settle(actor, point.person, point, "contact.preferred", ["is_primary"], STAFF)
    return point


@transaction.atomic
def end_contact(*, actor: Actor, contact_id: int, source: Source = STAFF) -> None:
    """End a contact point today; it stays on record as a past one."""
    point = _locked(contact_id)
    person = lock_person(point.person_id)
    _end(point)
    _settle(actor, person, point, "contact.ended", ["valid_to"], source)


def _locked(contact_id: int) -> ContactPoint:
    point = ContactPoint.objects.get(pk=contact_id, valid_to__isnull=True)
    lock_person(point.person_id)
    return ContactPoint.objects.select_for_update(of=("self",)).get(pk=contact_id)


def _living(person_id: int) -> Person:
    person = lock_person(person_id)
    if person.deceased:
        raise PersonDeceasedError
    return person


def _end(point: ContactPoint) -> None:
    point.valid_to = today()
    point.is_primary = False
    point.save(update_fields=["valid_to", "is_primary"])


def _settle(
    actor: Actor,
    person: Person,
    point: ContactPoint,
    verb: str,
    fields: list[str],
    source: Source,
) -> None:
    touch_person(person)
    refresh_search([person.pk])
    settle_contact_states([person.pk], on=today(), source=str(source.kind))
    note_source(
        actor=actor,
        person_id=person.pk,
        target=f"contact:{point.pk}",
        fields=fields,
        source=source,
    )
    record(
        actor=actor,
        verb=verb,
        subject=ref(person.pk),
        subject_label=person.name,
        data={"contact": point.pk, "kind": point.kind, "masked": point.masked},
    )
