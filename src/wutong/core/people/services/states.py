"""What was so of people from one day until another, and the flags derived from it.

**Contactable** means: living, and at least one contact point that is current (not ended) and in
use (neither bounced nor wrong). A living person who is not contactable is **lost**. The rule is
`settle_contact_states` and nowhere else; `Person.contactable`, `.deceased` and `.email_ok` are
what it says of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.people.enums import (
    ContactState,
    ContactStatus,
    LifeState,
    SourcedFrom,
    StateKind,
)
from wutong.core.people.errors import (
    DateOutOfOrderError,
    NotReachableError,
    PersonDeceasedError,
)
from wutong.core.people.models import ContactPoint, Person, PersonState
from wutong.core.people.services.locking import lock_person, ref, touch_person
from wutong.core.people.services.sources import STAFF, Source, note_source
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from wutong.kernel.actors import Actor

_DESIRED = """
WITH desired AS MATERIALIZED (
    SELECT p.id,
           CASE WHEN EXISTS (SELECT 1 FROM people_contactpoint c
                             WHERE c.person_id = p.id AND c.status = 'ok' AND c.valid_to IS NULL)
                THEN 'contactable' ELSE 'lost' END AS value
    FROM people_person p
    WHERE p.id = ANY(%(ids)s)
      AND NOT EXISTS (SELECT 1 FROM people_personstate s
                      WHERE s.person_id = p.id AND s.kind = 'life' AND s.valid_to IS NULL)
)
"""
_CLOSE = (
    _DESIRED
    + """
UPDATE people_personstate s SET valid_to = GREATEST(%(on)s, s.valid_from)
FROM desired d
WHERE s.person_id = d.id AND s.kind = 'contact' AND s.valid_to IS NULL AND s.value <> d.value
"""
)
_OPEN = (
    _DESIRED  # noqa: S608 - two constants
    + """
INSERT INTO people_personstate (person_id, kind, value, valid_from, source, note, batch_id)
SELECT d.id, 'contact', d.value, %(on)s, %(source)s, '', %(batch)s
FROM desired d
WHERE NOT EXISTS (SELECT 1 FROM people_personstate s
                  WHERE s.person_id = d.id AND s.kind = 'contact' AND s.valid_to IS NULL)
"""
)
_OPEN_FIRST = """
INSERT INTO people_personstate (person_id, kind, value, valid_from, source, note, batch_id)
SELECT id, 'contact', %(value)s, %(on)s, %(source)s, '', %(batch)s
FROM unnest(%(ids)s::bigint[]) AS made(id)
"""
_FLAGS = """
UPDATE people_person p
SET deceased = settled.deceased,
    contactable = settled.contactable,
    email_ok = settled.email_ok
FROM (
    SELECT q.id, q.deceased, q.contactable,
           NOT q.deceased AND EXISTS (
               SELECT 1 FROM people_contactpoint c
               WHERE c.person_id = q.id AND c.kind = 'email' AND c.status = 'ok'
                 AND c.valid_to IS NULL) AS email_ok
    FROM (
        SELECT ids.id,
               COALESCE(BOOL_OR(s.kind = 'life'), FALSE) AS deceased,
               COALESCE(BOOL_OR(s.value = 'contactable'), FALSE) AS contactable
        FROM unnest(%(ids)s::bigint[]) AS ids(id)
        LEFT JOIN people_personstate s
               ON s.person_id = ids.id AND s.valid_to IS NULL AND s.kind IN ('life', 'contact')
        GROUP BY ids.id
    ) AS q
) AS settled
WHERE p.id = settled.id
  AND (p.deceased, p.contactable, p.email_ok)
      IS DISTINCT FROM (settled.deceased, settled.contactable, settled.email_ok)
"""
# Membership follows the studies: those who graduated on 1 July of the year of leaving.
_MEMBERSHIPS = """
INSERT INTO people_personstate (person_id, kind, value, valid_from, source, note, batch_id)
SELECT person_id, 'membership', value, MIN(since), %(source)s, '', %(batch)s
FROM (
    SELECT person_id,
           CASE completion WHEN 'graduated' THEN 'degree' WHEN 'completed' THEN 'non_degree'
                           WHEN 'left' THEN 'left_early' ELSE 'student' END AS value,
           CASE WHEN completion = 'studying' THEN make_date(COALESCE(entry_year, %(year)s), 9, 1)
                ELSE make_date(COALESCE(leave_year, entry_year, %(year)s), 7, 1) END AS since
    FROM people_degree WHERE person_id = ANY(%(ids)s)
) AS studied
GROUP BY person_id, value
ON CONFLICT (person_id, value) WHERE valid_to IS NULL AND kind = 'membership'
DO UPDATE SET valid_from = EXCLUDED.valid_from
WHERE EXCLUDED.valid_from < people_personstate.valid_from
"""
_STUDENT_NO_MORE = """
UPDATE people_personstate s SET valid_to = GREATEST(s.valid_from, COALESCE((
    SELECT MAX(make_date(d.leave_year, 7, 1)) FROM people_degree d
    WHERE d.person_id = s.person_id AND d.leave_year IS NOT NULL), %(on)s))
WHERE s.person_id = ANY(%(ids)s) AND s.kind = 'membership' AND s.value = 'student'
  AND s.valid_to IS NULL
  AND NOT EXISTS (SELECT 1 FROM people_degree d
                  WHERE d.person_id = s.person_id AND d.completion = 'studying')
