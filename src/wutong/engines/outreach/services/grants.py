"""The links a greeting carries: answer, wishes, contact details, WeChat. A few rows a sending."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from wutong.core.consent.public import PREFERENCES_ACTION
from wutong.engines.outreach.letter_buttons import REPLY_VALID, action_of, button_of
from wutong.engines.wechat.public import ACTION as BIND_ACTION
from wutong.engines.wechat.public import VALID as BIND_VALID
from wutong.platform.links.public import Minter, minter_for, open_grant
from wutong.platform.outbox.public import account

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor

CONTACT_ACTION = "outreach.contact"
UNSUBSCRIBE_VALID = timedelta(days=3650)
"""Leaving must work as long as anybody may keep the letter."""


def open_grants(campaign: Campaign, actor: Actor) -> tuple[Minter, Minter]:
    """Minters for the answer and the wishes of one sending; opening them again gives the same."""
    reply = open_grant(
        actor=actor,
        action=action_of(campaign),
        key=f"{campaign.ref}:reply",
        params={"campaign": campaign.pk},
        valid_for=button_of(campaign).valid_for,
    )
    open_grant(
        actor=actor,
        action=CONTACT_ACTION,
        key=f"{campaign.ref}:contact",
        params={"campaign": campaign.pk},
        valid_for=REPLY_VALID,
    )
    if account() is not None:
        open_grant(
            actor=actor,
            action=BIND_ACTION,
            key=f"{campaign.ref}:wechat",
            params={"campaign": campaign.pk},
            valid_for=BIND_VALID,
        )
    wishes = open_grant(
        actor=actor,
        action=PREFERENCES_ACTION,
        key=f"{campaign.ref}:wishes",
        params={
            "topic": campaign.topic,
            "channel": campaign.channel,
            "source_ref": campaign.ref,
        },
        valid_for=UNSUBSCRIBE_VALID,
    )
    return Minter(reply), Minter(wishes)


def grant_keys(campaign_ref: str) -> list[str]:
    """The grants of every link a greeting carries."""
    return [f"{campaign_ref}:{link}" for link in ("reply", "contact", "wishes")]


@lru_cache(maxsize=64)
def minters_of(campaign_ref: str) -> tuple[Minter, Minter]:
    """The minters of a sending that has gone out, kept by the process that sends it."""
    return minter_for(f"{campaign_ref}:reply"), minter_for(f"{campaign_ref}:wishes")


def reply_address(token: str) -> str:
    """The address a reply token opens at."""
    return f"{settings.SITE_URL}/a/{token}"


def wishes_address(token: str) -> str:
    """The address of the preference page, which one-click unsubscribing posts to."""
    return f"{settings.SITE_URL}/u/{token}"


def bind_path(campaign_ref: str, person_id: int) -> str:
    """Where somebody ties their WeChat account; "" where there is no account of ours, or none
    was there when the sending left.
    """
    if account() is None:
        return ""
    try:
        return f"/wechat/bind/{minter_for(f'{campaign_ref}:wechat').token(person_id)}"
    except ObjectDoesNotExist:
        return ""
