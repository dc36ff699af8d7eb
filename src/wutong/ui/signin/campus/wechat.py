"""WeChat on the web: a code to be scanned, then the account that was opened with it before.

Says who holds a WeChat account and nothing about who they are at the university.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.weixin.provider import WeixinProvider
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings
from django.http import Http404

from wutong.ui.signin.campus.identity import identity_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class WechatAdapter(WeixinOAuth2Adapter):
    """The addresses by setting, the answers read as WeChat gives them: errors come with 200."""

    @property
    def access_token_url(self) -> str:
        """Where the code is exchanged."""
        return f"{settings.WEIXIN_API}/sns/oauth2/access_token"

    @property
    def authorize_url(self) -> str:
        """Where the picture to scan is."""
        return str(settings.WEIXIN_AUTHORIZE)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is, by unionid where the account has one; the token must be that person's."""
        given = kwargs["response"]
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                f"{settings.WEIXIN_API}/sns/userinfo",
                params={"access_token": token.token, "openid": given.get("openid", "")},
            )
            answer.raise_for_status()
            answer.encoding = "utf-8"
            said = answer.json()
        if said.get("errcode") or not said.get("openid") or said["openid"] != given.get("openid"):
            message = f"WeChat answered {said.get('errcode')} {said.get('errmsg')}"
            raise OAuth2Error(message)
        return self.get_provider().sociallogin_from_response(request, said)


class WechatProvider(WeixinProvider):
    """One account for the person, not one for each application of the office."""

    oauth2_adapter_class = WechatAdapter

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """Always to sign in, never to connect silently; with nothing from the address."""
        del process
        kwargs["auth_params"], kwargs["scope"] = {}, self.get_default_scope()
        response: HttpResponse = super().redirect(request, "login", **kwargs)
        return response

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The unionid; the openid where there is none."""
        return str(data.get("unionid") or data["openid"])

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """No nickname, no picture."""
        return {}

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Any:
        """With what we use of it."""
        login = super().sociallogin_from_response(request, response)
        login.campus = identity_from(self.id, login.account.uid, {})
        return login


def login(request: HttpRequest) -> HttpResponse:
    """To the picture to scan."""
    return _view(OAuth2LoginView, request)


def callback(request: HttpRequest) -> HttpResponse:
    """Back from it."""
    return _view(OAuth2CallbackView, request)


def _view(kind: Any, request: HttpRequest) -> HttpResponse:
    adapter = WechatAdapter(request)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    response: HttpResponse = kind.adapter_view(adapter)(request)
    return response
