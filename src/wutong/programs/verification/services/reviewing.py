"""What colleges changed is looked at by the office before it changes a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.people.enums import Confidence
from wutong.core.people.errors import ContactAlreadyThereError
from wutong.core.people.models import ContactPoint
from wutong.core.people.public import (
    Source,
    add_contact,
    change_person,
    confirm_contact,
    contact_columns,
    save_degree,
    save_employment,
)
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record
from wutong.programs.verification.enums import Answer, Review
from wutong.programs.verification.errors import VerificationError
from wutong.programs.verification.facts import Shown, shown_of
from wutong.programs.verification.models import Line
from wutong.programs.verification.services.answering import completion_of

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor

_STUDY = ("major", "supervisor")


@transaction.atomic
def accept_line(*, actor: Actor, line_id: int) -> Line:
    """Put what the college changed on record, with the college as its source. Raises
    `VerificationError` where there is nothing to take over (any more) or a value does not fit.
    """
    line = _waiting(line_id)
    shown = shown_of(line.unit_list, [line.person_id]).get(line.person_id)
    if shown is None:
        raise VerificationError(_("This record is no longer there."))
    new = {key: change["new"] for key, change in line.changes.items()}
    source = Source(
        label=_("Verification: %(list)s") % {"list": line.unit_list}, confidence=Confidence.B
    )
    try:
        _apply(actor, line, shown, new, source)
    except ValidationError as error:
        raise VerificationError(" ".join(error.messages)) from error
    return _decide(actor, line, Review.ACCEPTED)


@transaction.atomic
def decline_line(*, actor: Actor, line_id: int) -> Line:
    """Leave the record as it is."""
    return _decide(actor, _waiting(line_id), Review.DECLINED)


def _waiting(line_id: int) -> Line:
    line = (
        Line.objects.select_for_update(of=("self",))
        .select_related("unit_list__unit", "unit_list__round", "person")
        .get(pk=line_id)
    )
    if line.answer != Answer.CHANGED or line.review:
        raise VerificationError(_("This change was reviewed already."))
    return line


def _apply(actor: Actor, line: Line, shown: Shown, new: dict[str, str], source: Source) -> None:
    person_id = line.person_id
    if "name" in new:
        former = [*line.person.former_names, line.person.name]
        changes: dict[str, Any] = {"name": new["name"], "former_names": list(dict.fromkeys(former))}
        change_person(actor=actor, person_id=person_id, changes=changes, source=source)
    study: dict[str, Any] = {key: new[key] for key in _STUDY if key in new}
    if "completion" in new:
        study["completion"] = completion_of(new["completion"]) or new["completion"]
    if study and shown.degree_id:
        save_degree(
            actor=actor, person_id=person_id, fields=study, degree_id=shown.degree_id,
            source=source,
        )  # fmt: skip
    _employ(actor, person_id, shown, new, source)
    for kind in ("phone", "email"):
        if kind in new:
            _reach(actor, person_id, kind, new[kind], source)


def _employ(
    actor: Actor, person_id: int, shown: Shown, new: dict[str, str], source: Source
) -> None:
    job: dict[str, Any] = {key: new[key] for key in ("employer", "title") if key in new}
    if not job:
        return
    if "employer" in job or shown.employment_id is None:
        if "employer" not in job:
            return
        if shown.employment_id is not None:
            save_employment(
                actor=actor, person_id=person_id, fields={"to_date": today()},
                employment_id=shown.employment_id, source=source,
            )  # fmt: skip
        save_employment(actor=actor, person_id=person_id, fields=job, source=source)
        return
    save_employment(
        actor=actor, person_id=person_id, fields={**job, "as_of": today()},
        employment_id=shown.employment_id, source=source,
    )  # fmt: skip


def _reach(actor: Actor, person_id: int, kind: str, value: str, source: Source) -> None:
    try:
        add_contact(
            actor=actor, person_id=person_id, kind=kind, value=value, is_primary=True,
            source=source,
        )  # fmt: skip
    except ContactAlreadyThereError:
        point = ContactPoint.objects.get(
            person=person_id, kind=kind, valid_to__isnull=True,
            value_hash=contact_columns(kind, value).value_hash,
        )  # fmt: skip
        confirm_contact(actor=actor, contact_id=point.pk, source=source)


def _decide(actor: Actor, line: Line, review: Review) -> Line:
    line.review = review
    line.reviewed_by, line.reviewed_at = actor.label[:120], now()
    line.save(update_fields=["review", "reviewed_by", "reviewed_at"])
    record(
        actor=actor,
        verb=f"verification.{review}",
        subject=f"person:{line.person_id}",
        subject_label=line.person.name,
        data={"list": line.unit_list.ref, "fields": sorted(line.changes)},
    )
    return line
