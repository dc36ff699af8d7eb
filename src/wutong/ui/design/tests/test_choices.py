"""Language and look can be chosen by everybody and stay chosen."""

from __future__ import annotations

import pytest


@pytest.mark.django_db
class TestLanguage:
    def test_a_visitor_keeps_it_in_a_cookie(self, client):
        answer = client.get("/style/language/", {"to": "en", "next": "/style/"})
        assert (answer.status_code, answer["Location"]) == (302, "/style/")
        assert answer.cookies["wutong_language"].value == "en"
        assert 'lang="en"' in client.get("/style/").content.decode()

    def test_an_account_keeps_it_for_good(self, client_of):
        client = client_of("staff", language="en")
        client.get("/style/language/", {"to": "zh-hans", "next": "/office/"})
        client.user.refresh_from_db()
        assert client.user.language == "zh-hans"

    @pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "javascript:1"])
    def test_it_never_leads_elsewhere(self, client, target):
        answer = client.get("/style/language/", {"to": "en", "next": target})
        assert answer["Location"] in {"/", "/en/"}

    def test_an_unknown_language_changes_nothing(self, client):
        answer = client.get("/style/language/", {"to": "tlh", "next": "/style/"})
        assert "wutong_language" not in answer.cookies


@pytest.mark.django_db
class TestAppearance:
    def test_a_visitor_keeps_it_in_a_cookie(self, client):
        client.post("/style/appearance/", {"theme": "dark", "next": "/style/"})
        assert 'data-theme="dark"' in client.get("/style/").content.decode()

    def test_an_account_keeps_it_for_good(self, client_of):
        client = client_of("staff")
        client.post("/style/appearance/", {"density": "compact", "next": "/office/"})
        client.user.refresh_from_db()
        assert (client.user.theme, client.user.density) == ("system", "compact")

    def test_nonsense_changes_nothing(self, client_of):
        client = client_of("staff")
        client.post("/style/appearance/", {"theme": "pink", "density": "huge"})
        client.user.refresh_from_db()
        assert (client.user.theme, client.user.density) == ("system", "regular")

    def test_it_is_changed_by_posting_only(self, client):
        assert client.get("/style/appearance/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_style_page_opens_in_both_languages(client, language):
    answer = client.get("/style/", {"lang": language})
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()
