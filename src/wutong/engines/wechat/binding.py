"""Tying a WeChat account to a person: only the fan themselves does it, and undoes it."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.core.consent.public import Channel, Method, record_consent, withdraw_consent
from wutong.core.people.models import Person
from wutong.core.people.public import standing_id
from wutong.engines.wechat.consent import WECHAT
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.links.public import within_limit
from wutong.platform.outbox.models import WechatFan
from wutong.platform.outbox.public import (
    AccountTakenError,
    ContentError,
    bind,
    enqueue_words,
    follow,
    unbind,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.outbox.public import WechatAccount

ACTION = "wechat.bind"
VALID = timedelta(days=180)
CODE_SECONDS = 1800
STATE_SECONDS = 1800
GUESSES = 6
BACK = "/wechat/back"
_CODE = re.compile(r"\s*(?:\u7ed1\u5b9a|\u7d81\u5b9a|bind)?\s*(\d{8})\s*", re.IGNORECASE)


class BindingError(WutongError):
    """The account cannot be tied to this record."""


def accounts_of(person_id: int) -> QuerySet[WechatFan]:
    """The accounts tied to a person, the one tied last first."""
    return WechatFan.objects.filter(subject_ref=f"person:{person_id}").order_by("-bound_at", "-pk")


def follows_us(person_id: int) -> bool:
    """Whether a person can be written to there."""
    return accounts_of(person_id).filter(follows=True).exists()


@transaction.atomic
def tie(*, openid: str, person_id: int, way: str) -> WechatFan:
    """The account is this person's, with their consent; ``way`` says how they did it. Raises
    BindingError for somebody else's account and for somebody who cannot be written to.
    """
    person_id = standing_id(person_id)
    if not Person.objects.filter(pk=person_id, deceased=False).exists():
        raise BindingError(_("This link no longer leads anywhere."))
    actor = Actor.link(ACTION, f"person:{person_id}")
    try:
        fan = bind(actor=actor, openid=openid, subject_ref=f"person:{person_id}")
    except AccountTakenError:
        raise BindingError(
            _("This WeChat account is tied to another record. Please write to the office.")
        ) from None
    record_consent(
        actor=actor,
        person_id=person_id,
        topic=WECHAT,
        method=Method.LINK,
        evidence=f"{way} {fan.masked}",
    )
    return fan


@transaction.atomic
def untie_all(*, actor: Actor, person_id: int) -> int:
    """None of their accounts is tied any more; how many were."""
    keys = list(accounts_of(person_id).values_list("pk", flat=True))
    for key in keys:
        unbind(actor=actor, fan_id=key)
    return len(keys)


def code_for(person_id: int) -> str:
    """Eight digits that tie whichever account sends them within half an hour."""
    while True:
        code = f"{secrets.randbelow(10**8):08d}"
        if cache.add(f"wechat-code:{code}", person_id, CODE_SECONDS):
            return code


def new_state(token: str) -> str:
    """What goes to WeChat and comes back: it takes letters and digits, so the link's own token
    waits here meanwhile.
    """
    state = secrets.token_hex(16)
    cache.set(f"wechat-state:{state}", token, STATE_SECONDS)
    return state


def authorize_address(account: WechatAccount, state: str) -> str:
    """Where WeChat says whose account it is (``snsapi_base``: nothing is asked of the reader)."""
    query = urlencode(
        {
            "appid": account.app_id,
            "redirect_uri": f"{settings.SITE_URL}{BACK}",
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
    )
    return f"{account.authorize}?{query}#wechat_redirect"


def token_in_state(state: str, kept: str) -> str:
    """The token of the link somebody came from. Raises BindingError once it is too late, and in
    another browser than the one that opened the link: nobody ties somebody else's account to a
    record by sending them the address.
    """
    same = bool(state) and constant_time_compare(state, kept)
    token = cache.get(f"wechat-state:{state[:64]}") if same else None
    if not token:
        raise BindingError(_("That took too long. Please open the link once more."))
    return str(token)


class Fans:
    """The outbox's listener for what fans do, and the ledger's for consent that is taken back."""

    def said(self, openid: str, text: str) -> bool:
        """Eight digits, alone or after 绑定: they tie the account, or are answered with why not."""
        found = _CODE.fullmatch(text)
        if found is None:
            return False
        person_id = cache.get(f"wechat-code:{found[1]}")
        allowed = within_limit("wechat:code", openid, limit=GUESSES)
        with override("zh-hans"):
            if person_id is None or not allowed:
                self._answer(openid, _("This number is not good any more. Please fetch a new one."))
                return True
            try:
                follow_and_tie(openid, int(person_id), "code")
            except BindingError as error:
                self._answer(openid, str(error))
            else:
                cache.delete(f"wechat-code:{found[1]}")
                self._answer(openid, _("Done: this account is tied to your alumni record."))
        return True

    def _answer(self, openid: str, words: str) -> None:
        try:
            enqueue_words(openid=openid, words=words)
        except ContentError:
            return

    def withdrawn(self, person_id: int, topic: str) -> None:
        """Without the consent no account is tied."""
        if topic == WECHAT:
            untie_all(actor=Actor.system("wechat"), person_id=person_id)

    def unbound(self, subject_ref: str) -> None:
        """Without an account the consent ends."""
        kind, _sep, number = subject_ref.partition(":")
        if kind != "person" or accounts_of(int(number)).exists():
            return
        if Person.objects.filter(pk=int(number)).exists():
            withdraw_consent(
                actor=Actor.system("wechat"),
                person_id=int(number),
                topic=WECHAT,
                channel=Channel.WECHAT,
                method=Method.REPLY,
            )


def follow_and_tie(openid: str, person_id: int, way: str) -> WechatFan:
    """Whoever writes to us follows, whatever we had heard before."""
    follow(openid, at=clock.now())
    return tie(openid=openid, person_id=person_id, way=way)
