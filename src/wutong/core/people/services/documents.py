"""Identity documents: put on record, read aloud for a reason, taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.people.documents import document_columns
from wutong.core.people.errors import DocumentAlreadyThereError
from wutong.core.people.models import PersonDocument
from wutong.core.people.services.locking import lock_person, ref, touch_person
from wutong.core.people.services.sources import STAFF, Source, note_source
from wutong.platform.audit.public import record, viewed_sensitive

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


@transaction.atomic
def add_document(
    *, actor: Actor, person_id: int, value: str, source: Source = STAFF
) -> PersonDocument:
    """Put a document on record. Raises `DocumentNotUnderstoodError`,
    `DocumentAlreadyThereError`.
    """
    person = lock_person(person_id)
    columns = document_columns(value)
    if PersonDocument.objects.filter(person=person, number_hash=columns.number_hash).exists():
        raise DocumentAlreadyThereError
    document = PersonDocument.objects.create(
        person=person,
        kind=columns.kind,
        number=columns.number,
        number_hash=columns.number_hash,
        masked=columns.masked,
    )
    note_source(
        actor=actor,
        person_id=person.pk,
        target=f"document:{document.pk}",
        fields=["number"],
        source=source,
    )
    touch_person(person)
    record(
        actor=actor,
        verb="person.document_added",
        subject=ref(person.pk),
        subject_label=person.name,
        data={"kind": columns.kind, "masked": columns.masked},
    )
    return document


@transaction.atomic
def remove_document(*, actor: Actor, document_id: int) -> None:
    """Take a document off the record: wrong, or needed no longer."""
    document = PersonDocument.objects.defer("number").get(pk=document_id)
    person = lock_person(document.person_id)
    document.delete()
    touch_person(person)
    record(
        actor=actor,
        verb="person.document_removed",
        subject=ref(person.pk),
        subject_label=person.name,
        data={"kind": document.kind, "masked": document.masked},
    )


@transaction.atomic
def read_document(*, actor: Actor, document_id: int, reason: str) -> PersonDocument:
    """The document with its number; who read it and why is written down first."""
    document = PersonDocument.objects.select_related("person").get(pk=document_id)
    viewed_sensitive(
        actor=actor,
        subject=ref(document.person_id),
        subject_label=document.person.name,
        fields=[f"document:{document.pk}:{document.kind}"],
        reason=reason,
    )
    return document
