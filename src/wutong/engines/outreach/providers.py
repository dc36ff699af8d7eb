"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import PersonColumn, ahead, person_columns, timeline
from wutong.engines.audiences.public import Criterion, Topic, register_criterion, segment_uses
from wutong.engines.inbox.registry import stream_homes
from wutong.engines.outreach import criterion as chosen
from wutong.engines.outreach import exporters, figures, holdings  # noqa: F401 - they register
from wutong.engines.outreach.actions import ReplyAction
from wutong.engines.outreach.coming import questions_asked
from wutong.engines.outreach.contact_action import ContactAction
from wutong.engines.outreach.demo import build_greetings
from wutong.engines.outreach.letter_buttons import REPLY_ACTION
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.registry import letter_texts
from wutong.engines.outreach.rules import CampaignSubject
from wutong.engines.outreach.services.grants import CONTACT_ACTION
from wutong.engines.outreach.services.holding import CampaignHome, GreetingGuard, held_todos
from wutong.engines.outreach.services.hooks import (
    GreetingForgetter,
    GreetingListener,
    GreetingSource,
)
from wutong.engines.outreach.services.replies import REPLY_ACT
from wutong.engines.outreach.timeline import DeliverySource
from wutong.engines.outreach.wording import CampaignTexts
from wutong.engines.wording.public import checked
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.approvals.public import Kind, subjects
from wutong.platform.approvals.public import kinds as approval_kinds
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.platform.outbox.registry import (
    forget_listeners,
    hold_listeners,
    stream_listeners,
    stream_sources,
)
from wutong.platform.tabular.reasons import reasons
from wutong.ui.office.registry import MenuItem, menu, todos

STREAM = "campaign"

stream_sources.register(STREAM, GreetingSource())
stream_listeners.register(STREAM, GreetingListener())
forget_listeners.register(STREAM, GreetingForgetter())
hold_listeners.register(STREAM, GreetingGuard())
stream_homes.register(STREAM, CampaignHome())
todos.register("outreach.held", held_todos)
subjects.register(STREAM, CampaignSubject())
checked.register(STREAM, CampaignTexts())
approval_kinds.register(
    STREAM,
    Kind(_("Greetings and text messages"), "campaigns.approve", _("One colleague approves it.")),
    order=10,
)
register_action(REPLY_ACTION, ReplyAction())
register_action(CONTACT_ACTION, ContactAction())
person_columns.register(
    "outreach.recipient", PersonColumn("outreach_recipient", "person_id", reason="kept_greeting")
)
person_columns.register(
    "outreach.reply", PersonColumn("outreach_reply", "person_id", reason="kept_reply")
)
reasons.register("kept_greeting", _("Greetings this person was chosen for: %(count)s."))
reasons.register("kept_reply", _("Greetings this person answered: %(count)s."))
timeline.register("outreach.deliveries", DeliverySource())
ahead.register("letters", questions_asked, order=15)
kinds.add(
    ActKind(
        code=REPLY_ACT,
        label=_("Answered a greeting"),
        case_mode=CaseMode.COMMUNICATION,
        unit="reply",
        icon="mail",
    )
)

letter_texts.register(
    STREAM,
    lambda: Campaign.objects.values_list(
        "blocks_zh", "blocks_en", "body_zh", "body_en", "text_zh", "text_en"
    ),
)
register_criterion(
    Criterion(
        chosen.KEY,
        _("Messages"),
        chosen.MessageForm,
        chosen.message_q,
        chosen.message_words,
        topic=Topic.ACTS,
        value=chosen.message_value,
    ),
    order=145,
)
segment_uses.register("campaigns", chosen.uses_in_campaigns)
verbs.register("campaigns.saved", _("saved a greeting"))
verbs.register("campaigns.file_kept", _("handed in a picture or a file for letters"))
verbs.register("campaigns.files_cleaned", _("threw away pictures and files no letter carries"))
verbs.register("campaigns.discarded", _("discarded a greeting"))
verbs.register("campaigns.taken_back", _("took a greeting back to draft"))
verbs.register("campaigns.standing", _("made a sending by an approved plan"))
verbs.register("campaigns.scheduled", _("set a greeting to be sent"))
verbs.register("campaigns.called_back", _("called a greeting back before it left"))
verbs.register("campaigns.sent", _("sent a greeting"))
verbs.register("campaigns.held", _("noticed too many returned or complaining, and held a greeting"))
verbs.register("campaigns.tested", _("sent a test of a greeting"))
verbs.register("outbox.signature_saved", _("saved a signature of text messages"))
verbs.register("outbox.template_saved", _("saved a template of text messages"))
verbs.register("outbox.code_sent", _("sent a one-time code by text message"))

menu.add(
    MenuItem(
        "campaigns",
        _("Greetings"),
        "mail",
        "office:campaigns-list",
        "campaigns.view",
        "messages",
        order=10,
    )
)
demo_parts.register("outreach", DemoPart(order=60, build=build_greetings))
