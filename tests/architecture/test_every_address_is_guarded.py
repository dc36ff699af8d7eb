"""Every address says who may use it: a walk over all of them as a stranger and as an alumnus."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Pages anybody may open. Everything else must send a stranger to the door.
OPEN = (
    "sign-in/",
    "a/",
    "u/",
    "join/",  # who joins is nobody yet; its welcome page asks for the account
    "class/",  # a class liaison's link
    "journal/",  # issues that everybody may read, and the reader's own link
    "comments/",  # what stands below public stories; writing asks for the account
    "voices/",  # testimonials that everybody may read, and a writer's own link
    "m/",  # pictures and files that letters carry; the address is the key
    "w/",  # a short link told in a WeChat group
    "verify/",
    "sms/",  # the clouds' receipts and replies; the address holds a secret
    "wechat/",  # WeChat's callbacks, signed and sealed; a person's own link
    "api/",  # every operation needs a key: ui.api's tests
    "hooks/",  # mail servers and providers, each request signed: platform.outbox's tests
    "gate/",
    "G/",
    "letter/",
    "p/",
    "s/",  # short links to stories: they lead to what is public
    ".well-known/",
    "style/",
    "static/",
    "media/",
    "newsroom/",  # Wagtail's own doors; see ui.signin's tests
    "en/",
    "language/",
    "preferences/",
    "jsi18n/",
    "robots.txt",
    "favicon",
    "organisations/",  # alumni organisations as everybody may know them
    "search/",
    "feeds/",
    "cards/",
    "sitemap",
    "documents/",
)
SAMPLES = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "uuid": str(uuid.UUID(int=1)),
    "path": "x",
    "date": "2026-01-01",
}


def _addresses(patterns, prefix=""):
    for item in patterns:
        route = str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _addresses(item.url_patterns, prefix + route)
        elif isinstance(item, URLPattern):
            yield prefix + route, item


def _sample(item: URLPattern, route: str) -> str | None:
    if route.startswith("^") or "(?P" in route:
        return None
    path = route
    for name, converter in item.pattern.converters.items():
        kind = type(converter).__name__.replace("Converter", "").lower()
        value = SAMPLES.get({"string": "str"}.get(kind, kind), "x")
        for form in (f"<{kind}:{name}>", f"<str:{name}>", f"<{name}>"):
            path = path.replace(form, value)
        if f":{name}>" in path:
            start = path.rindex("<", 0, path.index(f":{name}>"))
            path = path[:start] + value + path[path.index(">", start) + 1 :]
    return "/" + path


def office_addresses() -> list[str]:
    found = []
    for route, item in _addresses(get_resolver().url_patterns):
        if not route.startswith(("office/", "me/")):
            continue
        sample = _sample(item, route)
        if sample:
            found.append(sample)
    return sorted(set(found))


def test_there_are_addresses_to_walk():
    assert len(office_addresses()) > 10


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_door():
    client, wrong = Client(raise_request_exception=False), []
    for path in office_addresses():
        for method in (client.get, client.post):
            response = method(path)
            to_the_door = response.status_code == 302 and "/sign-in/" in response.url
            if not to_the_door and response.status_code not in {403, 404, 405}:
                wrong.append(f"{path} answered {response.status_code}")
    assert wrong == []


@pytest.mark.django_db
def test_an_alumnus_without_a_role_does_not_get_into_the_office(client_of):
    client, wrong = client_of(""), []
    client.raise_request_exception = False
    for path in office_addresses():
        if not path.startswith("/office/"):
            continue
        for method in (client.get, client.post):
            status = method(path).status_code
            if status not in {302, 403, 404, 405}:
                wrong.append(f"{path} answered {status}")
    assert wrong == []


@pytest.mark.django_db
def test_every_public_prefix_is_known():
    """A new top-level address must be put on the list above, or be guarded."""
    unknown = sorted(
        {
            route.split("/")[0] + "/"
            for route, item in _addresses(get_resolver().url_patterns)
            if not route.startswith(("office/", "me/", "^", *OPEN)) and _sample(item, route)
        }
    )
    assert [prefix for prefix in unknown if prefix not in {"/", "stories/", "search/"}] == []
