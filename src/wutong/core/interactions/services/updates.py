"""Taking over what somebody told the office, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from wutong.core.interactions.enums import Channel, How, ToldBy
from wutong.core.interactions.errors import (
    AlreadyUndoneError,
    NoEmployerError,
    NothingTakenError,
    TooLateError,
)
from wutong.core.interactions.models import PastedUpdate
from wutong.core.interactions.proposing import CONTACTS
from wutong.core.interactions.reading import Field
from wutong.core.people.enums import Confidence, ContactStatus, SourceKind
from wutong.core.people.models import ContactPoint, Employment, Person
from wutong.core.people.public import (
    Source,
    add_contact,
    change_contact,
    change_person,
    confirm_contact,
    end_contact,
    forget_sources,
    restore_contact,
    save_employment,
    withdraw_contact,
    withdraw_employment,
)
from wutong.core.reference.models import Region
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wutong.kernel.actors import Actor

SURENESS = {
    ToldBy.SELF: Confidence.A,
    ToldBy.KNOWN: Confidence.B,
    ToldBy.OTHERS: Confidence.C,
}


@dataclass(frozen=True)
class Choice:
    """A proposal that is to be taken over: ``value`` as it is to stand in the record."""

    field: Field
    value: str
    how: How
    target: int | None = None


@dataclass(frozen=True)
class Told:
    """Who said it, when and by which way."""

    channel: str
    told_by: str
    told_on: date
    note: str = ""


@transaction.atomic
def take_over(
    *, actor: Actor, person_id: int, choices: Sequence[Choice], told: Told
) -> PastedUpdate:
    """Write the chosen changes into the record, each with its source; all of them or none.

    Raises `NothingTakenError`, `NoEmployerError` and what the services of people raise.
    """
    if not choices:
        raise NothingTakenError
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    update = PastedUpdate(
        person=person,
        channel=Channel(told.channel),
        told_by=ToldBy(told.told_by),
        told_on=told.told_on,
        note=told.note[:120],
        taken_by_id=actor.user_id,
    )
    writer = _Writer(actor, person, told, _source(update))
    for choice in choices:
        if choice.field in CONTACTS:
            writer.contact(choice)
    writer.work([one for one in choices if one.field in (Field.EMPLOYER, Field.TITLE)])
    for choice in choices:
        if choice.field == Field.CITY:
            writer.place(choice)
    update.steps = writer.steps
    update.fields = list(dict.fromkeys(str(choice.field) for choice in choices))
    update.save(force_insert=True)
    _noted(actor, update, "update.taken_over", {"fields": update.fields})
    return update


def _source(update: PastedUpdate) -> Source:
    label = _("%(channel)s, %(day)s") % {
        "channel": Channel(update.channel).label,
        "day": as_day(update.told_on),
    }
    if update.note:
        label = f"{label} · {update.note}"
    return Source(
        kind=SourceKind.SELF if update.told_by == ToldBy.SELF else SourceKind.STAFF,
        label=label,
        confidence=SURENESS[ToldBy(update.told_by)],
        batch_id=update.pk,
    )


class _Writer:
    """Makes the changes of one update and remembers how to take them back."""

    def __init__(self, actor: Actor, person: Person, told: Told, source: Source) -> None:
        self.actor, self.person, self.told, self.source = actor, person, told, source
        self.steps: list[dict[str, Any]] = []

    def contact(self, choice: Choice) -> None:
        target = self._point(choice.target) if choice.target else None
        common: dict[str, Any] = {"actor": self.actor, "source": self.source}
        if choice.how == How.CONFIRM and target is not None:
            self._remember("confirmed", target)
            confirm_contact(contact_id=target.pk, **common)
        elif choice.how == How.END and target is not None:
            self._remember("ended", target)
            end_contact(contact_id=target.pk, **common)
        elif choice.how == How.REPLACE and target is not None:
            before = self._state(target)
            made = change_contact(contact_id=target.pk, value=choice.value, **common)
            if made.pk != target.pk:
                self.steps.append({"do": "ended", "contact": target.pk, **before})
                self.steps.append({"do": "added", "contact": made.pk})
        elif choice.field != Field.PHONE_GONE and choice.how != How.CONFIRM:
            kind = CONTACTS[choice.field]
            made = add_contact(person_id=self.person.pk, kind=kind, value=choice.value, **common)
            self.steps.append({"do": "added", "contact": made.pk})

    def _point(self, contact_id: int) -> ContactPoint | None:
        """None where it was ended meanwhile, by somebody else or by the line before."""
        current = ContactPoint.objects.filter(person=self.person, valid_to__isnull=True)
        return current.filter(pk=contact_id).first()

    def _state(self, point: ContactPoint) -> dict[str, Any]:
        verified = point.verified_at.isoformat() if point.verified_at else ""
        return {"primary": point.is_primary, "status": point.status, "verified": verified}

    def _remember(self, did: str, point: ContactPoint) -> None:
        self.steps.append({"do": did, "contact": point.pk, **self._state(point)})

    def work(self, choices: Sequence[Choice]) -> None:
        if not choices:
            return
        employer = next((one for one in choices if one.field == Field.EMPLOYER), None)
        title = next((one for one in choices if one.field == Field.TITLE), None)
        jobs = Employment.objects.filter(person=self.person, to_date__isnull=True)
        present = jobs.order_by("-as_of", "-from_date", "-pk").first()
        moved = employer is not None and employer.how != How.CONFIRM
        if present is None and employer is None:
            raise NoEmployerError
        if moved and employer is not None and employer.how == How.REPLACE and present:
            self._change_job(
                present, {"to_date": max(self.told.told_on, present.from_date or self.told.told_on)}
            )
        fields: dict[str, Any] = {"as_of": self.told.told_on}
        if title is not None:
            fields["title"] = title.value
        if present is not None and not moved:
            self._change_job(present, fields)
        elif employer is not None:
            made = save_employment(
                actor=self.actor,
                person_id=self.person.pk,
                fields={**fields, "employer": employer.value},
                source=self.source,
            )
            self.steps.append({"do": "hired", "employment": made.pk})

    def _change_job(self, job: Employment, fields: dict[str, Any]) -> None:
        before = {name: _plain(getattr(job, name)) for name in fields}
        save_employment(
            actor=self.actor,
            person_id=self.person.pk,
            employment_id=job.pk,
            fields=fields,
            source=self.source,
        )
        after = {name: _plain(value) for name, value in fields.items()}
        self.steps.append({"do": "job", "employment": job.pk, "before": before, "after": after})

    def place(self, choice: Choice) -> None:
        region = Region.objects.filter(name_zh=choice.value).first() or Region.objects.get(
            name_en=choice.value
        )
        before = self.person.region_id
        change_person(
            actor=self.actor,
            person_id=self.person.pk,
            changes={"region": region},
            source=self.source,
        )
        self.steps.append({"do": "place", "before": before, "after": region.pk})


def _plain(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()


@transaction.atomic
def undo_update(*, actor: Actor, update_id: Any) -> list[str]:
    """Take an update back: the record is as before, sources included. What somebody has changed
    since is left as it is; the sentences say what. Raises `AlreadyUndoneError` and, once the way
    back was let go of, `TooLateError`.
    """
    update = PastedUpdate.objects.select_for_update(of=("self",)).get(pk=update_id)
    if update.undone_at is not None:
        raise AlreadyUndoneError
    if not update.steps:
        raise TooLateError
    Person.objects.select_for_update(of=("self",)).get(pk=update.person_id)
    kept = [said for step in reversed(update.steps) if (said := _undo(actor, update, step))]
    forget_sources(person_id=update.person_id, batch_id=update.pk)
    update.undone_at = now()
    update.save(update_fields=["undone_at"])
    _noted(actor, update, "update.undone", {"kept": len(kept)})
    return kept


def _undo(actor: Actor, update: PastedUpdate, step: dict[str, Any]) -> str:
    if "contact" in step:
        return _undo_contact(actor, step)
    if step["do"] == "place":
        person = Person.objects.get(pk=update.person_id)
        if person.region_id != step["after"]:
            return _("The place was changed since and stays as it is.")
        region = Region.objects.filter(pk=step["before"]).first()
        change_person(
            actor=actor,
            person_id=person.pk,
            changes={"region": region},
            source=Source(batch_id=update.pk),
        )
        return ""
    return _undo_job(actor, update, step)


def _undo_contact(actor: Actor, step: dict[str, Any]) -> str:
    point = ContactPoint.objects.filter(pk=step["contact"]).first()
    if step["do"] == "added":
        if point is None or point.valid_to is not None or point.status != ContactStatus.OK:
            return _("A contact point was changed since and stays as it is.")
        withdraw_contact(actor=actor, contact_id=point.pk)
        return ""
    if point is None or (step["do"] == "ended") != (point.valid_to is not None):
        return _("A contact point was changed since and stays as it is.")
    restore_contact(
        actor=actor,
        contact_id=point.pk,
        is_primary=step["primary"],
        status=step["status"],
        verified_at=parse_datetime(step["verified"]) if step["verified"] else None,
    )
    return ""


def _undo_job(actor: Actor, update: PastedUpdate, step: dict[str, Any]) -> str:
    job = Employment.objects.filter(pk=step["employment"]).first()
    if job is None:
        return _("An employment was changed since and stays as it is.")
    if step["do"] == "hired":
        if job.to_date is not None:
            return _("An employment was changed since and stays as it is.")
        withdraw_employment(actor=actor, employment_id=job.pk)
        return ""
    now_there = {name: _plain(getattr(job, name)) for name in step["after"]}
    if now_there != step["after"]:
        return _("An employment was changed since and stays as it is.")
    fields = {
        name: _as_day(value) if name in ("as_of", "to_date") else value
        for name, value in step["before"].items()
    }
    save_employment(
        actor=actor,
        person_id=update.person_id,
        employment_id=job.pk,
        fields=fields,
        source=Source(batch_id=update.pk),
    )
    return ""


def _as_day(value: str | None) -> date | None:
    return type(today()).fromisoformat(value) if value else None


def _noted(actor: Actor, update: PastedUpdate, verb: str, data: dict[str, Any]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{update.person_id}",
        subject_label=update.person.name,
        data={"update": str(update.pk), **data},
    )
