"""Returned copies (退件): noted by the code of the label; the address becomes doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from wutong.core.consent.public import Channel
from wutong.core.people.enums import ContactStatus
from wutong.core.people.models import ContactPoint
from wutong.core.people.public import restore_contact, set_contact_status, visible_people
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.journal.enums import CopyState, ReturnReason
from wutong.programs.journal.models import Copy, Issue, ReturnedCopy
from wutong.programs.journal.postal import read_code
from wutong.programs.journal.services.ledger import tally

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

MOST = 500
DOUBTFUL = frozenset((ReturnReason.MOVED, ReturnReason.UNKNOWN, ReturnReason.ADDRESS))
"""What says that the address is wrong; who did not collect or accept it may live there still."""


@dataclass
class Noted:
    """What became of a pile of codes; ``refused`` are (code, why) pairs."""

    done: list[ReturnedCopy] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def note_returned(*, actor: Actor, user: User, codes: str, reason: ReturnReason) -> Noted:
    """Note every code of ``codes`` (parted by spaces or lines). Each is done by itself: a misread
    one holds nobody up.
    """
    found = Noted()
    asked = list(dict.fromkeys(codes.split()))
    issues: set[int] = set()
    for code in asked[:MOST]:
        one = _note(actor, user, code, reason)
        if isinstance(one, str):
            found.refused.append((code[:40], one))
        else:
            found.done.append(one)
            issues.add(one.issue_id)
    for code in asked[MOST:]:
        words = _("Only %(most)s codes at a time; please hand this one in again.")
        found.refused.append((code[:40], words % {"most": MOST}))
    for issue in Issue.objects.filter(pk__in=issues):
        tally(issue)
    return found


@transaction.atomic
def _note(actor: Actor, user: User, code: str, reason: ReturnReason) -> ReturnedCopy | str:
    read = read_code(code)
    if read is None:
        return _("This is no code of a label, or it was misread.")
    number, person_id = read
    copy = (
        Copy.objects.select_for_update()
        .filter(issue__number=number, channel=Channel.POST, person=person_id)
        .select_related("issue")
        .first()
    )
    if copy is None or not visible_people(user).filter(pk=person_id).exists():
        return _("No copy was posted under this code.")
    if copy.state == CopyState.RETURNED:
        return _("This copy has been noted already.")
    Copy.objects.filter(pk=copy.pk).update(state=CopyState.RETURNED)
    before = _doubt(actor, copy) if reason in DOUBTFUL else None
    row = ReturnedCopy.objects.create(
        issue=copy.issue,
        person_id=person_id,
        reason=reason,
        contact_id=copy.contact_id,
        before=before,
        noted_at=clock.now(),
        noted_by_id=actor.user_id,
    )
    record(
        actor=actor, verb="journal.returned", subject=f"person:{person_id}",
        subject_label=row.person.name, data={"issue": number, "reason": reason},
    )  # fmt: skip
    return row


def _doubt(actor: Actor, copy: Copy) -> dict[str, object] | None:
    """Mark the address, unless it ended or was marked before; what it was."""
    point = ContactPoint.objects.filter(
        pk=copy.contact_id or 0, valid_to__isnull=True, status=ContactStatus.OK,
        person__deceased=False,
    ).first()  # fmt: skip
    if point is None:
        return None
    before = {
        "is_primary": point.is_primary,
        "verified_at": point.verified_at.isoformat() if point.verified_at else "",
    }
    set_contact_status(actor=actor, contact_id=point.pk, status=ContactStatus.BOUNCED)
    return before


@transaction.atomic
def undo_returned(*, actor: Actor, row: ReturnedCopy) -> bool:
    """As if it had not been noted: copy and address are what they were. False if it was undone."""
    row = ReturnedCopy.objects.select_for_update().select_related("issue", "person").get(pk=row.pk)
    if row.undone_at is not None:
        return False
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    Copy.objects.filter(
        issue=row.issue_id, channel=Channel.POST, person=row.person_id
    ).update(state=CopyState.SENT)  # fmt: skip
    point = ContactPoint.objects.filter(
        pk=row.contact_id or 0, status=ContactStatus.BOUNCED, valid_to__isnull=True
    )
    if row.before is not None and point.exists():
        restore_contact(
            actor=actor,
            contact_id=row.contact_id or 0,
            is_primary=bool(row.before["is_primary"]),
            status=ContactStatus.OK,
            verified_at=parse_datetime(row.before["verified_at"]),
        )
    record(
        actor=actor, verb="journal.return_undone", subject=f"person:{row.person_id}",
        subject_label=row.person.name, data={"issue": row.issue.number},
    )  # fmt: skip
    tally(row.issue)
    return True
