"""OpenID Connect, stricter than the library's default: signature, issuer, nonce, PKCE, subject.

django-allauth skips the signature of a token it fetched over TLS itself, as the specification
allows; campus servers are often reached through proxies that end TLS, so it is checked here.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from requests import RequestException

from wutong.ui.signin.campus.identity import identity_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384"})
"""Signatures by a key pair only: with a shared secret whoever verifies could also forge."""


class CampusAdapter(OpenIDConnectOAuth2Adapter):
    """Checks everything the specification lets one check (OpenID Connect Core 3.1.3.7, 5.3.2)."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The identity of the token, completed by the userinfo of the same subject."""
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            message = "the token response has no id_token"
            raise OAuth2Error(message)
        claims = self.verified(app, id_token)
        data: dict[str, Any] = {"id_token": claims, "userinfo": dict(claims)}
        if "userinfo_endpoint" in self.openid_config:
            said = self._fetch_user_info(token.token)
            if said.get("sub") != claims["sub"]:
                message = "userinfo is about somebody else"
                raise OAuth2Error(message)
            data["userinfo"] = {**claims, **said}
        login = self.get_provider().sociallogin_from_response(request, data)
        login.nonce = claims.get("nonce", "")
        return login

    def verified(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims of a token that was signed by the server that was configured."""
        server = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        issuer = str(self.openid_config.get("issuer", ""))
        if issuer.rstrip("/") != server.rstrip("/"):
            message = f"the server calls itself {issuer}"
            raise OAuth2Error(message)
        try:
            header = jwt.get_unverified_header(id_token)
            if header.get("alg") not in SIGNATURES:
                message = f"signature {header.get('alg')} is not accepted"
                raise OAuth2Error(message)
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=issuer,
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            message = f"the id_token cannot be read: {error}"
            raise OAuth2Error(message) from error
        if claims.get("azp", app.client_id) != app.client_id or not claims.get("sub"):
            message = "the id_token was made for another application"
            raise OAuth2Error(message)
        return claims


class CampusProvider(OpenIDConnectProvider):
    """Sends a nonce with every request and keeps it in the session beside the state."""

    oauth2_adapter_class = CampusAdapter
    pkce_enabled_default = True

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To the university's log-in; always to sign in, never to connect silently."""
        del process
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {"nonce": nonce}
        kwargs["scope"] = self.get_scope()
        response: HttpResponse = super().redirect(request, "login", nonce=nonce, **kwargs)
        return response

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Any:
        """With what we use of it; nothing else is stored."""
        login = super().sociallogin_from_response(request, response)
        login.campus = identity_from(self.sub_id, login.account.uid, response["userinfo"])
        return login

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing is kept beside the subject."""
        return {}


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the university's log-in."""
    return _view(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    return _view(OAuth2CallbackView, request, provider_id)


login = login_not_required(login)
callback = login_not_required(callback)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = CampusAdapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    response: HttpResponse
    try:
        response = kind.adapter_view(adapter)(request)
    except (RequestException, KeyError, ValueError) as error:  # the server is away or in disorder
        response = render_authentication_error(request, adapter.get_provider(), exception=error)
    return response
