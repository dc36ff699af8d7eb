"""What a browser may do on our pages, and that no page calls a foreign host."""

import re

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db

PUBLIC = ("/", "/en/", "/sign-in/", "/sign-in/password/", "/sign-in/password/sent/")
OFFICE = ("/office/", "/office/users/", "/office/users/invite/", "/sign-in/security/", "/me/")
NEWSROOM = ("/newsroom/", "/newsroom/pages/")


def policy(response) -> dict[str, str]:
    header = response["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";") if " " in part.strip())


@pytest.fixture
def visit(make_user, client):
    def get(path):
        if path not in PUBLIC:
            client.force_login(
                make_user("staff" if path in NEWSROOM else "administrator", language="en")
            )
        response = client.get(path)
        assert response.status_code == 200
        return response

    return get


@pytest.mark.parametrize("path", [*PUBLIC, *OFFICE])
def test_the_policy_is_strict(visit, path):
    directives = policy(visit(path))
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["default-src"] == "'none'"
    assert directives["object-src"] == "'none'"
    assert not any("unsafe" in value or "http" in value for value in directives.values())


@pytest.mark.parametrize("path", NEWSROOM)
def test_the_newsroom_differs_in_script_src_alone(visit, client, path):
    newsroom = policy(visit(path))
    strict = policy(client.get("/"))
    assert newsroom.pop("script-src") == "'self' 'unsafe-inline'"
    strict.pop("script-src")
    assert newsroom == strict


@pytest.mark.parametrize("path", [*PUBLIC, *OFFICE])
def test_pages_have_no_inline_script_or_style(visit, path):
    """What is said to machines in JSON is data: no browser runs it (HTML, 4.12.1)."""
    soup = BeautifulSoup(visit(path).content, "html.parser")
    scripts = [tag for tag in soup("script") if tag.get("type") != "application/ld+json"]
    assert [tag for tag in scripts if not tag.get("src") and tag.string] == []
    assert soup("style") == []
    assert soup.select("[style]") == []
    handlers = [
        name for tag in soup(True) for name in tag.attrs if re.match(r"on[a-z]+$", str(name))
    ]
    assert handlers == []


@pytest.mark.parametrize("path", [*PUBLIC, *OFFICE, *NEWSROOM])
def test_no_page_loads_anything_from_a_foreign_host(visit, path):
    soup = BeautifulSoup(visit(path).content, "html.parser")
    loaded = [
        str(tag.get(name))
        for tag in soup(["script", "img", "link", "iframe", "source", "video", "audio", "object"])
        for name in ("src", "href", "srcset", "data")
        if tag.get(name) and tag.get("rel") not in (["alternate"], ["canonical"])
    ]
    foreign = [url for url in loaded if re.match(r"(https?:)?//", url)]
    assert foreign == []


@pytest.mark.parametrize("path", ["/", "/sign-in/"])
def test_the_other_headers(client, path):
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


def test_pages_of_a_signed_in_person_are_not_kept_by_caches(make_user, client):
    client.force_login(make_user())
    assert "no-store" in client.get("/me/")["Cache-Control"]
