"""A sending that held itself: its author hears of it and finds it among what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.hooks import campaign_of
from wutong.kernel.actors import Actor
from wutong.platform.access.public import can
from wutong.platform.audit.public import record
from wutong.platform.outbox.enums import StreamState
from wutong.platform.outbox.models import Stream
from wutong.platform.outbox.public import enqueue_single, remark
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.public import StreamRef


class CampaignHome:
    """Where a greeting lives and who looks after it."""

    def page(self, stream: str) -> str:
        """Its page in the office."""
        return reverse("office:campaigns-detail", args=[campaign_of(stream)])

    def owner(self, stream: str) -> int | None:
        """Its author."""
        rows = Campaign.objects.filter(pk=campaign_of(stream), author__is_active=True)
        return rows.values_list("author_id", flat=True).first()


class GreetingGuard:
    """Told when a sending holds itself."""

    def held(self, stream: StreamRef, reason: str) -> None:
        """Write it down and mail its author, in their language."""
        campaign = Campaign.objects.select_related("author").get(pk=campaign_of(stream.key))
        author = campaign.author
        with translation.override(author.language or settings.LANGUAGE_CODE):
            words = {
                "title": campaign.title,
                "why": remark(reason),
                "url": settings.SITE_URL.rstrip("/") + CampaignHome().page(stream.key),
            }
            enqueue_single(
                actor=Actor.system("outreach"),
                to=author.email,
                to_name=author.display_name,
                subject=_("A sending is held: %(title)s") % words,
                text=_(
                    "The sending “%(title)s” has held itself.\n\n%(why)s\n\nNothing more leaves "
                    "until you look at it and let it go on or stop it:\n%(url)s\n"
                )
                % words,
                language=author.language,
            )
        record(
            actor=Actor.system("outreach"),
            verb="campaigns.held",
            subject=campaign.ref,
            subject_label=campaign.title,
            data={"reason": reason},
        )


def held_todos(user: User) -> Iterator[Todo]:
    """Each held sending of one's own."""
    if not can(user, "campaigns.change"):
        return
    mine = Campaign.objects.filter(author=user, state=CampaignState.SENDING)
    titles = {campaign.ref: campaign for campaign in mine}
    held = Stream.objects.filter(
        pk__in=titles, state=StreamState.PAUSED, pause_reason__contains=":"
    )
    for row in held:
        yield Todo(
            title=_("Held: %(title)s") % {"title": titles[row.key].title},
            url=CampaignHome().page(row.key),
            kind="outreach",
        )
