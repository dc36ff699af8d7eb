"""The public shell and its error pages."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from wutong.ui.site import views
from wutong.ui.site.registry import site_items


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "This page is not here"), ("zh-hans", "没有找到这个页面")]
)
def test_a_page_that_is_not_there_says_so_in_the_visitors_language(client, language, words):
    answer = client.get("/office/nothing/here/", {"lang": language})
    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_gives_its_reason(client_of):
    answer = client_of("volunteer").get("/office/audit/")
    assert answer.status_code == 403
    assert "Your role does not include this page" in answer.content.decode()


def test_a_refusal_with_its_own_words_shows_them(rf):
    request = rf.get("/office/")
    request.user = None
    answer = views.forbidden(request, PermissionDenied("Ask the director."))
    assert "Ask the director." in answer.content.decode()


def test_a_failure_needs_no_database_and_speaks_both_languages():
    answer = views.failed(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert ("出了一点问题" in page, "Something went wrong" in page) == (True, True)


@pytest.mark.django_db
def test_an_address_no_text_can_be_is_refused_in_words_and_to_a_program_as_a_problem(client):
    page = client.get("/office/people/", {"q": "a\0b"}, headers={"accept-language": "en"})
    assert (page.status_code, page["Content-Type"]) == (400, "text/html; charset=utf-8")
    told = client.get("/api/v1/people", {"q": "a\0b"})
    assert (told.status_code, told["Content-Type"]) == (400, "application/problem+json")
    assert told.json()["code"] == "bad-request"


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_explained():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/style/appearance/?lang=en", {"theme": "dark"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_the_bar_on_a_phone_has_at_most_four():
    assert len([item for item in site_items.values() if "bar" in item.where]) <= 4


@pytest.mark.django_db
def test_who_is_signed_in_is_not_asked_to_join(client, make_user):
    def menu() -> list[str]:
        return [item["url"] for item in client.get("/style/").context["site_menu"]]

    assert "/join/" in menu()
    client.force_login(make_user())
    assert "/join/" not in menu()


@pytest.mark.django_db
def test_a_visitor_without_session_is_not_given_one(client):
    answer = client.get("/style/")
    assert "sessionid" not in answer.cookies
