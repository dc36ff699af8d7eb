"""A letter to the future is written, sealed, taken back; its writing is an act of its writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.engagement.public import ActEntry, Subject, acts_of_source
from wutong.core.engagement.public import record as record_act
from wutong.core.engagement.public import reverse as reverse_act
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.moments.almanac import yearly_day
from wutong.programs.moments.enums import CapsuleState
from wutong.programs.moments.errors import MomentError
from wutong.programs.moments.models import Capsule

if TYPE_CHECKING:
    from datetime import date

    from wutong.core.people.models import Person
    from wutong.core.reference.models import ClassGroup
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

WRITTEN = "moments.capsule_written"
LONGEST = 8000
FAR = 50
"""Years: nobody promises more."""


@transaction.atomic
def seal(
    *,
    actor: Actor,
    writer: Person,
    text: str,
    opens_on: date,
    class_group: ClassGroup | None = None,
    entered_by: User | None = None,
) -> Capsule:
    """Take a letter in; nobody reads it before its day. Raises MomentError."""
    today = clock.today()
    if not text.strip():
        raise MomentError(_("There is nothing in the letter yet."))
    if not today < opens_on <= yearly_day(today.year + FAR, today.month, today.day):
        raise MomentError(
            _("A letter opens after today, in %(years)s years at the latest.") % {"years": FAR}
        )
    if writer.deceased:
        raise MomentError(_("Somebody who has died cannot write to the future."))
    capsule = Capsule.objects.create(
        writer=writer, class_group=class_group, text=text.strip(), written_on=today,
        opens_on=opens_on, entered_by=entered_by,
    )  # fmt: skip
    record_act(
        actor=actor,
        entry=ActEntry(
            kind=WRITTEN, subject=Subject.person(writer.pk), occurred_on=today,
            source_ref=capsule.ref, idempotency_key=capsule.ref,
        ),
    )  # fmt: skip
    note(actor, capsule, "capsule.sealed", opens_on=opens_on.isoformat())
    return capsule


@transaction.atomic
def withdraw_capsule(*, actor: Actor, capsule_id: int, reason: str = "") -> None:
    """The writer does not want it sent: its words are destroyed. Raises MomentError."""
    capsule = Capsule.objects.select_for_update().get(pk=capsule_id)
    if capsule.state != CapsuleState.SEALED:
        raise MomentError(_("This letter is no longer under seal."))
    capsule.state, capsule.text = CapsuleState.WITHDRAWN, ""
    capsule.save(update_fields=["state", "text"])
    for act in acts_of_source(capsule.ref).filter(kind=WRITTEN, voided_at__isnull=True):
        reverse_act(actor=actor, occurred_on=act.occurred_on, act_id=act.id, reason=reason)
    note(actor, capsule, "capsule.withdrawn", reason=reason)


@transaction.atomic
def change_day(*, actor: Actor, capsule_id: int, opens_on: date) -> None:
    """Another day. Raises MomentError."""
    capsule = Capsule.objects.select_for_update().get(pk=capsule_id)
    if capsule.state != CapsuleState.SEALED or capsule.arrivals.exists():
        raise MomentError(_("This letter is no longer under seal."))
    if opens_on <= clock.today():
        raise MomentError(_("A letter opens on a day to come."))
    before, capsule.opens_on = capsule.opens_on, opens_on
    capsule.save(update_fields=["opens_on"])
    note(actor, capsule, "capsule.moved", opens_on=opens_on.isoformat(), before=before.isoformat())


def note(actor: Actor, capsule: Capsule, verb: str, **data: Any) -> None:
    """Into the trail, without a word of the letter."""
    record(
        actor=actor, verb=verb, subject=capsule.ref, subject_label=str(capsule.writer), data=data
    )