"""


def settle_contact_states(
    person_ids: Iterable[int],
    *,
    on: date,
    source: str = SourcedFrom.RULE,
    batch_id: UUID | None = None,
) -> None:
    """Make dated contact states and flags of these people follow their contact points.

    Set-based: services call it for one, imports for all their rows, in their transaction. The
    open state ends and the new one begins `on` that day; who has none yet gets one.
    """
    ids = list(person_ids)
    values: dict[str, Any] = {"ids": ids, "on": on, "source": str(source), "batch": batch_id}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLOSE, values)
        cursor.execute(_OPEN, values)
        cursor.execute(_FLAGS, values)


def open_contact_states(
    *,
    contactable: Iterable[int],
    lost: Iterable[int],
    on: date,
    source: str,
    batch_id: UUID,
) -> None:
    """The first contact state of living people who were made in this transaction, with flags and
    contact points that say the same: what `settle_contact_states` comes to, at a third of its time.
    """
    told = {ContactState.CONTACTABLE: list(contactable), ContactState.LOST: list(lost)}
    with connection.cursor() as cursor:
        for value, ids in told.items():
            values: dict[str, Any] = {"ids": ids, "value": str(value), "on": on}
            cursor.execute(_OPEN_FIRST, {**values, "source": str(source), "batch": batch_id})


def settle_memberships(
    person_ids: Iterable[int],
    *,
    source: str = SourcedFrom.RULE,
    batch_id: UUID | None = None,
) -> None:
    """Make memberships follow the studies: graduated → degree, completed → non-degree, left →
    left early, each from 1 July of the year of leaving; studying → student from 1 September of
    the year of entry. Set-based; honorary and staff memberships are not touched.
    """
    day = today()
    values = {
        "ids": list(person_ids),
        "source": str(source),
        "batch": batch_id,
        "year": day.year,
        "on": day,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, values)
        cursor.execute(_STUDENT_NO_MORE, values)


@transaction.atomic
def mark_deceased(
    *,
    actor: Actor,
    person_id: int,
    on: date,
    source: Source = STAFF,
    version: int | None = None,
) -> Person:
    """Note that a person died `on` that day; every greeting stops at once. A second call with
    another day corrects the date. Raises `DateOutOfOrderError` for a day to come.
    """
    _not_to_come(on)
    person = lock_person(person_id, version=version)
    PersonState.objects.filter(person=person, kind=StateKind.LIFE).delete()
    contact = PersonState.objects.filter(person=person, kind=StateKind.CONTACT)
    contact.filter(valid_from__gte=on).delete()
    contact.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).update(valid_to=on)
    PersonState.objects.create(
        person=person,
        kind=StateKind.LIFE,
        value=LifeState.DECEASED,
        valid_from=on,
        source=str(source.kind),
        note=source.label[:200],
    )
    settle_contact_states([person.pk], on=on)
    _stated(actor, person, "person.deceased", {"on": on.isoformat()}, source)
    return person


@transaction.atomic
def mark_living(*, actor: Actor, person_id: int, source: Source = STAFF) -> Person:
    """Take back a death that was noted wrongly; contactability follows the contact points."""
    person = lock_person(person_id)
    life = PersonState.objects.filter(person=person, kind=StateKind.LIFE)
    if not life.exists():
        return person
    life.delete()
    settle_contact_states([person.pk], on=today(), source=str(source.kind))
    _stated(actor, person, "person.living", {}, source)
    return person


@transaction.atomic
def mark_lost(
    *, actor: Actor, person_id: int, source: Source = STAFF, version: int | None = None
) -> Person:
    """Note that none of the known contact points reaches the person: each becomes wrong."""
    person = lock_person(person_id, version=version)
    if person.deceased:
        raise PersonDeceasedError
    if person.lost:
        return person
    ContactPoint.objects.filter(
        person=person, status=ContactStatus.OK, valid_to__isnull=True
    ).update(status=ContactStatus.WRONG)
    settle_contact_states([person.pk], on=today(), source=str(source.kind))
    _stated(actor, person, "person.lost", {}, source)
    return person


@transaction.atomic
def mark_found(
    *,
    actor: Actor,
    person_id: int,
    contact_id: int | None = None,
    source: Source = STAFF,
) -> Person:
    """Note that a lost person is reachable again, through `contact_id` if that was thought
    wrong. Raises `NotReachableError` when no contact point works; add one, which alone is
    enough to be found.
    """
    person = lock_person(person_id)
    if person.deceased:
        raise PersonDeceasedError
    current = ContactPoint.objects.filter(person=person, valid_to__isnull=True)
    if contact_id is not None:
        current.filter(pk=contact_id).update(status=ContactStatus.OK, verified_at=now())
    if not current.filter(status=ContactStatus.OK).exists():
        raise NotReachableError
    settle_contact_states([person.pk], on=today(), source=str(source.kind))
    _stated(actor, person, "person.found", {}, source)
    return person


def _stated(actor: Actor, person: Person, verb: str, data: dict[str, Any], source: Source) -> None:
    touch_person(person)
    note_source(actor=actor, person_id=person.pk, target="person", fields=["state"], source=source)
    record(actor=actor, verb=verb, subject=ref(person.pk), subject_label=person.name, data=data)
    person.refresh_from_db()


def _not_to_come(on: date) -> None:
    if on > today():
        raise DateOutOfOrderError(_("This day is still to come."))
