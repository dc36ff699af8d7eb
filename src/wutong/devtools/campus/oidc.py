"""OpenID Connect Core 1.0: discovery, JWKS, code flow with PKCE, RS256, userinfo.

Faults: ``signature`` (signed by another key), ``nonce`` (a nonce of its own), ``issuer``,
``audience``, ``expired``, ``alg`` (HS256 with the client's secret), ``subject`` (userinfo about
somebody else).
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

if TYPE_CHECKING:
    from wutong.devtools.campus.people import Campus, CampusPerson, Query

KEY_ID = "campus-1"
TOKEN_LIVES = 300


@lru_cache(maxsize=2)
def signing_key(name: str) -> RSAPrivateKey:
    """A key of this process."""
    del name
    return generate_private_key(public_exponent=65537, key_size=2048)


def discovery(issuer: str) -> dict[str, Any]:
    """``/.well-known/openid-configuration``."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }


def jwks() -> dict[str, Any]:
    """The public key."""
    public = json.loads(RSAAlgorithm.to_jwk(signing_key("own").public_key()))
    return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}


def authorised(campus: Campus, asked: Query, login: str) -> str:
    """A code for the browser to carry back; ``ValueError`` for a request that is none."""
    if asked.get("client_id") != campus.client_id or asked.get("response_type") != "code":
        message = "unknown client"
        raise ValueError(message)
    if asked.get("code_challenge_method") != "S256" or "openid" not in asked.get("scope", ""):
        message = "PKCE and the scope openid are required"
        raise ValueError(message)
    return campus.grant(
        "", login, asked["redirect_uri"],
        nonce=asked.get("nonce", ""), challenge=asked["code_challenge"],
    )  # fmt: skip


def token(campus: Campus, issuer: str, form: Query) -> tuple[int, dict[str, Any]]:
    """``/token``: a code, once, by the client that asked for it."""
    grant = campus.redeem(form.get("code", ""))
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    client = (form.get("client_id"), form.get("client_secret"))
    if client != (campus.client_id, campus.client_secret):
        return 401, {"error": "invalid_client"}
    if (
        grant is None
        or grant.target != form.get("redirect_uri")
        or grant.facts["challenge"] != challenge
    ):
        return 400, {"error": "invalid_grant"}
    person = campus.people[grant.login]
    return 200, {
        "access_token": campus.token(grant.login),
        "token_type": "Bearer",
        "expires_in": TOKEN_LIVES,
        "id_token": _id_token(campus, issuer, person, grant.facts["nonce"]),
    }


def _id_token(campus: Campus, issuer: str, person: CampusPerson, nonce: str) -> str:
    now, faults = int(time.time()), campus.faults
    claims = {
        "iss": "https://elsewhere.test" if "issuer" in faults else issuer,
        "sub": person.login,
        "aud": "another" if "audience" in faults else campus.client_id,
        "iat": now - 900 if "expired" in faults else now,
        "exp": now - 600 if "expired" in faults else now + TOKEN_LIVES,
        "nonce": "not-the-one" if "nonce" in faults else nonce,
        **person.claims(),
    }
    if "alg" in faults:
        return jwt.encode(claims, campus.client_secret * 4, "HS256", headers={"kid": KEY_ID})
    key = signing_key("foreign" if "signature" in faults else "own")
    return jwt.encode(claims, key, "RS256", headers={"kid": KEY_ID})


def userinfo(campus: Campus, authorization: str) -> tuple[int, dict[str, Any]]:
    """``/userinfo`` for a bearer token."""
    person = campus.bearer(authorization.removeprefix("Bearer "))
    if person is None:
        return 401, {"error": "invalid_token"}
    subject = "somebody-else" if "subject" in campus.faults else person.login
    return 200, {"sub": subject, **person.claims()}
