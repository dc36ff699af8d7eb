"""The button of a letter: an answer by default, or what a programme has people do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.engines.outreach.models import Campaign

REPLY_ACTION = "outreach.reply"
REPLY_VALID = timedelta(days=180)


@dataclass(frozen=True)
class LetterButton:
    """What the button says, the line below it, and how long its link opens."""

    label: _StrOrPromise
    hint: _StrOrPromise
    valid_for: timedelta = REPLY_VALID


letter_buttons: Registry[LetterButton] = Registry("letter buttons")
"""By the link action that the button opens."""
letter_buttons.register(
    REPLY_ACTION,
    LetterButton(
        _("Send your greetings back"),
        _("One tap, no password. You can add a line if you like."),
    ),
)


def action_of(campaign: Campaign) -> str:
    """The link action of its button."""
    return campaign.action or REPLY_ACTION


def button_of(campaign: Campaign) -> LetterButton:
    """The button of a sending; an answer where the room that had another is gone."""
    return letter_buttons.find(campaign.action) or letter_buttons.get(REPLY_ACTION)
