"""Answers given through the link in a greeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.core.engagement.public import ActEntry, Subject
from wutong.core.engagement.public import record as record_act
from wutong.core.engagement.public import reverse as reverse_act
from wutong.core.people.public import standing_id
from wutong.engines.outreach.models import Campaign, Reply
from wutong.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.engines.outreach.enums import ReplyKind
    from wutong.kernel.actors import Actor

REPLY_ACT = "greeting.reply"


@transaction.atomic
def record_reply(
    *, actor: Actor, campaign_id: int, person_id: int, kind: ReplyKind, text: str = ""
) -> Reply:
    """Write an answer and its act in the ledger; answering again changes the words, not the count."""
    person_id = standing_id(person_id)
    standing = (
        Reply.objects.select_for_update()
        .filter(campaign_id=campaign_id, person_id=person_id, undone_at__isnull=True)
        .first()
    )
    if standing is not None:
        standing.kind, standing.text = kind, text or standing.text
        standing.save(update_fields=["kind", "text"])
        return standing
    campaign = Campaign.objects.get(pk=campaign_id)
    earlier = Reply.objects.filter(campaign_id=campaign_id, person_id=person_id).count()
    today = clock.today()
    act_id = record_act(
        actor=actor,
        entry=ActEntry(
            kind=REPLY_ACT,
            subject=Subject.person(person_id),
            occurred_on=today,
            source_ref=campaign.ref,
            idempotency_key=f"reply:{campaign.ref}:person:{person_id}:{earlier}",
            legal_body=campaign.legal_body_id,
        ),
    )
    return Reply.objects.create(
        campaign=campaign,
        person_id=person_id,
        kind=kind,
        text=text,
        act_day=today,
        act_id=act_id,
        replied_at=clock.now(),
    )


@transaction.atomic
def undo_reply(*, actor: Actor, undo: Mapping[str, Any], reason: str) -> bool:
    """Take an answer back, in the ledger too; False when that was done before."""
    reply = Reply.objects.select_for_update().get(pk=undo["reply"])
    if reply.undone_at is not None:
        return False
    reply.undone_at = clock.now()
    reply.save(update_fields=["undone_at"])
    reverse_act(actor=actor, occurred_on=reply.act_day, act_id=reply.act_id, reason=reason)
    return True


def undo_of(reply: Reply) -> dict[str, Any]:
    """What ``undo_reply`` needs, as JSON."""
    return {"reply": reply.pk}
