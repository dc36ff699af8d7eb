"""The delivery ledger: copies handed to the post, letters taken over from the outbox, tallies.

Every write is one statement, whatever the number of readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Count, Q

from wutong.core.consent.public import Channel
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox.public import deliveries_of
from wutong.programs.journal.enums import CopyState
from wutong.programs.journal.errors import (
    AlreadyPostedError,
    CopiesCameBackError,
    NobodyToPostError,
    NotPublishedError,
)
from wutong.programs.journal.models import Copy, Issue
from wutong.programs.journal.services.counting import MANY, count_post, named

if TYPE_CHECKING:
    from datetime import date

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

_POST = """
INSERT INTO journal_copy (issue_id, channel, person_id, state, sent_on, contact_id)
SELECT issue_id, channel, person_id, 'sent', %(day)s, contact_id
  FROM journal_judged
 WHERE issue_id = %(issue)s AND channel = 'post' AND reason = ''
 ORDER BY person_id
ON CONFLICT (issue_id, channel, person_id) DO NOTHING
"""
# A letter or a notice is a copy once the other side took it; one that came back or was refused
# says so, and a receipt says that it arrived.
_LETTERS = """
INSERT INTO journal_copy AS c (issue_id, channel, person_id, state, sent_on, arrived_on)
SELECT DISTINCT ON (p.id) %(issue)s, %(channel)s, p.id,
       CASE WHEN d.state = 'accepted' THEN 'sent' ELSE 'returned' END,
       (COALESCE(d.accepted_at, d.bounced_at, d.created_at) AT TIME ZONE 'Asia/Shanghai')::date,
       (d.received_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM ({letters}) d
  JOIN people_person p ON d.subject_ref = 'person:' || p.id
 WHERE d.state IN ('accepted', 'bounced', 'refused')
 ORDER BY p.id, d.state
ON CONFLICT (issue_id, channel, person_id) DO UPDATE
   SET state = EXCLUDED.state, arrived_on = EXCLUDED.arrived_on
 WHERE (c.state, c.arrived_on) IS DISTINCT FROM (EXCLUDED.state, EXCLUDED.arrived_on)
"""


@transaction.atomic
def fix_postal_list(
    *, actor: Actor, user: User, issue: Issue, on: date | None = None
) -> dict[str, int]:
    """Judge everybody once more and write a copy for each who gets one; the counts.

    From here on the list is what the labels print. Raises ``NotPublishedError``,
    ``PermitMissingError``, ``AlreadyPostedError``, ``NobodyToPostError``.
    """
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if not locked.is_published:
        raise NotPublishedError
    if locked.posted_on is not None:
        raise AlreadyPostedError
    counts = count_post(issue=issue, user=user)
    if not counts.get(""):
        raise NobodyToPostError
    day = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_POST, {"issue": issue.pk, "day": day})
        written = cursor.rowcount
        if written > MANY:
            cursor.execute("ANALYZE journal_copy")
    issue.posted_on = day
    issue.save(update_fields=["posted_on"])
    tally(issue)
    _note(actor, issue, "journal.posted", copies=written, day=day.isoformat())
    return counts


@transaction.atomic
def take_list_back(*, actor: Actor, issue: Issue) -> int:
    """As if the postal list had not been fixed; how many copies it was. Raises
    ``CopiesCameBackError`` once the post has returned any.
    """
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    copies = Copy.objects.filter(issue=locked, channel=Channel.POST)
    if copies.filter(state=CopyState.RETURNED).exists():
        raise CopiesCameBackError
    gone = copies.delete()[0]
    issue.posted_on = None
    issue.save(update_fields=["posted_on"])
    tally(issue)
    _note(actor, issue, "journal.post_taken_back", copies=gone)
    return gone


@transaction.atomic
def take_letters_over(*, actor: Actor, issue: Issue) -> int:
    """Bring the ledger to where the letters and the notices stand; how many copies changed."""
    changed = sum(
        _take_over(issue, channel, sending.ref)
        for channel, sending in issue.sendings.items()
        if sending.gone_out
    )
    if changed:
        tally(issue)
        _note(actor, issue, "journal.letters_taken_over", copies=changed)
    return changed


def _take_over(issue: Issue, channel: Channel, stream: str) -> int:
    letters = deliveries_of(stream).order_by()
    inner, parameters = letters.values(
        "subject_ref", "state", "accepted_at", "bounced_at", "created_at", "received_at"
    ).query.sql_with_params()
    names: dict[str, Any] = {f"letter_{at}": value for at, value in enumerate(parameters)}
    names |= {"issue": issue.pk, "channel": str(channel)}
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS.format(letters=named(inner, "letter")), names)
        changed: int = cursor.rowcount
        if changed > MANY:
            cursor.execute("ANALYZE journal_copy")
    return changed


def tally(issue: Issue) -> dict[str, Any]:
    """Count what the ledger holds of an issue: copies by channel, receipts where a channel gives
    any, people who got one, readers.
    """
    copies = Copy.objects.filter(issue=issue).order_by()
    tallies: dict[str, Any] = {
        row["channel"]: {key: row[key] for key in ("sent", "returned")}
        | ({"arrived": row["arrived"]} if row["arrived"] else {})
        for row in copies.values("channel").annotate(
            sent=Count("person_id", filter=Q(state=CopyState.SENT)),
            returned=Count("person_id", filter=Q(state=CopyState.RETURNED)),
            arrived=Count("person_id", filter=Q(arrived_on__isnull=False)),
        )
    }
    if tallies:
        people = copies.aggregate(
            got=Count("person_id", distinct=True, filter=Q(state=CopyState.SENT)),
            read=Count("person_id", distinct=True, filter=Q(opened_on__isnull=False)),
        )
        days = copies.values("sent_on").annotate(
            sent=Count("person_id", filter=Q(state=CopyState.SENT)),
            returned=Count("person_id", filter=Q(state=CopyState.RETURNED)),
        )
        tallies |= {
            "people": people["got"],
            "readers": people["read"],
            "days": {row["sent_on"].isoformat(): [row["sent"], row["returned"]] for row in days},
        }
    issue.tallies, issue.tallied_at = tallies, clock.now()
    Issue.objects.filter(pk=issue.pk).update(tallies=tallies, tallied_at=issue.tallied_at)
    return tallies


def _note(actor: Actor, issue: Issue, verb: str, **data: object) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=issue.ref,
        subject_label=issue.label,
        data=data,
        body=issue.legal_body_id,
    )
