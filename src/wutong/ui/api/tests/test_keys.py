"""Keys: what they open, for how long, how often; and how the API says no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from wutong.core.people.tests.factories import make_person
from wutong.kernel import clock
from wutong.platform.audit.models import AuditEntry
from wutong.ui.api.building import schema
from wutong.ui.api.models import ApiToken
from wutong.ui.api.services import digest_of

pytestmark = pytest.mark.django_db


def problem(response, status, code):
    assert (response.status_code, response.headers["Content-Type"]) == (
        status, "application/problem+json",
    )  # fmt: skip
    told = response.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"].endswith(f"/api/docs/#{code}")
    return told


def test_a_key_is_made_in_the_office_shown_once_and_opens_what_it_says(client_of):
    office = client_of("staff")
    made = office.post(
        "/office/programs/keys/new/",
        {"name": "Library", "scopes": ["people:read"], "until": str(clock.today())},
    )

    text = made.context["text"]
    token = ApiToken.objects.get()
    assert text in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    assert bytes(token.digest) == digest_of(text)
    assert text not in office.get("/office/programs/keys/").content.decode()
    entry = AuditEntry.objects.get(verb="api.token_made")
    assert entry.data == {"token": token.pk, "name": "Library", "scopes": ["people:read"]}
    assert entry.actor == office.user

    program = Client(headers={"authorization": f"Bearer {text}"})
    answer = program.get("/api/v1/key")
    assert answer.json()["scopes"] == ["people:read"]
    token.refresh_from_db()
    assert token.last_used_at is not None

    office.post(f"/office/programs/keys/{token.pk}/")
    problem(program.get("/api/v1/key"), 401, "unauthenticated")
    assert AuditEntry.objects.filter(verb="api.token_revoked").count() == 1


def test_nobody_makes_a_key_for_more_than_they_may(client_of):
    office = client_of("staff")
    wanted = {"name": "x", "scopes": ["people:sensitive"], "until": str(clock.today())}
    assert office.post("/office/programs/keys/new/", wanted).status_code == 422
    assert client_of("volunteer").get("/office/programs/keys/new/").status_code == 403
    assert ApiToken.objects.count() == 0


def test_a_foreign_key_is_not_there_and_an_administrator_may_withdraw_it(client_of, api_of):
    token = api_of("staff", "people:read").token
    path = f"/office/programs/keys/{token.pk}/"
    assert client_of("director").post(path).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
    assert client_of("administrator").post(path).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize("reason", ["unknown", "expired", "closed", "not bearer"])
def test_what_is_no_key_opens_nothing(api_of, reason):
    program = api_of("staff", "people:read")
    if reason == "unknown":
        program = Client(headers={"authorization": "Bearer wutong_x"})
    elif reason == "expired":
        ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif reason == "closed":
        program.user.is_active = False
        program.user.save()
    else:
        program = Client(headers={"authorization": "Basic d3V0b25nOng="})
    answer = program.get("/api/v1/people")
    problem(answer, 401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="wutong"')


def test_a_session_of_the_office_opens_nothing(client_of):
    problem(client_of("director").get("/api/v1/people"), 401, "unauthenticated")


def test_every_operation_needs_a_key_and_names_its_scope():
    """Also those that are yet to come."""
    for path, methods in schema()["paths"].items():
        for method, told in methods.items():
            answer = getattr(Client(), method)(
                path.replace("{topic}", "x").replace("{", "").replace("}", "")
                .replace("person_id", "1").replace("contact_id", "1")
                .replace("organisation_id", "1"),
                content_type="application/json",
            )  # fmt: skip
            problem(answer, 401, "unauthenticated")
            assert told["x-scope"] or path == "/api/v1/key"


def test_how_often_is_counted_per_key_and_said(api_of, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    first, second = api_of("staff", "people:read"), api_of("staff", "people:read")
    told = first.get("/api/v1/key")
    assert told.headers["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert told.headers["RateLimit"].startswith('"minute";r=1;t=')
    assert first.get("/api/v1/key").status_code == 200
    refused = first.get("/api/v1/key")
    problem(refused, 429, "too-many-requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert second.get("/api/v1/key").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'api_use'")
        assert cursor.fetchone() == ("u",)


def test_a_key_is_never_cleared_unless_it_says_so(api_of):
    person = make_person("沈密", grade=2)
    path = f"/api/v1/people/{person.pk}"
    problem(api_of("director", "people:read").get(path), 404, "not-found")
    assert api_of("director", "people:read", "people:sensitive").get(path).status_code == 200
    problem(api_of("staff", "people:read", "people:sensitive").get(path), 404, "not-found")


def test_a_scope_counts_only_with_the_accounts_own_permission(api_of):
    program = api_of("volunteer", "people:write", "consent:read")
    problem(program.get("/api/v1/people/1/consents"), 403, "forbidden")
    problem(program.delete("/api/v1/people/1/contact-points/1"), 403, "forbidden")
    refused = api_of("staff", "organisations:read").get("/api/v1/people")
    problem(refused, 403, "forbidden")
    assert 'scope="people:read"' in refused.headers["WWW-Authenticate"]


def test_problems_are_told_in_the_language_of_whoever_asks(api_of):
    program = api_of("staff", "people:read", language="zh-hans")
    bad = "/api/v1/people?limit=0&entry_year=x"
    own = problem(program.get(bad), 422, "invalid")
    asked = problem(program.get(bad, headers={"accept-language": "en"}), 422, "invalid")
    assert asked["errors"] == [
        {"detail": "This must be a whole number.", "parameter": "entry_year"},
        {"detail": "This is too small.", "parameter": "limit"},
    ]
    assert own["errors"][1]["detail"] == "这个值太小。"
    problem(program.get("/api/v1/nowhere"), 404, "not-found")
    answer = program.delete("/api/v1/people")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET"
    text = program.post("/api/v1/people/1/contact-points", "kind=email", content_type="text/plain")
    problem(text, 415, "unsupported-media-type")


def test_what_was_not_foreseen_is_a_problem_too(api_of, monkeypatch):
    monkeypatch.setattr("wutong.ui.api.me.token_of", lambda request: 1 / 0)
    problem(api_of("staff", "people:read").get("/api/v1/key"), 500, "failed")


def test_the_page_describes_every_operation_in_both_languages(client):
    page = client.get("/api/docs/", headers={"accept-language": "zh-hans"}).content.decode()
    for path, methods in schema()["paths"].items():
        assert path in page
        for told in methods.values():
            assert f'id="{told["operationId"]}"' in page
    assert "查找校友" in page
    assert (
        client.get("/api/v1/openapi.json", headers={"accept-language": "en"})
        .json()["info"]["description"]
        .startswith("People, organisations")
    )
