"""Events and messages on their way to the house: sealed and signed, tried three times."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import urllib3

from wutong.platform.outbox.wechat.crypto import key_of, seal, signature

if TYPE_CHECKING:
    from wutong.devtools.wechat.store import WechatStore

TRIES = 3
AGAIN = 2.0
OURS = "gh_wutong00demo"


@dataclass(order=True)
class Due:
    """One push; ``number`` is the notice a receipt is about."""

    at: float
    order: int
    body: str = field(compare=False)
    number: int = field(compare=False, default=0)
    state: str = field(compare=False, default="")
    tries: int = field(compare=False, default=0)


class Pusher:
    """One thread. ``url`` is the house's callback; empty: nothing is pushed."""

    def __init__(
        self, store: WechatStore, *, url: str, token: str, aes_key: str, app_id: str
    ) -> None:
        self._store, self.url = store, url
        self._token, self._key, self._app_id = token, key_of(aes_key), app_id
        self._queue: queue.PriorityQueue[Due] = queue.PriorityQueue()
        self._count = 0
        self._ended = threading.Event()
        self._pool = urllib3.PoolManager(retries=False, timeout=10.0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; what was not due yet is forgotten."""
        self._ended.set()
        self._thread.join(15)
        self._pool.clear()

    def event(self, openid: str, name: str, inner: str = "") -> None:
        """Something a fan did, at once."""
        body = f"<MsgType>event</MsgType><Event>{name}</Event>{inner}"
        self._plan(0.0, openid, body)

    def words(self, openid: str, text: str) -> None:
        """Something a fan wrote, at once."""
        number = secrets.randbelow(10**15) + 10**15
        body = f"<MsgType>text</MsgType><Content>{escape(text)}</Content><MsgId>{number}</MsgId>"
        self._plan(0.0, openid, body)

    def asked(self, openid: str, template: str, *, accepted: bool, change: bool = False) -> None:
        """What a fan said when they were asked about a template, or changed later."""
        name = "SubscribeMsgChangeEvent" if change else "SubscribeMsgPopupEvent"
        status = "accept" if accepted else "reject"
        inner = (
            f"<{name}><List><TemplateId>{template}</TemplateId>"
            f"<SubscribeStatusString>{status}</SubscribeStatusString>"
            f"<PopupScene>2</PopupScene></List></{name}>"
        )
        self.event(openid, "subscribe_msg_change_event" if change else "subscribe_msg_popup_event",
                   inner)  # fmt: skip

    def receipt(
        self, openid: str, template: str, number: int, *, failed: bool, delay: float
    ) -> None:
        """What became of a notice, after a while."""
        code, words = ("1", "user block") if failed else ("0", "success")
        inner = (
            "<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event>"
            f"<SubscribeMsgSentEvent><List><TemplateId>{template}</TemplateId>"
            f"<MsgID>{number}</MsgID><ErrorCode>{code}</ErrorCode>"
            f"<ErrorStatus>{words}</ErrorStatus></List></SubscribeMsgSentEvent>"
        )
        self._plan(delay, openid, inner, number, "failed" if failed else "arrived")

    def _plan(
        self, delay: float, openid: str, inner: str, number: int = 0, state: str = ""
    ) -> None:
        body = (
            f"<xml><ToUserName>{OURS}</ToUserName><FromUserName>{openid}</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime>{inner}</xml>"
        )
        self._count += 1
        self._queue.put(Due(time.monotonic() + delay, self._count, body, number, state))

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                due = self._queue.get(timeout=0.2)
            except queue.Empty:
                continue
            ahead = due.at - time.monotonic()
            if ahead > 0:
                self._queue.put(due)
                self._ended.wait(min(ahead, 0.05))
                continue
            if due.state:
                self._store.mark(due.number, due.state)
            if self.url and not self.push(due.body) and due.tries < TRIES:
                due.at, due.tries = time.monotonic() + AGAIN, due.tries + 1
                self._queue.put(due)

    def push(self, body: str) -> bool:
        """Seal, sign, send; whether the house took it."""
        sealed = seal(body.encode(), key=self._key, app_id=self._app_id)
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        query = urlencode(
            {
                "signature": signature(self._token, stamp, nonce),
                "timestamp": stamp,
                "nonce": nonce,
                "encrypt_type": "aes",
                "msg_signature": signature(self._token, stamp, nonce, sealed),
            }
        )
        outer = f"<xml><ToUserName>{OURS}</ToUserName><Encrypt>{sealed}</Encrypt></xml>"
        try:
            answer = self._pool.request("POST", f"{self.url}?{query}", body=outer.encode(),
                                        headers={"content-type": "text/xml"})  # fmt: skip
        except urllib3.exceptions.HTTPError:
            return False
        return answer.status == 200
