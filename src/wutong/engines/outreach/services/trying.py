"""Looking before sending: counting, a preview as anybody, a test to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.people.enums import ContactKind
from wutong.core.people.public import contact_columns
from wutong.engines.audiences.public import people_of
from wutong.engines.outreach import tasks
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.errors import OutreachError
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.message import check_letters, content_of
from wutong.engines.outreach.notices import card_of
from wutong.engines.outreach.services.campaigns import count_audience, locked
from wutong.engines.outreach.services.sending import sender_of, values_for
from wutong.engines.outreach.texts import (
    LINK,
    check_approvals,
    signature_of,
    text_content_of,
    whole_text,
)
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer
from wutong.platform.outbox.public import (
    Preview,
    Wording,
    enqueue_single,
    enqueue_text,
    render_preview,
)

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.engines.outreach.notices import Card
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

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
    if campaign.by_text:
        return Preview("", "", preview_text(campaign, language, person_id))
    if campaign.by_wechat:
        return Preview("", "", preview_notice(campaign, language, person_id).text)
    letters = {letter.language: letter for letter in letters_of(campaign)}
    letter = letters.get(language) or next(iter(letters.values()))
    values = values_for(campaign, person_id, letter.language) if person_id else {}
    links = {"action_url": "#", "unsubscribe_url": "#"}
    return render_preview(content_of(campaign, letter), values | links)


def preview_text(campaign: Campaign, language: str, person_id: int | None) -> str:
    """A text message as one person's phone shows it."""
    letters = {letter.language: letter for letter in letters_of(campaign)}
    letter = letters.get(language) or next(iter(letters.values()))
    values = values_for(campaign, person_id, letter.language) if person_id else {}
    signature = campaign.signature.text if campaign.signature else "…"
    return whole_text(letter, signature, values)


def preview_notice(campaign: Campaign, language: str, person_id: int | None) -> Card:
    """A notice as one person's phone shows it."""
    letters = {letter.language: letter for letter in letters_of(campaign)}
    letter = letters.get(language) or next(iter(letters.values()))
    values = values_for(campaign, person_id, letter.language) if person_id else {}
    return card_of(campaign, letter, values)


@transaction.atomic
def send_test_text(*, actor: Actor, campaign: Campaign, number: str) -> int:
    """The text to a number one has typed, in every language; how many texts that are."""
    check_approvals(campaign)
    columns = contact_columns(ContactKind.PHONE, number)
    signature = signature_of(campaign)
    for letter in letters_of(campaign):
        content = text_content_of(campaign, letter)
        wording = Wording.of(content.text, content.template, content.fallbacks)
        enqueue_text(
            to=columns.normalised,
            gateway=signature.gateway,
            signature=signature.text,
            template=content.template,
            text=content.text,
            values=wording.values({LINK: settings.SITE_URL}),
            language=letter.language,
            subject_ref=campaign.ref,
        )
    _tested(actor, campaign)
    return len(campaign.languages)


@transaction.atomic
def send_test(*, actor: Actor, user: User, campaign: Campaign) -> int:
    """The letter to one's own address, one mail per language; how many mails that are."""
    check_letters(campaign)
    if not user.mailbox:
        raise OutreachError(_("Your account has no e-mail address; the test needs one to go to."))
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
    _tested(actor, campaign)
    return len(campaign.languages)


def _tested(actor: Actor, campaign: Campaign) -> None:
    record(
        actor=actor,
        verb="campaigns.tested",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"languages": list(campaign.languages)},
    )
