"""The university's log-in and staff directory; all of it absent unless configured."""

from __future__ import annotations

from typing import Any

from .environment import env

CAMPUS_NAME_ZH = env.str("CAMPUS_NAME_ZH", "")
CAMPUS_NAME_EN = env.str("CAMPUS_NAME_EN", "")
# What the log-in calls the things we use; a CAS principal is called "user".
CAMPUS_NAME_CLAIM = env.str("CAMPUS_NAME_CLAIM", "name")
CAMPUS_STUDENT_CLAIM = env.str("CAMPUS_STUDENT_CLAIM", "student_number")
CAMPUS_STAFF_CLAIM = env.str("CAMPUS_STAFF_CLAIM", "staff_number")
CAMPUS_EMAIL_CLAIM = env.str("CAMPUS_EMAIL_CLAIM", "email")

CAMPUS_OIDC_SERVER = env.str("CAMPUS_OIDC_SERVER", "")
CAMPUS_OIDC_CLIENT_ID = env.str("CAMPUS_OIDC_CLIENT_ID", "")
CAMPUS_OIDC_SECRET = env.str("CAMPUS_OIDC_SECRET", "")
CAMPUS_OIDC_SCOPES = env.list("CAMPUS_OIDC_SCOPES", ["openid", "profile", "email"])
CAMPUS_CAS_SERVER = env.str("CAMPUS_CAS_SERVER", "")
CAMPUS_CAS_VERSION = env.str("CAMPUS_CAS_VERSION", "3")
WEIXIN_APP_ID = env.str("WEIXIN_APP_ID", "")
WEIXIN_SECRET = env.str("WEIXIN_SECRET", "")
WEIXIN_API = env.str("WEIXIN_API", "https://api.weixin.qq.com")
WEIXIN_AUTHORIZE = env.str("WEIXIN_AUTHORIZE", "https://open.weixin.qq.com/connect/qrconnect")


def campus_providers(*, server: str, client: str, secret: str, scopes: list[str]) -> dict[str, Any]:
    """django-allauth's description of one OpenID Connect server."""
    app = {
        "provider_id": "university",
        "name": "university",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server, "scope": scopes, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {**_PROVIDER["openid_connect"], "APPS": [app] if server else []}}


def wechat_provider(*, app_id: str, secret: str) -> dict[str, Any]:
    """django-allauth's description of the office's WeChat application."""
    apps = [{"client_id": app_id, "secret": secret}] if app_id else []
    return {"weixin": {**_PROVIDER["weixin"], "APPS": apps}}


_PROVIDER = {
    "openid_connect": {"provider_class": "wutong.ui.signin.campus.oidc.CampusProvider"},
    "weixin": {"provider_class": "wutong.ui.signin.campus.wechat.WechatProvider"},
}
SOCIALACCOUNT_PROVIDERS = {
    **campus_providers(
        server=CAMPUS_OIDC_SERVER,
        client=CAMPUS_OIDC_CLIENT_ID,
        secret=CAMPUS_OIDC_SECRET,
        scopes=CAMPUS_OIDC_SCOPES,
    ),
    **wechat_provider(app_id=WEIXIN_APP_ID, secret=WEIXIN_SECRET),
}
SOCIALACCOUNT_ADAPTER = "wutong.ui.signin.campus.adapter.CampusDoor"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy lets no form lead to another host
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds

# Colleagues then come by the university's log-in only; the sealed account is the exception.
STAFF_BY_CAMPUS_ONLY = env.bool("STAFF_BY_CAMPUS_ONLY", False)
STAFF_DIRECTORY = env.str("STAFF_DIRECTORY", "")
STAFF_DIRECTORY_TOKEN = env.str("STAFF_DIRECTORY_TOKEN", "")
STAFF_DIRECTORY_ATTRIBUTE = env.str("STAFF_DIRECTORY_ATTRIBUTE", "externalId")
STAFF_DIRECTORY_MAX_HOURS = env.int("STAFF_DIRECTORY_MAX_HOURS", 26)
