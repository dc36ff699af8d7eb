"""Fixtures every room's tests may use; the database itself is ``tests/database.py``."""

from __future__ import annotations

import pytest

from tests.database import (  # noqa: F401 - fixtures: a conftest outranks pytest-django's own
    django_db_setup,
    fresh_after_transactional,
)


@pytest.fixture(autouse=True)
def _private_files(tmp_path, settings):
    """Every test writes its files into its own folder."""
    settings.POSTS_READS = tmp_path / "reads"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


@pytest.fixture(autouse=True)
def _known_language(settings):
    """Tests read English unless they ask for Chinese."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def make_user(db):
    """``make_user("staff")`` or ``make_user("coordinator", college="C01")``: a signed-up user."""
    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import grant_role
    from wutong.platform.accounts.models import User

    made = []

    def make(role: str = "", *, college: str = "", email: str = "", **fields) -> User:
        made.append(role)
        user = User.objects.create_user(
            email or f"{role or 'nobody'}{len(made)}@test.wutong.test",
            "correct horse battery",
            display_name=fields.pop("display_name", f"{role or 'nobody'} {len(made)}"),
            language=fields.pop("language", "en"),
            **fields,
        )
        if role:
            grant_role(
                actor=Actor.system("test"),
                user=user,
                role=role,
                scope_kind="college" if college else "",
                scope_ref=college,
            )
        return user

    return make


@pytest.fixture
def client_of(make_user):
    """``client_of("staff")``: a test client signed in as a new user of that role."""
    from django.test import Client

    def sign_in(role_or_user="", **fields) -> Client:
        user = make_user(role_or_user, **fields) if isinstance(role_or_user, str) else role_or_user
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.user = user
        return client

    return sign_in


@pytest.fixture
def api_of(make_user):
    """``api_of("staff", "people:read")``: a client with an access key that acts for a new user of
    that role, or for the user given.
    """
    from datetime import timedelta

    from django.test import Client

    from wutong.kernel import clock
    from wutong.ui.api.models import ApiToken
    from wutong.ui.api.services import digest_of

    def make(role_or_user, *scopes, **fields) -> Client:
        user = make_user(role_or_user, **fields) if isinstance(role_or_user, str) else role_or_user
        text = f"wutong_{user.pk}-{'-'.join(scopes)}"
        token = ApiToken.objects.create(
            name="a program", user=user, scopes=list(scopes), hint="wutong_", digest=digest_of(text),
            expires_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        client = Client(headers={"authorization": f"Bearer {text}"})
        client.user, client.token = user, token
        return client

    return make


@pytest.fixture
def run_jobs(transactional_db):
    """Run everything that waits in the queue, in this process, until nothing is left."""
    from django.core.management import call_command

    def run() -> None:
        call_command("worker", once=True, concurrency=1)

    return run
