"""The life of a sending: written, counted, handed in, approved, sent, stopped."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.engines.outreach.blocks import blocks_of, check_blocks, words_of
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.errors import OutreachError, StateError
from wutong.engines.outreach.letters import HALVES
from wutong.engines.outreach.message import check_letters
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.sending import hand_over
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.engines.outreach.texts import check_approvals
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.errors import ConflictError
from wutong.platform.approvals.public import (
    RequestState,
    chain_of,
    request_approval,
    requests_for,
    withdraw,
)
from wutong.platform.audit.public import record
from wutong.platform.outbox import public as outbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.accounts.models import User

WRITTEN = (
    "title",
    "legal_body",
    "topic",
    "segment",
    "ornament",
    "subject_zh",
    "subject_en",
    "body_zh",
    "body_en",
)
BY_TEXT = ("channel", "signature", "notice")
"""What a text message or a notice has besides."""
COMPOSED = ("blocks_zh", "blocks_en", "text_zh", "text_en")
"""What a letter made of blocks has besides; its body is their words."""
BY_PLAN = ("action",)
"""What a programme sets."""


@transaction.atomic
def save_campaign(
    *,
    actor: Actor,
    author: User,
    values: Mapping[str, Any],
    campaign: Campaign | None = None,
    version: int | None = None,
) -> Campaign:
    """Write a sending, new or changed. Broken merge fields are refused by name.

    Raises StateError once it was handed in, ConflictError when somebody else saved meanwhile,
    MarkupError for the text.
    """
    now = clock.now()
    if campaign is None:
        campaign = Campaign(author=author, created_at=now, version=0)
    else:
        campaign = locked(campaign.pk, CampaignState.DRAFT)
        if version is not None and version != campaign.version:
            raise ConflictError(
                _("Somebody else changed this greeting in the meantime. Please look again.")
            )
    for name in (*WRITTEN, *BY_TEXT, *COMPOSED, *BY_PLAN):
        if name in values:
            setattr(campaign, name, values[name])
    for half, _language in HALVES:
        _compose(campaign, half, values)
    if campaign.languages:
        check_letters(campaign)
    campaign.version += 1
    campaign.updated_at = now
    campaign.definition = None
    campaign.counts = campaign.counted_at = None
    campaign.save()
    record(
        actor=actor,
        verb="campaigns.saved",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"version": campaign.version},
        body=campaign.legal_body_id,
    )
    return campaign


def _compose(campaign: Campaign, half: str, values: Mapping[str, Any]) -> None:
    """The body of a composed letter is the words of its blocks; words without blocks undo them."""
    if values.get(f"blocks_{half}"):
        blocks = blocks_of(values[f"blocks_{half}"])
        check_blocks(blocks)
        setattr(campaign, f"body_{half}", words_of(blocks))
    elif f"body_{half}" in values:
        setattr(campaign, f"blocks_{half}", [])
        setattr(campaign, f"text_{half}", "")


def digest_of(campaign: Campaign) -> str:
    """What an approval is about: text, sender, topic and audience."""
    parts = {
        "texts": [getattr(campaign, name) for name in WRITTEN[4:]],
        "body": campaign.legal_body_id,
        "topic": campaign.topic,
        "definition": campaign.definition,
    }
    if campaign.by_text:
        parts |= {"channel": campaign.channel, "signature": campaign.signature_id}
    if campaign.by_wechat:
        parts |= {"channel": campaign.channel, "notice": campaign.notice_id}
    if composed := {name: held for name in COMPOSED if (held := getattr(campaign, name))}:
        parts["composed"] = composed
    if campaign.action:
        parts["action"] = campaign.action
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def count_audience(*, campaign: Campaign) -> dict[str, int]:
    """The pre-flight of a draft: judge the segment as it is now."""
    if campaign.segment is None:
        raise OutreachError(_("Please choose a segment first."))
    campaign.definition = campaign.segment.definition
    campaign.save(update_fields=["definition"])
    return build_snapshot(campaign)


@transaction.atomic
def hand_in(*, actor: Actor, user: User, campaign: Campaign, note: str = "") -> Campaign:
    """Count the audience as it is now, pin text and audience, and ask for approval."""
    campaign = locked(campaign.pk, CampaignState.DRAFT)
    check_letters(campaign)
    if campaign.by_text:
        check_approvals(campaign)
    if campaign.by_wechat:
        outbox.the_account()
    if campaign.segment is None:
        raise OutreachError(_("Please choose a segment first."))
    counts = campaign.counts
    if counts is None or campaign.definition != campaign.segment.definition:
        counts = count_audience(campaign=campaign)
    if not counts.get("", 0):
        raise OutreachError(_("Nobody would get this greeting; the pre-flight says why."))
    campaign.digest = digest_of(campaign)
    campaign.state = CampaignState.REVIEW
    campaign.save()
    request_approval(
        actor=actor,
        subject_ref=campaign.ref,
        title=campaign.title,
        url=reverse("office:campaigns-detail", args=[campaign.pk]),
        author=campaign.author,
        chain=chain_of("campaign"),
        digest=campaign.digest,
        note=note,
    )
    return campaign


@transaction.atomic
def take_back(*, actor: Actor, campaign: Campaign) -> Campaign:
    """Back to draft, from review, approval or the waiting time before sending."""
    campaign = locked(
        campaign.pk, CampaignState.REVIEW, CampaignState.APPROVED, CampaignState.SCHEDULED
    )
    withdraw(actor=actor, subject_ref=campaign.ref)
    campaign.refresh_from_db()
    return _back_to_draft(campaign, actor)


def _back_to_draft(campaign: Campaign, actor: Actor) -> Campaign:
    campaign.state = CampaignState.DRAFT
    campaign.approver = None
    campaign.send_at = None
    campaign.digest = ""
    campaign.definition = None
    campaign.save()
    record(
        actor=actor,
        verb="campaigns.taken_back",
        subject=campaign.ref,
        subject_label=campaign.title,
    )
    return campaign


@transaction.atomic
def send_due(*, campaign_id: int) -> bool:
    """Send a sending whose time has come; False when it was called back or is gone already.

    Everybody is judged once more, the recipients are fixed, the stream is opened and the pump
    started in one transaction, so that a worker killed in between leaves nothing half-done.
    """
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("legal_body", "author", "segment", "signature", "notice")
        .get(pk=campaign_id)
    )
    due = campaign.send_at is not None and campaign.send_at <= clock.now()
    if campaign.state != CampaignState.SCHEDULED or not due:
        return False
    actor = Actor.system("outreach")
    if campaign.digest != digest_of(campaign):
        _back_to_draft(campaign, actor)
        return False
    build_snapshot(campaign)
    campaign.state = CampaignState.SENDING
    campaign.sent_at = clock.now()
    campaign.save(update_fields=["state", "sent_at"])
    count = hand_over(campaign, actor)
    record(
        actor=actor,
        verb="campaigns.sent",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"recipients": count},
        body=campaign.legal_body_id,
    )
    return True


@transaction.atomic
def discard_campaign(*, actor: Actor, campaign: Campaign) -> bool:
    """Take a sending back for good, from any state before it went out; one that is going out is
    stopped and stays, one that has gone out stays. Whether it is gone.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if campaign.state == CampaignState.SENDING:
        stop(actor=actor, campaign=campaign)
    if campaign.state != CampaignState.DRAFT:
        if campaign.gone_out:
            return False
        campaign = take_back(actor=actor, campaign=campaign)
    record(
        actor=actor,
        verb="campaigns.discarded",
        subject=campaign.ref,
        subject_label=campaign.title,
        body=campaign.legal_body_id,
    )
    campaign.delete()
    return True


