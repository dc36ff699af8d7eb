"""Receipts and replies on their way back: due after a while, pushed in batches, tried again."""

from __future__ import annotations

import heapq
import json
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import urllib3

if TYPE_CHECKING:
    from wutong.devtools.texts.behaviour import Behaviour
    from wutong.devtools.texts.store import CaughtText, TextStore

BATCH = 100
TRIES = 4
AGAIN = 5.0
_CAMPUS = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Due:
    """Something to be pushed: a receipt without ``words``, a reply with them."""

    cloud: str
    text_id: int
    failed: bool = False
    words: str = ""
    tries: int = 0


class Pusher:
    """One thread. ``base`` is ``http://…/sms/<token>``; empty: nothing is pushed."""

    def __init__(self, store: TextStore, behaviour: Behaviour, base: str) -> None:
        self._store, self._behaviour, self._base = store, behaviour, base.rstrip("/")
        self._heap: list[tuple[float, int, Due]] = []
        self._number = 0
        self._wake = threading.Condition()
        self._ended = False
        self._pool = urllib3.PoolManager(retries=False, timeout=10.0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; what was not due yet is forgotten."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._thread.join(15)
        self._pool.clear()

    def plan(self, cloud: str, text_id: int, *, failed: bool) -> None:
        """A receipt, after the usual while."""
        self._push_at(self._behaviour.receipt_delay, Due(cloud, text_id, failed))

    def plan_reply(
        self, cloud: str, text_id: int, words: str, *, delay: float | None = None
    ) -> None:
        """A reply, after a longer while."""
        wait = self._behaviour.reply_delay if delay is None else delay
        self._push_at(wait, Due(cloud, text_id, words=words))

    def _push_at(self, wait: float, due: Due) -> None:
        with self._wake:
            self._number += 1
            heapq.heappush(self._heap, (time.monotonic() + wait, self._number, due))
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._ended and not self._ready():
                    ahead = self._heap[0][0] - time.monotonic() if self._heap else None
                    self._wake.wait(ahead)
                if self._ended:
                    return
                items = [heapq.heappop(self._heap)[2]]
                first = items[0]
                while (
                    not first.words
                    and self._ready()
                    and len(items) < BATCH
                    and not self._heap[0][2].words
                    and self._heap[0][2].cloud == first.cloud
                ):
                    items.append(heapq.heappop(self._heap)[2])
            self._push(items)

    def _ready(self) -> bool:
        return bool(self._heap) and self._heap[0][0] <= time.monotonic()

    def _push(self, items: list[Due]) -> None:
        cloud, reply = items[0].cloud, bool(items[0].words)
        texts = self._store.some([due.text_id for due in items])
        known = [(due, texts[due.text_id]) for due in items if due.text_id in texts]
        if not known:
            return
        said: Any
        if reply:
            said = reply_of(known[0][1], known[0][0].words)
            self._store.note_reply(known[0][1].id, known[0][0].words)
        else:
            said = [receipt_of(text, failed=due.failed) for due, text in known]
            for failed in (True, False):
                self._store.mark(
                    [text.id for due, text in known if due.failed == failed],
                    "failed" if failed else "arrived",
                )
        if self._base and not self._sent(cloud, "replies" if reply else "receipts", said):
            for due in items:
                if due.tries < TRIES:
                    again = Due(due.cloud, due.text_id, due.failed, due.words, due.tries + 1)
                    self._push_at(AGAIN, again)

    def _sent(self, cloud: str, what: str, said: Any) -> bool:
        body = json.dumps(said, ensure_ascii=False).encode()
        try:
            answer = self._pool.request(
                "POST",
                f"{self._base}/{cloud}/{what}",
                body=body,
                headers={"content-type": "application/json; charset=utf-8"},
            )
        except urllib3.exceptions.HTTPError:
            return False
        return 200 <= answer.status < 300


def _now() -> str:
    return datetime.now(tz=UTC).astimezone(_CAMPUS).strftime("%Y-%m-%d %H:%M:%S")


def receipt_of(text: CaughtText, *, failed: bool) -> dict[str, Any]:
    """What the carrier reports about a text, in the words of its cloud."""
    if text.cloud == "tencent":
        return {
            "user_receive_time": _now(),
            "nationcode": "86",
            "mobile": text.number.removeprefix("+86"),
            "report_status": "FAIL" if failed else "SUCCESS",
            "errmsg": "MK:0001" if failed else "DELIVRD",
            "description": "空号" if failed else "用户短信送达成功",
            "sid": text.ref,
        }
    return {
        "phone_number": text.number,
        "send_time": _now(),
        "report_time": _now(),
        "success": not failed,
        "err_code": "MOBILE_NOT_ON_SERVICE" if failed else "DELIVERED",
        "err_msg": "空号" if failed else "用户接收成功",
        "sms_size": str(text.parts),
        "biz_id": text.ref,
        "out_id": text.out_id,
    }


def reply_of(text: CaughtText, words: str) -> Any:
    """What its owner texts back, in the words of its cloud."""
    if text.cloud == "tencent":
        return {
            "extend": "",
            "mobile": text.number.removeprefix("+86"),
            "nationcode": "86",
            "sign": text.signature,
            "text": words,
            "time": int(time.time()),
        }
    return [
        {
            "phone_number": text.number,
            "send_time": _now(),
            "content": words,
            "sign_name": text.signature,
            "dest_code": "1069",
            "sequence_id": str(text.id),
        }
    ]
