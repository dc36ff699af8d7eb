"""A member says what is wrong; a clerk takes it over with one click; the member is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.enums import Confidence, SourceKind
from wutong.core.people.models import ContactPoint, Employment, Person
from wutong.core.people.public import (
    Source,
    add_contact,
    best_email,
    change_contact,
    change_person,
    contact_columns,
    save_employment,
)
from wutong.core.reference.models import Region
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox.public import enqueue_single
from wutong.programs.members.errors import AlreadyDecidedError, NothingToCorrectError
from wutong.programs.members.models import Correction, CorrectionField, CorrectionState
from wutong.programs.members.selectors.fields import shown_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

WORKING_DAYS = 3
"""The office promises to put it right within three working days (the law gives fifteen)."""
CONTACTS = (CorrectionField.EMAIL, CorrectionField.PHONE, CorrectionField.WECHAT)
PERSON_FIELDS = (CorrectionField.NAME, CorrectionField.NAME_LATIN)


@transaction.atomic
def ask_correction(
    *, actor: Actor, person_id: int, field: str, wanted: Mapping[str, Any], note: str = ""
) -> Correction:
    """Say what ``field`` should be; an open one for the same field is replaced.

    ``wanted`` has ``value``; for work ``employer`` and ``title``; for the place the region's id as
    ``value``. Raises `NothingToCorrectError` for what is on record already, and people's
    `ContactNotUnderstoodError`.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    kind = CorrectionField(field)
    shown, said = shown_value(person, kind), _said(kind, wanted)
    if said == shown:
        raise NothingToCorrectError
    Correction.objects.filter(person=person, field=kind, state=CorrectionState.OPEN).delete()
    row = Correction.objects.create(
        person=person,
        field=kind,
        shown=shown[:400],
        said=said[:400],
        wanted=dict(wanted),
        note=note[:400],
        asked_at=clock.now(),
        due_on=clock.working_days_after(clock.today(), WORKING_DAYS),
    )
    _written(actor, row, "correction.asked")
    return row


@transaction.atomic
def accept_correction(*, actor: Actor, user: User, correction_id: int) -> Correction:
    """Take it over into the record, with the member as the source, and tell the member."""
    row = _open(correction_id)
    _apply(actor, row)
    _decide(row, user, CorrectionState.ACCEPTED, "")
    _written(actor, row, "correction.accepted")
    _tell(actor, row)
    return row


@transaction.atomic
def decline_correction(*, actor: Actor, user: User, correction_id: int, answer: str) -> Correction:
    """Leave the record as it is and tell the member why (a refusal needs a reason)."""
    row = _open(correction_id)
    _decide(row, user, CorrectionState.DECLINED, answer)
    _written(actor, row, "correction.declined")
    _tell(actor, row)
    return row


def _said(kind: CorrectionField, wanted: Mapping[str, Any]) -> str:
    if kind is CorrectionField.WORK:
        return " · ".join(part for part in (wanted["employer"], wanted.get("title", "")) if part)
    if kind is CorrectionField.PLACE:
        return str(Region.objects.get(pk=wanted["value"]))
    if kind in CONTACTS:
        return contact_columns(kind.value, wanted["value"]).value
    return str(wanted["value"])


def _open(correction_id: int) -> Correction:
    row = Correction.objects.select_for_update().select_related("person").get(pk=correction_id)
    if row.state != CorrectionState.OPEN:
        raise AlreadyDecidedError
    return row


def _decide(row: Correction, user: User, state: CorrectionState, answer: str) -> None:
    row.state, row.answer = state, answer[:400]
    row.decided_at, row.decided_by = clock.now(), user
    if row.field in CONTACTS:
        columns = contact_columns(row.field, row.wanted["value"])
        row.said, row.wanted, row.shown = columns.masked, {}, ""
    row.save()


def _apply(actor: Actor, row: Correction) -> None:
    """Write it into the record. A study is put right by hand on the person's page before."""
    kind, wanted = CorrectionField(row.field), row.wanted
    source = Source(kind=SourceKind.SELF, confidence=Confidence.A)
    about: dict[str, Any] = {"actor": actor, "person_id": row.person_id, "source": source}
    if kind in PERSON_FIELDS:
        change_person(changes={kind.value: wanted["value"]}, **about)
    elif kind is CorrectionField.BIRTH_DATE:
        change_person(changes={"birth_date": date.fromisoformat(wanted["value"])}, **about)
    elif kind is CorrectionField.PLACE:
        change_person(changes={"region": Region.objects.get(pk=wanted["value"])}, **about)
    elif kind is CorrectionField.WORK:
        _apply_work(row.person_id, wanted, about)
    elif kind in CONTACTS:
        _apply_contact(actor, row, source)


def _apply_work(person_id: int, wanted: Mapping[str, Any], about: dict[str, Any]) -> None:
    today = clock.today()
    fields = {"employer": wanted["employer"], "title": wanted.get("title", ""), "as_of": today}
    now_at = Employment.objects.filter(person_id=person_id, to_date__isnull=True)
    present = now_at.order_by("-as_of", "-from_date", "-pk").first()
    if present is not None and present.employer != fields["employer"]:
        save_employment(employment_id=present.pk, fields={"to_date": today}, **about)
        present = None
    save_employment(employment_id=present.pk if present else None, fields=fields, **about)


def _apply_contact(actor: Actor, row: Correction, source: Source) -> None:
    current = ContactPoint.objects.filter(
        person_id=row.person_id, kind=row.field, valid_to__isnull=True
    )
    point = current.order_by("-is_primary", "pk").first()
    value = row.wanted["value"]
    if point is not None:
        change_contact(actor=actor, contact_id=point.pk, value=value, source=source)
    else:
        add_contact(
            actor=actor, person_id=row.person_id, kind=row.field, value=value, source=source
        )


def _written(actor: Actor, row: Correction, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{row.person_id}",
        subject_label=row.person.name,
        data={"field": row.field, "correction": row.pk},
    )


def _tell(actor: Actor, row: Correction) -> None:
    address = best_email(row.person_id)
    if address is None:
        return
    with translation.override(row.person.language):
        words = {
            "name": row.person.name,
            "field": row.get_field_display(),
            "said": row.said,
            "answer": row.answer,
        }
        if row.state == CorrectionState.ACCEPTED:
            subject = _("Your record has been put right")
            text = (
                _(
                    "Dear %(name)s,\n\nthank you. In your record, %(field)s now reads: %(said)s\n\n"
                    "You can look at it on your page at any time."
                )
                % words
            )
        else:
            subject = _("About the correction you asked for")
            text = (
                _(
                    "Dear %(name)s,\n\nyou asked us to change %(field)s to: %(said)s\n\n"
                    "We have left the record as it was: %(answer)s\n\n"
                    "If you see it differently, please write to us or ask again on your page."
                )
                % words
            )
    enqueue_single(
        actor=actor,
        to=address,
        to_name=row.person.name,
        subject=subject,
        text=text,
        language=row.person.language,
        subject_ref=f"person:{row.person_id}",
    )
