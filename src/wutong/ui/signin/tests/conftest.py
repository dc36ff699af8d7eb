"""People before the door."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_counters():
    """Throttles count in the cache."""
    cache.clear()


def code_of(user) -> str:
    """What the user's authenticator app shows now."""
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = get_adapter().decrypt(stored.data["secret"])
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


@pytest.fixture(autouse=True)
def _read_english(client):
    """Pages outside a session follow the cookie."""
    client.cookies["wutong_language"] = "en"


@pytest.fixture
def with_factor():
    """Gives a user an authenticator app and recovery codes."""

    def give(user):
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)
        return user

    return give


@pytest.fixture
def sign_in(client):
    """Fills in the form of the sign-in page."""

    def submit(email, password=PASSWORD, *, path="/sign-in/", **extra):
        return client.post(path, {"login": email, "password": password}, **extra)

    return submit
