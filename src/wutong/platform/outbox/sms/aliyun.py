"""Alibaba Cloud SMS: SendSms and SendBatchSms (2017-05-25), receipts and replies by HTTP push."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wutong.kernel import clock
from wutong.platform.outbox.sms import codes
from wutong.platform.outbox.sms.numbers import MAINLAND, as_e164
from wutong.platform.outbox.sms.signing import acs3_authorization, canonical_query, digest
from wutong.platform.outbox.sms.values import Answer, Receipt, Reply, Text, Verdict
from wutong.platform.outbox.sms.wire import LostError, NotSentError, Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "2017-05-25"
MOST = 100


class Aliyun:
    """``endpoint`` is ``https://dysmsapi.aliyuncs.com`` or the simulator's address."""

    most = MOST

    def __init__(self, *, endpoint: str, key_id: str, secret: str, connections: int = 8) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._key_id, self._secret = key_id, secret
        self._wire = Wire(connections)

    def together(self, first: Text, second: Text) -> bool:
        """A batch has one template; signatures and values are per number."""
        return first.template == second.template

    def send(self, texts: Sequence[Text], request_id: str) -> list[Answer]:
        """``request_id`` is the nonce and the OutId: the cloud refuses the same request twice, and
        a receipt names it even when the answer was lost.
        """
        return self._send(texts, request_id, request_id)

    def _send(self, texts: Sequence[Text], out_id: str, nonce: str) -> list[Answer]:
        if len(texts) == 1:
            return [self._ask("SendSms", _single(texts[0], out_id), {}, nonce)]
        query, form = _batch(texts, out_id)
        answer = self._ask("SendBatchSms", query, form, nonce)
        if answer.verdict in {Verdict.REFUSED, Verdict.DEAD, Verdict.BLOCKED, Verdict.LATER}:
            # One bad number takes the whole batch with it: nothing of it was sent. Halving finds
            # it in a dozen requests; each needs a nonce of its own, receipts name the same OutId.
            half = len(texts) // 2
            return [
                *self._send(texts[:half], out_id, f"{nonce}0"),
                *self._send(texts[half:], out_id, f"{nonce}1"),
            ]
        return [answer] * len(texts)

    def close(self) -> None:
        """Let the connections go."""
        self._wire.close()

    def _ask(self, action: str, query: dict[str, str], form: dict[str, str], nonce: str) -> Answer:
        encoded = canonical_query(query)
        body = canonical_query(form).encode()
        headers = {
            "host": urlsplit(self._endpoint).netloc,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": nonce,
            "x-acs-content-sha256": digest(body),
        }
        if form:
            headers["content-type"] = "application/x-www-form-urlencoded"
        headers["Authorization"] = acs3_authorization(
            key_id=self._key_id, secret=self._secret, query=encoded, headers=headers
        )
        try:
            status, data = self._wire.post(f"{self._endpoint}/?{encoded}", body, headers)
        except NotSentError as error:
            return Answer(Verdict.NOT_SENT, str(error))
        except LostError as error:
            return Answer(Verdict.UNCERTAIN, str(error))
        return _understood(status, data)


def _understood(status: int, data: bytes) -> Answer:
    try:
        said = json.loads(data)
        code = str(said["Code"])
    except (ValueError, KeyError, TypeError):
        return Answer(Verdict.UNCERTAIN, f"HTTP {status}")
    verdict, wait = codes.meaning(codes.ALIYUN, code)
    return Answer(verdict, f"{code} {said.get('Message', '')}".strip()[:500], "", wait)


def _plain(number: str) -> str:
    return number.removeprefix(MAINLAND).removeprefix("+")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _single(text: Text, out_id: str) -> dict[str, str]:
    return {
        "PhoneNumbers": _plain(text.number),
        "SignName": text.signature,
        "TemplateCode": text.template,
        "TemplateParam": _json(dict(text.values)),
        "OutId": out_id,
    }


def _batch(texts: Sequence[Text], out_id: str) -> tuple[dict[str, str], dict[str, str]]:
    query = {"TemplateCode": texts[0].template, "OutId": out_id}
    form = {
        "PhoneNumberJson": _json([_plain(text.number) for text in texts]),
        "SignNameJson": _json([text.signature for text in texts]),
        "TemplateParamJson": _json([dict(text.values) for text in texts]),
    }
    return query, form


def read_receipts(pushed: Any) -> list[Receipt]:
    """SmsReport: a JSON array. Raises KeyError, TypeError or ValueError for anything else."""
    return [
        Receipt(
            ref=str(one.get("out_id") or one["biz_id"]),
            number=as_e164(str(one["phone_number"])),
            arrived=one["success"] is True or str(one["success"]).lower() == "true",
            code=str(one.get("err_code") or "")[:60],
            at=_moment(str(one.get("report_time") or "")),
            parts=int(one.get("sms_size") or 0),
        )
        for one in pushed
    ]


def read_replies(pushed: Any) -> list[Reply]:
    """SmsUp: a JSON array."""
    return [
        Reply(
            number=as_e164(str(one["phone_number"])),
            text=str(one["content"])[:500],
            at=_moment(str(one.get("send_time") or "")),
            signature=str(one.get("sign_name") or "")[:40],
        )
        for one in pushed
    ]


def _moment(text: str) -> datetime:
    """The clouds write campus time without saying so."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.CAMPUS).astimezone(UTC)
    except ValueError:
        return clock.now()


WELL = {"code": 0, "msg": "OK"}
