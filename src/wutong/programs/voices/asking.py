"""A letter that asks for testimonials: an ordinary sending whose button opens the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.enums import Ornament
from wutong.engines.outreach.public import save_campaign
from wutong.programs.voices.models import Asking
from wutong.programs.voices.names import WRITE

if TYPE_CHECKING:
    from wutong.engines.calls.models import Call
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

TOPIC = "news"


@transaction.atomic
def write_letter(*, actor: Actor, user: User, call: Call) -> Campaign:
    """A draft in both languages; colleagues choose the readers, approve and send it like any other."""
    values: dict[str, Any] = {
        "title": _("Letter: %(call)s") % {"call": call},
        "legal_body": LegalBody.objects.get(pk="department"),
        "topic": TOPIC,
        "ornament": Ornament.NONE,
        "action": WRITE,
    }
    for code, short in (("zh-hans", "zh"), ("en", "en")):
        with translation.override(code):
            hello = "{{ name }}校友，您好！" if short == "zh" else "Dear {{ name }},"
            values[f"subject_{short}"] = str(call)
            values[f"blocks_{short}"] = [
                {"kind": "text", "text": f"{hello}\n\n{call.asked}"},
                {"kind": "button"},
            ]
    campaign = save_campaign(actor=actor, author=user, values=values)
    Asking.objects.create(call=call, campaign=campaign)
    return campaign
