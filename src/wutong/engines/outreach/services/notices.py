"""Tests of notices, and the templates the account may send."""

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
from wutong.platform.outbox.public import PAGE, enqueue_notice, filled, keep_templates, the_account
from wutong.platform.outbox.sms.wire import LostError, NotSentError
from wutong.platform.outbox.wechat.api import WechatError

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


def fetch_templates(*, actor: Actor) -> int:
    """Ask WeChat what the account may send; how many templates that are. Raises OutreachError."""
    client = the_account().client()
    try:
        listed = client.templates()
    except (WechatError, LostError, NotSentError) as error:
        raise OutreachError(_("WeChat says: %(why)s") % {"why": error}) from error
    finally:
        client.close()
    count = keep_templates(listed)
    record(actor=actor, verb="outbox.wechat_templates", subject="wechat", data={"count": count})
    return count
