"""What this room plugs into others: permissions, verbs, the topics every office has."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from wutong.core.consent import holdings  # noqa: F401 - registers what this room holds
from wutong.core.consent.api import offered  # noqa: F401 - registers what programs are offered
from wutong.core.consent.demo import build_wishes
from wutong.core.consent.enums import Channel, LawfulBasis
from wutong.core.consent.merging import join_preferences, join_visibility
from wutong.core.consent.registry import Text, Topic, purposes, reaches, register_topic
from wutong.core.consent.selectors import has_contact
from wutong.core.consent.separate import SEPARATE
from wutong.core.consent.timeline import WishSource
from wutong.core.people.enums import ContactKind
from wutong.core.people.registry import PersonColumn, merge_steps, person_columns, timeline
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.public import Permission, register_permissions
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons

register_permissions(
    Permission("consent.view", _("See consents and preferences")),
    Permission("consent.change", _("Record consents and preferences")),
)
verbs.register("consent.given", _("recorded a consent"))
verbs.register("consent.withdrawn", _("recorded the withdrawal of a consent"))
verbs.register("preference.changed", _("changed what somebody receives"))
verbs.register("visibility.changed", _("changed who sees what of the record"))
verbs.register("preference.undone", _("took back a change of what somebody receives"))

person_columns.register(
    "consent.record", PersonColumn("consent_consentrecord", "person_id", reason="kept_consent")
)
reasons.register("kept_consent", _("Consents given or withdrawn by this person: %(count)s."))

register_topic(
    Topic(
        code="greetings",
        label=_("Festival greetings"),
        description=_("A few letters a year: Spring Festival, Mid-Autumn, the anniversary."),
        needs_consent=False,
        basis=LawfulBasis.CONTRACT,
        text=Text(
            version=1,
            valid_from=date(2021, 1, 1),
            zh="校友会凭您的学籍向您发送节日问候；您可随时退订，不影响其他服务。",
            en="As an alumnus you receive festival greetings; you can leave them at any time, "
            "and nothing else changes.",
        ),
        festive=True,
    ),
    order=10,
)
register_topic(
    Topic(
        code="news",
        label=_("News and invitations"),
        description=_("News of the university and invitations to events, about once a month."),
        needs_consent=True,
        basis=LawfulBasis.CONSENT,
        text=Text(
            version=1,
            valid_from=date(2021, 1, 1),
            zh="我愿意以电子邮件接收母校新闻与活动邀请，并可随时撤回。",
            en="I wish to receive news and invitations by e-mail and can withdraw at any time.",
        ),
    ),
    order=20,
)
register_topic(
    Topic(
        code="journal",
        label=_("Alumni journal"),
        description=_("Each issue of the journal, four times a year."),
        needs_consent=True,
        basis=LawfulBasis.CONSENT,
        text=Text(
            version=1,
            valid_from=date(2021, 1, 1),
            zh="我愿意接收校友刊物的电子版，并可随时撤回。",
            en="I wish to receive the alumni journal by e-mail and can withdraw at any time.",
        ),
        channels=(Channel.EMAIL, Channel.WECHAT, Channel.POST),
    ),
    order=30,
)
for _channel, _kind in (
    (Channel.EMAIL, ContactKind.EMAIL),
    (Channel.SMS, ContactKind.PHONE),
    (Channel.POST, ContactKind.ADDRESS),
):
    reaches.register(_channel, partial(has_contact, _kind))
for place, purpose in enumerate(SEPARATE):
    purposes.register(purpose.code, purpose, order=place)
demo_parts.register("consent", DemoPart(order=40, build=build_wishes))
timeline.register("consent.wishes", WishSource())
merge_steps.register("consent.preferences", join_preferences)
merge_steps.register("consent.visibility", join_visibility)
