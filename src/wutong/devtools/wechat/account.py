"""What WeChat does with a request of the account: the token first, then the message."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from wutong.devtools.local.server import DropError, Page
from wutong.devtools.wechat.articles import Desk
from wutong.platform.outbox.wechat.kinds import fits, keywords_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wutong.devtools.local.server import Request
    from wutong.devtools.wechat.pushing import Pusher
    from wutong.devtools.wechat.store import WechatStore

TOKEN_SECONDS = 7200
WINDOW = 48 * 3600
EVER = 10**9
# What openids with these endings do, so that a demonstration can show each case.
GONE, REFUSES, LOST, BLOCKS = "0001", "0002", "0003", "0004"
DEMO_FAN = re.compile(r"oWt[A-Za-z0-9]{25}")
OK = {"errcode": 0, "errmsg": "ok"}


@dataclass
class Behaviour:
    """Seconds; ``quota`` is notices before the day's share is used up, 0 for any number."""

    delay: float = 0.0
    receipt_delay: float = 1.0
    quota: int = 0


@dataclass
class Account:
    """One Official Account: ``templates`` as ``gettemplate`` lists them."""

    store: WechatStore
    pusher: Pusher
    behaviour: Behaviour
    app_id: str
    secret: str
    templates: list[dict[str, Any]]
    tokens: dict[str, float] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    desk: Desk = field(default_factory=Desk)
    given: int = 0
    sent: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> tuple[int, Any]:
        """Status and JSON. Raises DropError when the answer is to be lost."""
        query = {
            key: values[0]
            for key, values in parse_qs(request.query, keep_blank_values=True).items()
        }
        is_file = request.headers.get("content-type", "").startswith("multipart/")
        asked = json.loads(request.body) if request.body and not is_file else {}
        if request.path.startswith("/s/"):
            shown = self.desk.page(request.path)
            return (200, shown) if shown else (404, Page("<p>该内容已被发布者删除</p>"))
        if request.path == "/connect/oauth2/authorize":
            return self._authorize(query)
        if self.behaviour.delay:
            time.sleep(self.behaviour.delay)
        if request.path == "/cgi-bin/stable_token":
            return 200, self._stable_token(asked)
        if request.path == "/sns/oauth2/access_token":
            return 200, self._whose(query)
        if self.tokens.get(query.get("access_token", ""), 0) < time.time():
            return 200, {"errcode": 40001, "errmsg": "invalid credential, token is invalid"}
        acts: dict[str, Callable[[], dict[str, Any]]] = {
            "/wxaapi/newtmpl/gettemplate": lambda: {**OK, "data": self.templates},
            "/cgi-bin/message/subscribe/bizsend": lambda: self._notice(asked),
            "/cgi-bin/message/custom/send": lambda: self._words(asked),
            "/cgi-bin/user/info": lambda: self._info(query.get("openid", "")),
            "/cgi-bin/user/get": self._list,
        }
        desk = self.desk.acts(request, asked)
        act = acts.get(request.path) or desk.get(request.path)
        return (200, act()) if act else (404, {"errcode": 404, "errmsg": "not found"})

    def expire(self) -> None:
        """Every token is worth nothing from now on."""
        self.tokens.clear()

    def follows(self, openid: str) -> bool:
        """A fan of the page, or one of the demo data that has not left."""
        fan = self.store.fan(openid)
        if fan is not None:
            return fan.follows
        return DEMO_FAN.fullmatch(openid) is not None and not openid.endswith(GONE)

    def _stable_token(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if asked.get("appid") != self.app_id:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if asked.get("secret") != self.secret:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        with self._lock:
            now = time.time()
            good = [one for one, until in self.tokens.items() if until > now + 300]
            if not good or asked.get("force_refresh"):
                self.tokens = dict.fromkeys(good, now + 300)
                good = [secrets.token_urlsafe(48)]
                self.tokens[good[0]] = now + TOKEN_SECONDS
                self.given += 1
            return {"access_token": good[-1], "expires_in": TOKEN_SECONDS}

    def _template(self, code: str) -> dict[str, Any] | None:
        return next((one for one in self.templates if one["priTmplId"] == code), None)

    def _allowed(self, openid: str, template: Mapping[str, Any]) -> bool:
        code = template["priTmplId"]
        if self.store.fan(openid) is None:
            return not openid.endswith(REFUSES)
        return self.store.allowed(openid, code) > 0

    def _notice(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        openid, template = (
            str(asked.get("touser", "")),
            self._template(asked.get("template_id", "")),
        )
        values = {key: str(one["value"]) for key, one in asked.get("data", {}).items()}
        wrong = self._wrong(openid, template, values)
        if wrong is not None or template is None:
            code, said = wrong or (40037, "invalid template_id")
            return {"errcode": code, "errmsg": said}
        if template["type"] == 2 and self.store.fan(openid) is not None:
            self.store.allow(openid, template["priTmplId"], -1)
        places = keywords_in(template["content"])
        lines = [f"{one.label}：{values[one.key]}" for one in places]
        number = self.store.add(
            openid, own=False, title=template["title"], body="\n".join(lines),
            page=str(asked.get("page") or ""),
        )  # fmt: skip
        blocked = openid.endswith(BLOCKS)
        self.pusher.receipt(
            openid,
            template["priTmplId"],
            number,
            failed=blocked,
            delay=self.behaviour.receipt_delay,
        )
        if openid.endswith(LOST):
            raise DropError
        return {**OK, "msgid": number}

    def _wrong(
        self, openid: str, template: dict[str, Any] | None, values: Mapping[str, str]
    ) -> tuple[int, str] | None:
        """The errcode of a notice, in the order WeChat looks."""
        with self._lock:
            self.sent += 1
            over = bool(self.behaviour.quota) and self.sent > self.behaviour.quota
        places = keywords_in(template["content"]) if template else []
        unfit = [one.key for one in places if not fits(one.key, values.get(one.key, ""))]
        strange = set(values) - {one.key for one in places}
        looks: list[tuple[bool, int, str]] = [
            (over, 45009, "reach max api daily quota limit"),
            (template is None, 40037, "invalid template_id"),
            (not openid.startswith("o"), 40003, "invalid openid"),
            (not self.follows(openid), 43004, "require subscribe"),
            (template is not None and not self._allowed(openid, template), 43101,
             "user refuse to accept the msg"),
            (bool(unfit or strange), 47003, f"argument invalid! {unfit}"),
        ]  # fmt: skip
        return next(((code, words) for is_so, code, words in looks if is_so), None)

    def _words(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        openid = str(asked.get("touser", ""))
        fan = self.store.fan(openid)
        if not self.follows(openid):
            return {"errcode": 43004, "errmsg": "require subscribe"}
        if fan is None or fan.wrote < time.time() - WINDOW:
            return {"errcode": 45015, "errmsg": "response out of time limit"}
        self.store.add(openid, own=False, title="", body=str(asked["text"]["content"]))
        return dict(OK)

    def _info(self, openid: str) -> dict[str, Any]:
        if not self.follows(openid):
            return {"subscribe": 0, "openid": openid}
        return {"subscribe": 1, "openid": openid, "unionid": f"u{openid[1:]}", "language": "zh_CN"}

    def _list(self) -> dict[str, Any]:
        found = [one.openid for one in self.store.fans(10_000) if one.follows]
        return {"total": len(found), "count": len(found), "data": {"openid": found},
                "next_openid": ""}  # fmt: skip

    def _authorize(self, query: Mapping[str, str]) -> tuple[int, Any]:
        """In WeChat nobody sees this page; here one says as whom one looks."""
        back, state = query.get("redirect_uri", ""), query.get("state", "")
        if query.get("appid") != self.app_id or not back:
            return 400, Page("<p>redirect_uri</p>")
        chosen = query.get("as", "")
        if chosen:
            code = secrets.token_urlsafe(16)
            self.codes[code] = chosen
            joint = "&" if "?" in back else "?"
            return 302, {"location": f"{back}{joint}{urlencode({'code': code, 'state': state})}"}
        links = "".join(
            f'<li><a href="?{escape(urlencode({**query, "as": one.openid}))}">'
            f"{escape(one.nickname)}</a></li>"
            for one in self.store.fans()
        )
        return 200, Page(
            '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>微信</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<h1>以谁的微信打开？ Whose WeChat is it?</h1><ul>{links}</ul>"
        )

    def _whose(self, query: Mapping[str, str]) -> dict[str, Any]:
        openid = self.codes.pop(query.get("code", ""), "")
        if query.get("secret") != self.secret or not openid:
            return {"errcode": 40029, "errmsg": "invalid code"}
        return {"access_token": secrets.token_urlsafe(24), "expires_in": TOKEN_SECONDS,
                "openid": openid, "scope": "snsapi_base"}  # fmt: skip
