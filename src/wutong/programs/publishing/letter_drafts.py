"""A draft letter made from a story, and what becomes of it when the story changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.enums import BlockKind, CampaignState, Ornament
from wutong.engines.outreach.public import default_signature, discard_campaign, save_campaign
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.publishing.archive import in_words_of, pages_of
from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.errors import StoryError
from wutong.programs.publishing.models import Correction, MailDraft, PictureRendition
from wutong.programs.publishing.registry import StoryCopy
from wutong.programs.publishing.rendering.letters import absolute
from wutong.programs.publishing.rendering.parts import sheet_of
from wutong.programs.publishing.rendering.plain import text_message
from wutong.programs.publishing.rendering.texts import addressed

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.programs.publishing.models import StoryPage

OPEN = {CampaignState.DRAFT, CampaignState.REVIEW, CampaignState.APPROVED, CampaignState.SCHEDULED}


def _blocks(page: StoryPage) -> list[dict[str, str]]:
    sheet = sheet_of(page, Place.MAIL)
    address = absolute(addressed(page))
    found: list[dict[str, str]] = []
    if sheet.cover and settings.SITE_URL:
        found.append({
            "kind": BlockKind.IMAGE.value, "address": absolute(sheet.cover.letter.url),
            "text": _one_line(sheet.cover.alt), "link": address,
        })  # fmt: skip
    found.append({"kind": BlockKind.HEADING.value, "text": _one_line(page.title)})
    if page.standfirst:
        found.append({"kind": BlockKind.TEXT.value, "text": page.standfirst})
    with in_words_of(page.language):
        found.append({"kind": BlockKind.BUTTON.value, "text": _("Read the story"), "address": address})  # fmt: skip
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def _public(key: UUID) -> dict[str, StoryPage]:
    pages = {code: page for code, page in pages_of(key).items() if page.live}
    if not pages:
        raise StoryError(_("Publish the story first."))
    return pages


def _body() -> LegalBody | None:
    return LegalBody.objects.filter(code="association").first() or LegalBody.objects.first()


def _save(user: User, actor: Actor, key: UUID, values: dict[str, Any]) -> str:
    campaign = save_campaign(
        actor=actor,
        author=user,
        values={"legal_body": _body(), "topic": "news", "ornament": Ornament.NONE, **values},
    )
    MailDraft.objects.create(key=key, campaign=campaign, made_at=clock.now())
    record(
        actor=actor, verb="stories.letter_made", subject=f"story:{key}",
        subject_label=campaign.title, data={"campaign": campaign.pk},
    )  # fmt: skip
    return reverse("office:campaigns-detail", args=[campaign.pk])


@transaction.atomic
def make_letter(user: User, actor: Actor, key: UUID) -> str:
    """A draft in every language the story has; colleagues choose whom it goes to."""
    pages = _public(key)
    values: dict[str, Any] = {"title": next(iter(pages.values())).title[:120]}
    for code, half, most in (("zh-hans", "zh", 120), ("en", "en", 160)):
        if code in pages:
            values |= {
                f"subject_{half}": pages[code].title[:most],
                f"blocks_{half}": _blocks(pages[code]),
            }
    return _save(user, actor, key, values)


@transaction.atomic
def make_text(user: User, actor: Actor, key: UUID) -> str:
    """A draft text message with the short link, under the approved signature of its body."""
    pages = _public(key)
    values: dict[str, Any] = {
        "title": next(iter(pages.values())).title[:120],
        "channel": "sms",
        "signature": default_signature(_body()),
    }
    for code, half in (("zh-hans", "zh"), ("en", "en")):
        if code in pages:
            values[f"body_{half}"] = text_message(pages[code])
    return _save(user, actor, key, values)


def _note(row: MailDraft) -> str:
    if row.campaign.state not in OPEN:
        return _("It has left. Its picture is served from here and disappears with the story.")
    if Correction.objects.filter(key=row.key, at__gt=row.made_at).exists():
        return _("The story was corrected since this was written.")
    return ""


class LetterKeeper:
    """Letters and text messages made from stories."""

    name = gettext_lazy("Letters and text messages")

    def where_is(self, key: UUID) -> list[StoryCopy]:
        """Each with where it stands; what has left cannot be called back, and says so."""
        rows = MailDraft.objects.filter(key=key).select_related("campaign").order_by("-made_at")
        return [
            StoryCopy(
                label=row.campaign.title,
                state=CampaignState(row.campaign.state).label,
                url=reverse("office:campaigns-detail", args=[row.campaign_id]),
                tone="autumn" if row.campaign.state in OPEN else "leaf",
                at=row.made_at,
                note=_note(row),
                form="text" if row.campaign.channel == "sms" else "mail",
            )
            for row in rows
        ]

    def withdraw(self, key: UUID, actor: Actor) -> None:
        """What has not left is discarded."""
        for row in MailDraft.objects.filter(key=key).select_related("campaign"):
            if row.campaign.state in OPEN:
                self._discard(row.campaign, actor)

    def _discard(self, campaign: Campaign, actor: Actor) -> None:
        discard_campaign(actor=actor, campaign=campaign)

    def correct(self, key: UUID, actor: Actor) -> None:
        """Pictures that may no longer be shown leave the drafts; words that colleagues have made
        their own stay, and the story's page says that it was corrected since.
        """
        drafts = MailDraft.objects.filter(key=key, campaign__state=CampaignState.DRAFT)
        for row in drafts.select_related("campaign__author"):
            values: dict[str, Any] = {}
            for half in ("zh", "en"):
                kept = getattr(row.campaign, f"blocks_{half}")
                standing = [one for one in kept if not _picture_is_gone(one)]
                if len(standing) < len(kept):
                    values[f"blocks_{half}"] = standing
            if values:
                save_campaign(
                    actor=actor, author=row.campaign.author, values=values, campaign=row.campaign
                )


def _picture_is_gone(block: dict[str, str]) -> bool:
    address = block.get("address", "")
    before = f"{settings.SITE_URL}{settings.MEDIA_URL}"
    if block.get("kind") != BlockKind.IMAGE.value or not address.startswith(before):
        return False
    return not PictureRendition.objects.filter(file=address.removeprefix(before)).exists()
