"""The interfaces of the Official Account, as its reference describes them."""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from wutong.platform.outbox.sms.wire import LostError, NotSentError, Wire
from wutong.platform.outbox.wechat.codes import BUSY, EXPIRED

if TYPE_CHECKING:
    from collections.abc import Mapping

AHEAD = 300.0  # a token is given up so many seconds before it ends
JSON = {"content-type": "application/json; charset=utf-8"}


class WechatError(Exception):
    """WeChat answered with an errcode."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(f"{code} {words}".strip())
        self.code = code


@dataclass
class AccessToken:
    """The one place that keeps the access token of an account and asks for a new one.

    ``stable_token`` gives every process the same token while it is good, so nothing has to be
    shared between them; a forced renewal is for a token WeChat says is worth nothing.
    """

    wire: Wire
    endpoint: str
    app_id: str
    secret: str
    _token: str = ""
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> str:
        """A good token; raises NotSentError, LostError or WechatError."""
        with self._lock:
            if not self._token or time.monotonic() >= self._until:
                self._fetch(force=False)
            return self._token

    def renew(self, used: str) -> str:
        """Another one than ``used``, unless somebody else has renewed it meanwhile."""
        with self._lock:
            if self._token == used:
                self._fetch(force=False)
            if self._token == used:
                self._fetch(force=True)
            return self._token

    def _fetch(self, *, force: bool) -> None:
        asked = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        url = f"{self.endpoint}/cgi-bin/stable_token"
        _status, data = self.wire.post(url, json.dumps(asked).encode(), JSON)
        said = understood(data)
        if not said.get("access_token"):
            raise LostError("no access_token")
        self._token = str(said["access_token"])
        self._until = time.monotonic() + max(float(said.get("expires_in") or 0) - AHEAD, 30.0)


def understood(data: bytes) -> dict[str, Any]:
    """The JSON of an answer; raises WechatError, or LostError for what is no such answer."""
    try:
        said = json.loads(data)
        code = int(said.get("errcode") or 0)
    except (ValueError, AttributeError, TypeError) as error:
        raise LostError(type(error).__name__) from error
    if code:
        raise WechatError(code, str(said.get("errmsg") or "")[:300])
    return dict(said)


class OfficialAccount:
    """Calls with the token; a token that was refused is renewed once and the call repeated, which
    is safe: nothing is done for a token that is not accepted.
    """

    def __init__(self, *, endpoint: str, app_id: str, secret: str, connections: int = 8) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._app_id, self._secret = app_id, secret
        self._wire = Wire(connections)
        self._token = AccessToken(self._wire, self._endpoint, app_id, secret)

    def send_notice(
        self, openid: str, template: str, values: Mapping[str, str], page: str = ""
    ) -> dict[str, Any]:
        """``bizsend``: a subscription notice to one fan; the answer names it (``msgid``)."""
        asked: dict[str, Any] = {
            "touser": openid,
            "template_id": template,
            "data": {key: {"value": value} for key, value in values.items()},
        }
        if page:
            asked["page"] = page
        return self._post("/cgi-bin/message/subscribe/bizsend", asked)

    def send_words(self, openid: str, words: str) -> dict[str, Any]:
        """``custom/send``: words to a fan who has written within 48 hours."""
        asked = {"touser": openid, "msgtype": "text", "text": {"content": words}}
        return self._post("/cgi-bin/message/custom/send", asked)

    def templates(self) -> list[dict[str, Any]]:
        """``gettemplate``: what the account may send."""
        return list(self._get("/wxaapi/newtmpl/gettemplate").get("data") or [])

    def fan(self, openid: str) -> dict[str, Any]:
        """``user/info``: whether they follow, and their unionid."""
        return self._get("/cgi-bin/user/info", openid=openid, lang="zh_CN")

    def fans(self, after: str = "") -> tuple[list[str], str]:
        """``user/get``: up to 10,000 openids after one, and where the next page begins."""
        said = self._get("/cgi-bin/user/get", next_openid=after)
        listed = list((said.get("data") or {}).get("openid") or [])
        return listed, str(said.get("next_openid") or "") if listed else ""

    def whose_code(self, code: str) -> dict[str, Any]:
        """The openid behind the code of a web authorisation (``snsapi_base``)."""
        query = urlencode(
            {
                "appid": self._app_id,
                "secret": self._secret,
                "code": code,
                "grant_type": "authorization_code",
            }
        )
        _status, data = self._wire.get(f"{self._endpoint}/sns/oauth2/access_token?{query}")
        return understood(data)

    def ask(self, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Any interface that takes JSON, for rooms that know what it means."""
        return self._post(path, asked)

    def upload(
        self, path: str, name: str, content: bytes, kind: str, **query: str
    ) -> dict[str, Any]:
        """A file as the field ``media`` of a form; ``kind`` is its content type."""
        edge = secrets.token_hex(16)
        bare = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "._-")) or "file"
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="media"; filename="{bare}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        header = {"content-type": f"multipart/form-data; boundary={edge}"}
        return self._with_token(
            lambda token: self._wire.post(self._url(path, token, **query), body, header)
        )

    def close(self) -> None:
        """Let the connections go."""
        self._wire.close()

    def _post(self, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps(asked, ensure_ascii=False).encode()
        return self._with_token(lambda token: self._wire.post(self._url(path, token), body, JSON))

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        return self._with_token(lambda token: self._wire.get(self._url(path, token, **query)))

    def _url(self, path: str, token: str, **query: str) -> str:
        return f"{self._endpoint}{path}?{urlencode({'access_token': token, **query})}"

    def _with_token(self, ask: Any) -> dict[str, Any]:
        token = self._bare_token()
        try:
            return understood(ask(token)[1])
        except WechatError as error:
            if error.code not in EXPIRED:
                raise
        return understood(ask(self._bare_token(token))[1])

    def _bare_token(self, used: str = "") -> str:
        """A lost answer of the token's own call, or a busy one, means that no message has left."""
        try:
            return self._token.renew(used) if used else self._token.get()
        except LostError as error:
            raise NotSentError(str(error)) from error
        except WechatError as error:
            if error.code == BUSY:
                raise NotSentError(str(error)) from error
            raise
