"""Tencent Cloud SMS: SendSms (2021-01-11), receipts and replies by callback."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wutong.kernel import clock
from wutong.platform.outbox.sms import codes
from wutong.platform.outbox.sms.numbers import as_e164
from wutong.platform.outbox.sms.signing import tc3_authorization
from wutong.platform.outbox.sms.values import Answer, Receipt, Reply, Text, Verdict
from wutong.platform.outbox.sms.wire import LostError, NotSentError, Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "2021-01-11"
MOST = 200
CONTENT = "application/json; charset=utf-8"


class Tencent:
    """``endpoint`` is ``https://sms.tencentcloudapi.com`` or the simulator's address."""

    most = MOST

    def __init__(
        self,
        *,
        endpoint: str,
        key_id: str,
        secret: str,
        app_id: str,
        region: str = "ap-guangzhou",
        connections: int = 8,
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._key_id, self._secret = key_id, secret
        self._app_id, self._region = app_id, region
        self._wire = Wire(connections)

    def together(self, first: Text, second: Text) -> bool:
        """One request has one text for many numbers: everything but the number is the same."""
        return (
            first.template == second.template
            and first.signature == second.signature
            and dict(first.values) == dict(second.values)
        )

    def send(self, texts: Sequence[Text], request_id: str) -> list[Answer]:
        """The cloud has no idempotent sending: a lost answer stays uncertain until a receipt."""
        first = texts[0]
        asked = {
            "PhoneNumberSet": [text.number for text in texts],
            "SmsSdkAppId": self._app_id,
            "SignName": first.signature,
            "TemplateId": first.template,
            "TemplateParamSet": list(first.values.values()),
            "SessionContext": request_id,
        }
        try:
            status, data = self._post("SendSms", json.dumps(asked, ensure_ascii=False).encode())
        except NotSentError as error:
            return [Answer(Verdict.NOT_SENT, str(error))] * len(texts)
        except LostError as error:
            return [Answer(Verdict.UNCERTAIN, str(error))] * len(texts)
        return _understood(status, data, texts)

    def close(self) -> None:
        """Let the connections go."""
        self._wire.close()

    def _post(self, action: str, body: bytes) -> tuple[int, bytes]:
        timestamp = int(clock.now().timestamp())
        signed = {
            "content-type": CONTENT,
            "host": urlsplit(self._endpoint).netloc,
            "x-tc-action": action.lower(),
        }
        headers = {
            "Content-Type": CONTENT,
            "Host": signed["host"],
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Region": self._region,
            "X-TC-Timestamp": str(timestamp),
            "Authorization": tc3_authorization(
                key_id=self._key_id,
                secret=self._secret,
                service="sms",
                timestamp=timestamp,
                headers=signed,
                body=body,
            ),
        }
        return self._wire.post(f"{self._endpoint}/", body, headers)


def _understood(status: int, data: bytes, texts: Sequence[Text]) -> list[Answer]:
    try:
        said = json.loads(data)["Response"]
        if "Error" in said:
            code = str(said["Error"]["Code"])
            verdict, wait = codes.meaning(codes.TENCENT, code)
            reply = f"{code} {said['Error'].get('Message', '')}".strip()[:500]
            return [Answer(verdict, reply, "", wait)] * len(texts)
        by_number = {str(one["PhoneNumber"]): one for one in said["SendStatusSet"]}
    except (ValueError, KeyError, TypeError):
        return [Answer(Verdict.UNCERTAIN, f"HTTP {status}")] * len(texts)
    return [_of_number(by_number.get(text.number)) for text in texts]


def _of_number(one: dict[str, Any] | None) -> Answer:
    if one is None:
        return Answer(Verdict.UNCERTAIN, "not in the answer")
    code = str(one.get("Code", ""))
    verdict, wait = codes.meaning(codes.TENCENT, code)
    reply = f"{code} {one.get('Message', '')}".strip()[:500]
    return Answer(verdict, reply, str(one.get("SerialNo") or ""), wait)


def read_receipts(pushed: Any) -> list[Receipt]:
    """The status callback: a JSON array. Raises for anything else."""
    return [
        Receipt(
            ref=str(one["sid"]),
            number=as_e164(str(one["mobile"]), str(one.get("nationcode") or "86")),
            arrived=str(one["report_status"]).upper() == "SUCCESS",
            code=str(one.get("errmsg") or "")[:60],
            at=_moment(str(one.get("user_receive_time") or "")),
        )
        for one in pushed
    ]


def read_replies(pushed: Any) -> list[Reply]:
    """The reply callback: one JSON object."""
    found = pushed if isinstance(pushed, list) else [pushed]
    return [
        Reply(
            number=as_e164(str(one["mobile"]), str(one.get("nationcode") or "86")),
            text=str(one["text"])[:500],
            at=datetime.fromtimestamp(int(one.get("time") or 0), tz=UTC)
            if one.get("time")
            else clock.now(),
            signature=str(one.get("sign") or "")[:40],
        )
        for one in found
    ]


def _moment(text: str) -> datetime:
    """Campus time, as the mainland's clouds write it."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.CAMPUS).astimezone(UTC)
    except ValueError:
        return clock.now()


WELL = {"result": 0, "errmsg": "OK"}