def pause(*, actor: Actor, campaign: Campaign, reason: str = "") -> None:
    """Hold a running sending; what is on the wire is finished."""
    _require(campaign, CampaignState.SENDING)
    outbox.pause_stream(actor=actor, stream=campaign.ref, reason=reason)


def resume(*, actor: Actor, campaign: Campaign) -> None:
    """Go on with a sending that was held."""
    _require(campaign, CampaignState.SENDING)
    outbox.resume_stream(actor=actor, stream=campaign.ref)


@transaction.atomic
def stop(*, actor: Actor, campaign: Campaign) -> int:
    """End a sending early; how many will not get it."""
    campaign = locked(campaign.pk, CampaignState.SENDING)
    count = outbox.stop_stream(actor=actor, stream=campaign.ref)
    campaign.state = CampaignState.STOPPED
    campaign.finished_at = clock.now()
    campaign.save(update_fields=["state", "finished_at"])
    return count


@transaction.atomic
def copy_campaign(*, actor: Actor, author: User, campaign: Campaign) -> Campaign:
    """A new draft with the same words and audience."""
    values = {name: getattr(campaign, name) for name in (*WRITTEN, *BY_TEXT, *COMPOSED)}
    values["title"] = _("%(title)s (copy)") % {"title": campaign.title[:100]}
    return save_campaign(actor=actor, author=author, values=values)


@transaction.atomic
def approval_closed(*, campaign_id: int, actor: Actor) -> None:
    """What a decision means for the sending: approved, or back to draft with the comment."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.REVIEW:
        return
    latest = requests_for(campaign.ref)[0]
    if latest.state == RequestState.APPROVED and latest.digest == digest_of(campaign):
        campaign.state = CampaignState.APPROVED
        campaign.approver_id = actor.user_id
        campaign.save(update_fields=["state", "approver"])
    else:
        _back_to_draft(campaign, actor)


def locked(pk: int, *states: CampaignState) -> Campaign:
    """The sending, locked, in one of ``states``; raises StateError."""
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("legal_body", "author", "segment", "signature", "notice")
        .get(pk=pk)
    )
    _require(campaign, *states)
    return campaign


def _require(campaign: Campaign, *states: CampaignState) -> None:
    if campaign.state not in states:
        raise StateError(
            _("This greeting is now “%(state)s”; that cannot be done any more.")
            % {"state": campaign.get_state_display()},
            code="state",
        )
