"""Looking before sending: counting, a preview as anybody, a test to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.audiences.public import people_of
from wutong.engines.outreach import tasks
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.errors import OutreachError
from wutong.engines.outreach.message import check_letters, content_of, letters_of
from wutong.engines.outreach.services.campaigns import count_audience, locked
from wutong.engines.outreach.services.sending import sender_of, values_for
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer
from wutong.platform.outbox.public import enqueue_single, render_preview

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.public import Preview

AT_ONCE = 30_000
"""Segments up to this size are counted while one waits (about a second)."""


def count_or_defer(*, campaign: Campaign) -> bool:
    """Count the audience now (True), or by a worker when the segment is large (False)."""
    campaign = locked_draft(campaign)
    if campaign.segment is None:
        raise OutreachError(_("Please choose a segment first."))
    if people_of(campaign.segment, campaign.author).order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        count_audience(campaign=campaign)
        return True
    campaign.counts = None
    campaign.save(update_fields=["counts"])
    defer(
        tasks.count_in_background,
        once=f"{campaign.ref}:count",
        campaign_id=campaign.pk,
    )
    return False


def locked_draft(campaign: Campaign) -> Campaign:
    """The draft itself, fresh from the database."""
    with transaction.atomic():
        return locked(campaign.pk, CampaignState.DRAFT)


def preview(*, campaign: Campaign, language: str, person_id: int | None) -> Preview:
    """The letter as one person would read it; without a person with the fallbacks.

    Raises MarkupError; KeyError never: a language it is not written in gives the first one.
    """
    check_letters(campaign)
    letters = {letter.language: letter for letter in letters_of(campaign)}
    letter = letters.get(language) or next(iter(letters.values()))
    values = values_for(campaign, person_id, letter.language) if person_id else {}
    links = {"action_url": "#", "unsubscribe_url": "#"}
    return render_preview(content_of(campaign, letter), values | links)


@transaction.atomic
def send_test(*, actor: Actor, user: User, campaign: Campaign) -> int:
    """The letter to one's own address, one mail per language; how many mails that are."""
    check_letters(campaign)
    for letter in letters_of(campaign):
        shown = preview(campaign=campaign, language=letter.language, person_id=None)
        enqueue_single(
            actor=actor,
            to=user.email,
            subject=_("[Test] %(subject)s") % {"subject": shown.subject},
            html=shown.html,
            text=shown.text,
            language=letter.language,
            sender=sender_of(campaign, letter.language),
            subject_ref=campaign.ref,
        )
    record(
        actor=actor,
        verb="campaigns.tested",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"languages": list(campaign.languages)},
    )
    return len(campaign.languages)
