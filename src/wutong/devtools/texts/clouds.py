"""What the two clouds do with a request: check who asks, then the text, then take it."""

from __future__ import annotations

import hmac
import json
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl
from uuid import uuid4

from wutong.devtools.local.server import DropError
from wutong.devtools.texts import behaviour as special
from wutong.platform.outbox.sms.segments import count_segments
from wutong.platform.outbox.sms.signing import (
    ACS3,
    TC3,
    canonical_query,
    canonical_request,
    digest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wutong.devtools.local.server import Request
    from wutong.devtools.texts.behaviour import Behaviour
    from wutong.devtools.texts.pushing import Pusher
    from wutong.devtools.texts.store import TextStore

CLOCK_SECONDS = 900
MOST = {"aliyun": 100, "tencent": 200}
_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


def _nobody_listens(numbers: list[str]) -> None:
    """Most of the time nobody keeps account of lost answers."""


@dataclass
class Clouds:
    """Both clouds: ``keys`` are secrets by key id, ``signatures`` those that were approved;
    ``on_loss`` hears the numbers of a request before its answer is withheld.
    """

    store: TextStore
    pusher: Pusher
    behaviour: Behaviour
    keys: Mapping[str, str]
    signatures: frozenset[str]
    on_loss: Callable[[list[str]], None] = _nobody_listens
    _nonces: dict[str, float] = field(default_factory=dict)
    _second: tuple[int, int] = (0, 0)
    _turn: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> tuple[int, dict[str, Any]]:
        """Status and JSON. Raises DropError when the answer is to be lost."""
        if self.behaviour.delay:
            time.sleep(self.behaviour.delay)
        if "x-acs-action" in request.headers:
            return self._aliyun(request)
        if "x-tc-action" in request.headers:
            return 200, {"Response": {**self._tencent(request), "RequestId": str(uuid4())}}
        return 404, {"Code": "InvalidAction.NotFound", "Message": "no action is named"}

    # Alibaba

    def _aliyun(self, request: Request) -> tuple[int, dict[str, Any]]:
        wrong = self._aliyun_wrong(request)
        if wrong:
            return 400, {"Code": wrong, "Message": wrong, "RequestId": str(uuid4())}
        if self._over_rate():
            return 400, {"Code": "Throttling.User", "Message": "Request was denied"}
        asked = dict(parse_qsl(request.query, keep_blank_values=True))
        asked |= dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        action = request.headers["x-acs-action"]
        if action == "SendSms":
            numbers = asked.get("PhoneNumbers", "").split(",")
            signatures = [asked.get("SignName", "")] * len(numbers)
            values = [json.loads(asked.get("TemplateParam") or "{}")] * len(numbers)
        elif action == "SendBatchSms":
            numbers = json.loads(asked.get("PhoneNumberJson", "[]"))
            signatures = json.loads(asked.get("SignNameJson", "[]"))
            values = json.loads(asked.get("TemplateParamJson") or "[]") or [{}] * len(numbers)
        else:
            return 404, {"Code": "InvalidAction.NotFound", "Message": action}
        code, ref = self._take_aliyun(asked, numbers, signatures, values)
        said = {"Code": code, "Message": code, "RequestId": str(uuid4())}
        return 200, said | ({"BizId": ref} if code == "OK" else {})

    def _aliyun_wrong(self, request: Request) -> str:
        headers = request.headers
        found = _authorization(headers.get("authorization", ""), ACS3)
        signed = found["SignedHeaders"].split(";") if found else []
        must = {"host", *(name for name in headers if name.startswith("x-acs-"))}
        if not found or not must <= set(signed) or any(name not in headers for name in signed):
            return "IncompleteSignature"
        secret = self.keys.get(found["Credential"])
        if secret is None:
            return "InvalidAccessKeyId.NotFound"
        query = canonical_query(dict(parse_qsl(request.query, keep_blank_values=True)))
        payload = digest(request.body)
        form = canonical_request(query=query, headers=headers, signed=signed, payload=payload)
        to_sign = f"{ACS3}\n{digest(form.encode())}"
        made = hmac.new(secret.encode(), to_sign.encode(), sha256).hexdigest()
        same = headers.get("x-acs-content-sha256", "") == payload
        if not same or not hmac.compare_digest(made, found["Signature"]):
            return "SignatureDoesNotMatch"
        if abs(_moment(headers.get("x-acs-date", "")) - time.time()) > CLOCK_SECONDS:
            return "InvalidTimeStamp.Expired"
        return "" if self._first_time(headers["x-acs-signature-nonce"]) else "SignatureNonceUsed"

    def _take_aliyun(
        self,
        asked: Mapping[str, str],
        numbers: list[str],
        signatures: list[str],
        values: list[dict[str, str]],
    ) -> tuple[str, str]:
        code = asked.get("TemplateCode", "")
        body = self.store.template("aliyun", code)
        wrong = ""
        if len(numbers) > MOST["aliyun"]:
            wrong = "isv.MOBILE_COUNT_OVER_LIMIT"
        elif body is None:
            wrong = "isv.SMS_TEMPLATE_ILLEGAL"
        elif not set(signatures) <= self.signatures:
            wrong = "isv.SMS_SIGNATURE_ILLEGAL"
        elif any(not set(_PLACE.findall(body)) <= set(one) for one in values):
            wrong = "isv.TEMPLATE_MISSING_PARAMETERS"
        elif any(not one.isdigit() or self._ends(one, special.INVALID) for one in numbers):
            wrong = "isv.MOBILE_NUMBER_ILLEGAL"
        elif any(self._ends(one, special.BUSY) for one in numbers):
            wrong = "isv.BUSINESS_LIMIT_CONTROL"
        if wrong or body is None:
            return wrong, ""
        ref = f"{uuid4().int % 10**18}^0"
        filled = [_filled(body, one) for one in values]
        self._take(
            "aliyun",
            [
                (number, signature, code, text, ref, asked.get("OutId", ""))
                for number, signature, text in zip(numbers, signatures, filled, strict=True)
            ],
        )
        return "OK", ref

    # Tencent

    def _tencent(self, request: Request) -> dict[str, Any]:
        wrong = self._tencent_wrong(request)
        if wrong:
            return {"Error": {"Code": wrong, "Message": wrong}}
        if self._over_rate():
            return {"Error": {"Code": "RequestLimitExceeded", "Message": "too many"}}
        asked = json.loads(request.body)
        if request.headers["x-tc-action"] != "SendSms":
            return {"Error": {"Code": "InvalidAction", "Message": "only SendSms"}}
        code = str(asked["TemplateId"])
        body = self.store.template("tencent", code)
        numbers: list[str] = asked["PhoneNumberSet"]
        if len(numbers) > MOST["tencent"]:
            wrong = "LimitExceeded.PhoneNumberCountLimit"
        elif body is None:
            wrong = "FailedOperation.TemplateIncorrectOrUnapproved"
        elif asked.get("SignName", "") not in self.signatures:
            wrong = "FailedOperation.SignatureIncorrectOrUnapproved"
        given = list(asked.get("TemplateParamSet") or [])
        keys = list(dict.fromkeys(_PLACE.findall(body or "")))
        if not wrong and len(keys) != len(given):
            wrong = "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
        if wrong or body is None:
            return {"Error": {"Code": wrong, "Message": wrong}}
        values = dict(zip(keys, given, strict=True))
        text = _filled(body, values)
        states = [self._tencent_state(number, asked) for number in numbers]
        self._take(
            "tencent",
            [
                (one["PhoneNumber"], asked["SignName"], code, text, one["SerialNo"],
                 asked.get("SessionContext", ""))
                for one in states
                if one["Code"] == "Ok"
            ],
        )  # fmt: skip
        return {"SendStatusSet": states}

    def _tencent_state(self, number: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        code = "Ok"
        if not re.fullmatch(r"\+\d{8,15}", number) or self._ends(number, special.INVALID):
            code = "InvalidParameterValue.IncorrectPhoneNumber"
        elif self._ends(number, special.BUSY):
            code = "LimitExceeded.PhoneNumberThirtySecondLimit"
        return {
            "SerialNo": f"5000:{uuid4().int % 10**24}" if code == "Ok" else "",
            "PhoneNumber": number,
            "Fee": 1 if code == "Ok" else 0,
            "SessionContext": asked.get("SessionContext", ""),
            "Code": code,
            "Message": "send success" if code == "Ok" else code,
            "IsoCode": "CN" if number.startswith("+86") else "",
        }

    def _tencent_wrong(self, request: Request) -> str:
        headers = request.headers
        found = _authorization(headers.get("authorization", ""), TC3)
        if found is None or found["Credential"].count("/") != 3:
            return "AuthFailure.InvalidAuthorization"
        key_id, day, service, _end = found["Credential"].split("/")
        secret = self.keys.get(key_id)
        if secret is None:
            return "AuthFailure.SecretIdNotFound"
        stamp = headers.get("x-tc-timestamp", "0")
        moment = int(stamp) if stamp.isdigit() else 0
        if abs(moment - time.time()) > CLOCK_SECONDS / 3:
            return "AuthFailure.SignatureExpire"
        signed = found["SignedHeaders"].split(";")
        if not {"content-type", "host"} <= set(signed):
            return "AuthFailure.SignatureFailure"
        # Names and values are signed in lower case; the action comes as it is written.
        lowered = {name: headers.get(name, "").lower() for name in signed}
        form = canonical_request(
            query="", headers=lowered, signed=signed, payload=digest(request.body)
        )
        scope = f"{datetime.fromtimestamp(moment, tz=UTC):%Y-%m-%d}/{service}/tc3_request"
        to_sign = "\n".join([TC3, stamp, scope, digest(form.encode())])
        key = f"TC3{secret}".encode()
        for part in (day, service, "tc3_request"):
            key = hmac.new(key, part.encode(), sha256).digest()
        made = hmac.new(key, to_sign.encode(), sha256).hexdigest()
        right = hmac.compare_digest(made, found["Signature"])
        return "" if right else "AuthFailure.SignatureFailure"

    # both

    def _over_rate(self) -> bool:
        """More requests this second than the cloud takes, or simply a bad moment."""
        with self._lock:
            now = int(time.time())
            second, seen = self._second
            self._second = (now, seen + 1 if second == now else 1)
            self._turn += 1
            over = bool(self.behaviour.rate) and self._second[1] > self.behaviour.rate
            return over or _falls(self._turn, self.behaviour.busy_share)

    def _first_time(self, nonce: str) -> bool:
        now = time.time()
        with self._lock:
            if len(self._nonces) > 100_000:
                self._nonces = {
                    key: at for key, at in self._nonces.items() if now - at < CLOCK_SECONDS
                }
            if nonce in self._nonces:
                return False
            self._nonces[nonce] = now
            return True

    def _take(self, cloud: str, texts: list[tuple[str, str, str, str, str, str]]) -> None:
        """Keep them, plan their receipts and replies, and lose the answer where that is asked."""
        if not texts:
            return
        numbers = [number for number, *_rest in texts]
        if _falls(self._turn, self.behaviour.cut_share):
            self._lose(numbers)
        last = self.store.add(
            [
                (cloud, number, signature, code, text,
                 count_segments(f"【{signature}】{text}", domestic=_domestic(cloud, number)).parts,
                 ref, out_id)
                for number, signature, code, text, ref, out_id in texts
            ]
        )  # fmt: skip
        first = last - len(texts) + 1
        for place, one in enumerate(texts):
            number = one[0]
            failed = self._ends(number, special.GONE) or _falls(
                first + place, self.behaviour.failed_share
            )
            self.pusher.plan(cloud, first + place, failed=failed)
            if self._ends(number, special.LEAVES):
                self.pusher.plan_reply(cloud, first + place, special.OPT_OUT)
            elif self._ends(number, special.THANKS):
                self.pusher.plan_reply(cloud, first + place, special.WORDS)
        lost = any(self._ends(number, special.LOST) for number in numbers)
        if lost or _falls(self._turn, self.behaviour.lost_share):
            self._lose(numbers)

    def _ends(self, number: str, ending: str) -> bool:
        return self.behaviour.endings and number.endswith(ending)

    def _lose(self, numbers: list[str]) -> NoReturn:
        self.on_loss(numbers)
        raise DropError


def _filled(body: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda hit: values[hit[1]], body)


def _domestic(cloud: str, number: str) -> bool:
    return number.startswith("+86") if cloud == "tencent" else len(number) == 11


def _falls(turn: int, share: float) -> bool:
    """Every ``1/share``-th: the same run after run."""
    return share > 0 and turn % max(round(1 / share), 1) == 0


def _moment(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _authorization(header: str, algorithm: str) -> dict[str, str] | None:
    """The three parts of an Authorization header."""
    if not header.startswith(f"{algorithm} "):
        return None
    parts = (one.strip().partition("=") for one in header[len(algorithm) :].split(","))
    found = {name: value for name, _sep, value in parts}
    return found if {"Credential", "SignedHeaders", "Signature"} <= found.keys() else None
