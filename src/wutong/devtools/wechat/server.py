"""WeChat on this machine: the account's interfaces, and fans who do things."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING, Any

from wutong.devtools.local.server import LocalServer
from wutong.devtools.wechat.account import EVER, Account, Behaviour
from wutong.devtools.wechat.pushing import Pusher

if TYPE_CHECKING:
    from wutong.devtools.wechat.store import WechatStore

_LETTERS = string.ascii_letters + string.digits


class Simulator:
    """The account on one port, its callbacks, and what a fan can do."""

    def __init__(
        self,
        *,
        store: WechatStore,
        keys: dict[str, str],
        templates: list[dict[str, Any]],
        behaviour: Behaviour | None = None,
        callback: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """``keys``: app_id, secret, token and aes_key."""
        self.store = store
        self.pusher = Pusher(
            store, url=callback, token=keys["token"], aes_key=keys["aes_key"],
            app_id=keys["app_id"],
        )  # fmt: skip
        self.account = Account(
            store, self.pusher, behaviour or Behaviour(), keys["app_id"], keys["secret"], templates
        )
        self._server = LocalServer(self.account.answer, host=host, port=port)
        self.port, self.address = self._server.port, self._server.address
        self.account.desk.address = self.address

    def close(self) -> None:
        """Stop serving and pushing."""
        self._server.close()
        self.pusher.close()

    def follow(self, nickname: str, openid: str = "") -> str:
        """Somebody follows; their openid."""
        openid = openid or "oFan" + "".join(secrets.choice(_LETTERS) for _one in range(24))
        self.store.keep_fan(openid, nickname)
        self.pusher.event(openid, "subscribe")
        return openid

    def leave(self, openid: str) -> None:
        """Somebody leaves."""
        self.store.keep_fan(openid, follows=False)
        self.pusher.event(openid, "unsubscribe")

    def say(self, openid: str, words: str) -> None:
        """A fan writes."""
        self.store.keep_fan(openid)
        self.store.wrote(openid)
        self.store.add(openid, own=True, title="", body=words)
        self.pusher.words(openid, words)

    def allow(self, openid: str, template: str) -> None:
        """A fan allows a template: once, or for good where it is such a one."""
        lasting = any(
            one["priTmplId"] == template and one["type"] == 3 for one in self.account.templates
        )
        self.store.allow(openid, template, EVER if lasting else 1)
        self.pusher.asked(openid, template, accepted=True)

    def refuse(self, openid: str, template: str) -> None:
        """A fan takes it back."""
        self.store.allow(openid, template, -EVER)
        self.pusher.asked(openid, template, accepted=False, change=True)
