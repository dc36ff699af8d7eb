"""WeChat on the web: ``qrconnect``, ``sns/oauth2/access_token``, ``sns/userinfo``.

Errors come with status 200 and an ``errcode``, answers as ``text/plain``, as WeChat does.
Faults: ``wechat`` (userinfo refuses the token).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wutong.devtools.campus.people import Campus, Query


def access_token(campus: Campus, form: Query) -> dict[str, Any]:
    """A code, once, by the application that asked for it."""
    if (form.get("appid"), form.get("secret")) != (campus.client_id, campus.client_secret):
        return {"errcode": 40125, "errmsg": "invalid appsecret"}
    grant = campus.redeem(form.get("code", ""))
    if grant is None:
        return {"errcode": 40029, "errmsg": "invalid code"}
    return {
        "access_token": campus.token(grant.login),
        "expires_in": 7200,
        "openid": f"o-{grant.login}",
        "scope": "snsapi_login",
        "unionid": f"u-{grant.login}",
    }


def userinfo(campus: Campus, asked: Query) -> dict[str, Any]:
    """Nickname and unionid of the bearer."""
    person = campus.bearer(asked.get("access_token", ""))
    if person is None or "wechat" in campus.faults or asked.get("openid") != f"o-{person.login}":
        return {"errcode": 40001, "errmsg": "invalid credential"}
    return {
        "openid": f"o-{person.login}",
        "unionid": f"u-{person.login}",
        "nickname": person.name,
        "headimgurl": "",
    }
