"""One small HTTP server for all of it: ``/oidc``, ``/cas``, ``/wechat``, ``/scim``."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from wutong.devtools.campus import cas, oidc, wechat
from wutong.devtools.campus.people import Campus, some_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wutong.devtools.campus.people import Answer, Query

SCIM_FILTER = re.compile(r'externalId eq "([^"]*)"')
HTML, XML = "text/html; charset=utf-8", "text/xml; charset=utf-8"
JSON, PLAIN = "application/json", "text/plain"


def _say(status: int, body: str, kind: str = HTML) -> Answer:
    return status, {"Content-Type": kind}, body.encode()


def _json(status: int, body: Any, kind: str = JSON) -> Answer:
    return _say(status, json.dumps(body, ensure_ascii=False), kind)


def _to(address: str, **more: str) -> Answer:
    joint = "&" if "?" in address else "?"
    return 302, {"Location": f"{address}{joint}{urlencode(more)}"}, b""


def answer(campus: Campus, base: str, path: str, asked: Query, authorization: str) -> Answer:
    """What the servers say to one request; ``asked`` is query and form together."""
    campus.asked.append(path)
    if path in {"/oidc/authorize", "/cas/login", "/wechat/qrconnect"}:
        return _sign_in(campus, path, asked)
    issuer = f"{base}/oidc"
    answers: dict[str, Callable[[], Answer]] = {
        "/oidc/.well-known/openid-configuration": lambda: _json(200, oidc.discovery(issuer)),
        "/oidc/jwks": lambda: _json(200, oidc.jwks()),
        "/oidc/token": lambda: _json(*oidc.token(campus, issuer, asked)),
        "/oidc/userinfo": lambda: _json(*oidc.userinfo(campus, authorization)),
        "/cas/p3/serviceValidate": lambda: _say(
            200, cas.validate(campus, asked, attributes=True), XML
        ),
        "/cas/serviceValidate": lambda: _say(
            200, cas.validate(campus, asked, attributes=False), XML
        ),
        "/wechat/sns/oauth2/access_token": lambda: _json(
            200, wechat.access_token(campus, asked), PLAIN
        ),
        "/wechat/sns/userinfo": lambda: _json(200, wechat.userinfo(campus, asked), PLAIN),
        "/scim/Users": lambda: _scim(campus, asked, authorization),
    }
    return answers[path]() if path in answers else _say(404, "not found")


def _sign_in(campus: Campus, path: str, asked: Query) -> Answer:
    """The page that asks who you are; with ``login`` given it goes straight back."""
    login = asked.get("login", "")
    if login not in campus.people:
        return _say(200, _who(campus, asked))
    try:
        if path == "/cas/login":
            service = asked["service"]
            return _to(service, ticket=campus.grant("ST-", login, service))
        if path == "/oidc/authorize":
            code = oidc.authorised(campus, asked, login)
        else:
            code = campus.grant("", login, asked["redirect_uri"])
    except (KeyError, ValueError) as error:
        return _say(400, escape(str(error)))
    return _to(asked["redirect_uri"], code=code, state=asked.get("state", ""))


def _who(campus: Campus, asked: Query) -> str:
    kept = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">'
        for key, value in asked.items()
    )
    buttons = "".join(
        f'<p><button name="login" value="{escape(one.login)}">{escape(one.name)} '
        f"{escape(one.student_no or one.staff_no)}</button></p>"
        for one in campus.people.values()
    )
    return (
        '<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8"><title>统一身份认证</title>'
        f"<h1>统一身份认证 · Local university</h1><form>{kept}{buttons}</form></html>"
    )


def _scim(campus: Campus, asked: Query, authorization: str) -> Answer:
    if authorization != f"Bearer {campus.client_secret}" or "directory" in campus.faults:
        return _json(401 if "directory" not in campus.faults else 500, {})
    found = SCIM_FILTER.fullmatch(asked.get("filter", ""))
    number = found[1] if found else ""
    rows = [{"externalId": number, "active": True}] if number in campus.staff else []
    return _json(200, {"totalResults": len(rows), "Resources": rows})


def handler_for(campus: Campus) -> type[BaseHTTPRequestHandler]:
    """The handler of one server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.reply("")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.reply(self.rfile.read(length).decode())

        def reply(self, form: str) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(parts.query)) | dict(parse_qsl(form))
            base = f"http://{self.headers['Host']}"
            status, headers, body = answer(
                campus, base, parts.path, asked, self.headers.get("Authorization", "")
            )
            self.send_response(status)
            for key, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name above
            """Quiet."""

    return Handler


@contextmanager
def serving(campus: Campus | None = None, *, port: int = 0) -> Iterator[tuple[Campus, str]]:
    """The servers on 127.0.0.1 while the block runs: their state, and their address."""
    state = campus or Campus(some_people())
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_for(state))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
