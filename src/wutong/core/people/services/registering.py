"""Putting somebody on record with studies and contact points at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.core.people.services.contacts import add_contact
from wutong.core.people.services.records import add_person, save_degree
from wutong.core.people.services.sources import STAFF, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wutong.core.people.models import Person
    from wutong.kernel.actors import Actor


@transaction.atomic
def register_person(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    study: Mapping[str, Any] | None = None,
    contacts: Iterable[tuple[str, str]] = (),
    source: Source = STAFF,
) -> Person:
    """`add_person`, then one time of study, then contact points as (kind, value); all or
    nothing.
    """
    person = add_person(actor=actor, fields=fields, source=source)
    if study:
        save_degree(actor=actor, person_id=person.pk, fields=study, source=source)
    for kind, value in contacts:
        add_contact(actor=actor, person_id=person.pk, kind=kind, value=value, source=source)
    person.refresh_from_db()
    return person
