"""Tests of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.outreach.errors import OutreachError
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.notices import check_notices, notice_content_of, template_of
from wutong.platform.audit.public import record
from wutong.platform.outbox.models import WechatFan
from wutong.platform.outbox.public import PAGE, enqueue_notice, filled, the_account

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor


@transaction.atomic
def send_test_notice(*, actor: Actor, campaign: Campaign) -> int:
    """The notice to every follower who gets tests, in every language; how many notices."""
    the_account()
    check_notices(campaign)
    fans = list(WechatFan.objects.filter(tester=True, follows=True).order_by("pk")[:20])
    if not fans:
        raise OutreachError(
            _("Nobody gets tests on WeChat. Choose some in the list of followers first.")
        )
    code = template_of(campaign).code
    for letter in letters_of(campaign):
        content = notice_content_of(campaign, letter)
        values = filled(content.text, {"action_url": settings.SITE_URL}, content.fallbacks)
        page = values.pop(PAGE, "")
        for fan in fans:
            enqueue_notice(
                openid=fan.openid, template=code, values=values, page=page, subject_ref=campaign.ref
            )
    record(
        actor=actor,
        verb="campaigns.tested",
        subject=campaign.ref,
        subject_label=campaign.title,
        data={"languages": list(campaign.languages), "accounts": len(fans)},
    )
    return len(fans) * len(campaign.languages)
