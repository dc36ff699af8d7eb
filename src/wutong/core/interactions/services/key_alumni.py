"""Who is a key alumnus, how closely kept, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.core.interactions.errors import AlreadyKeyError, ChangedMeanwhileError
from wutong.core.interactions.models import KeyAlumnus
from wutong.core.people.models import Person
from wutong.kernel.clock import today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.kernel.actors import Actor

FIELDS = ("criterion", "level", "steward", "note")


@transaction.atomic
def name_key_alumnus(
    *, actor: Actor, person_id: int, fields: Mapping[str, Any], since: date | None = None
) -> KeyAlumnus:
    """Put somebody on the list. Raises `AlreadyKeyError`."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if KeyAlumnus.objects.filter(person=person, ended_on__isnull=True).exists():
        raise AlreadyKeyError
    row = KeyAlumnus.objects.create(
        person=person, since=since or today(), **{name: fields[name] for name in FIELDS}
    )
    _noted(actor, row, "key.named")
    return row


@transaction.atomic
def change_key_alumnus(
    *, actor: Actor, key_id: int, fields: Mapping[str, Any], version: int | None = None
) -> KeyAlumnus:
    """Another level, criterion or steward. Raises `ChangedMeanwhileError`."""
    row = KeyAlumnus.objects.select_for_update(of=("self",)).get(pk=key_id)
    if version is not None and row.version != version:
        raise ChangedMeanwhileError
    changed = [name for name in FIELDS if name in fields and getattr(row, name) != fields[name]]
    if changed:
        for name in changed:
            setattr(row, name, fields[name])
        row.version += 1
        row.save()
        _noted(actor, row, "key.changed", fields=changed)
    return row


@transaction.atomic
def end_key_alumnus(*, actor: Actor, key_id: int) -> None:
    """Take somebody off the list as of today; that they were on it stays on record."""
    row = KeyAlumnus.objects.select_for_update(of=("self",)).get(pk=key_id)
    if row.ended_on is None:
        row.ended_on = today()
        row.version += 1
        row.save(update_fields=["ended_on", "version"])
        _noted(actor, row, "key.ended")


def _noted(actor: Actor, row: KeyAlumnus, verb: str, **data: Any) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{row.person_id}",
        subject_label=row.person.name,
        data={"level": row.level, "steward": row.steward_id, **data},
    )
