"""Kept pages: fast for everybody, never somebody's own, gone with what they showed."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from wutong.ui.site.cache import middleware
from wutong.ui.site.cache.middleware import PageCacheMiddleware
from wutong.ui.site.cache.store import Kept, Store, pages
from wutong.ui.site.cache.versions import versions
from wutong.ui.site.public import keep, page_changed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty(monkeypatch, settings):
    settings.PAGE_CACHE = True
    monkeypatch.setattr("wutong.ui.site.cache.versions.CHECK_EVERY", 0.0)
    pages.clear()
    versions.forget()
    yield
    pages.clear()


class House:
    """A view behind the cache that counts how often it was asked."""

    def __init__(self, *areas, do=None):
        self.asked, self.areas, self.do = 0, areas, do
        self.middleware = PageCacheMiddleware(self.view)

    def view(self, request):
        self.asked += 1
        keep(request, *self.areas)
        response = HttpResponse(f"<p>page {self.asked} {request.path}</p>" * 40)
        response["Wutong-Read"] = "story:1"
        return (self.do(request, response) or response) if self.do else response

    def get(self, path="/x/", method="get", **headers):
        cookies = headers.pop("cookies", {})
        request = getattr(RequestFactory(), method)(path, headers=headers)
        request.COOKIES.update(cookies)
        if cookies:
            request.META["HTTP_COOKIE"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        return self.middleware(request)


def test_the_house_is_asked_once_until_something_shown_changes():
    house = House("stories")
    first, second = house.get(), house.get()
    assert (house.asked, second.content) == (1, first.content)
    assert second["Wutong-Read"] == "story:1"  # kept for whoever counts reads
    page_changed("journal")
    assert house.get().content == first.content
    page_changed("stories")
    assert house.get().content != first.content
    page_changed()
    house.get()
    assert house.asked == 3


def test_a_page_that_says_nothing_of_what_it_shows_is_built_anew_at_any_change():
    house = House()
    house.get()
    page_changed("anything")
    house.get()
    assert house.asked == 2


@pytest.mark.parametrize(
    "ask",
    [
        {"cookies": {"sessionid": "x"}},
        {"cookies": {"messages": "x"}},
        {"cookies": {"wutong_wechat": "x"}},
        {"Authorization": "Bearer x"},
        {"HX-Request": "true"},
        {"method": "post"},
        {"path": "/x/?q=name"},
        {"path": "/x/?page=1&token=abc"},
        {"path": "/x/?page=12345"},
    ],
)
def test_what_may_be_personal_is_neither_kept_nor_answered_from_what_is_kept(ask):
    house = House("stories")
    house.get()
    house.get(**ask)
    house.get(**ask)
    assert (house.asked, len(pages)) == (3, 1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda request, response: response.set_cookie("a", "b"),
        lambda request, response: get_token(request) and None,
        lambda request, response: response.headers.__setitem__("Cache-Control", "no-store"),
        lambda request, response: HttpResponse("gone", status=404),
        lambda request, response: HttpResponse("moved", status=302),
    ],
    ids=["cookie", "token", "no-store", "404", "302"],
)
def test_answers_that_are_not_for_everybody_are_not_kept(spoil):
    house = House("stories", do=spoil)
    house.get()
    house.get()
    assert (house.asked, len(pages)) == (2, 0)


def test_noise_behind_an_address_is_answered_but_never_kept():
    house = House("stories", do=lambda request, response: HttpResponse(request.get_full_path()))
    house.get("/x/?from=timeline&isappinstalled=0")
    assert len(pages) == 0
    assert house.get("/x/").content == b"/x/"
    assert house.get("/x/?utm_source=evil").content == b"/x/"
    house.get("/x/?page=2")
    assert len(pages) == 2


def test_browsers_are_answered_in_their_way():
    house = House("stories")
    whole = house.get()
    packed = house.get(**{"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == whole.content
    unchanged = house.get(**{"If-None-Match": whole["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Wutong-Read"] == "story:1"
    dark = house.get(cookies={"wutong_look": "dark.regular"})
    assert (house.asked, dark.status_code) == (2, 200)  # the look is in the page


def test_hosts_do_not_share_pages():
    house = House("stories")
    house.get(Host="one.test")
    house.get(Host="two.test")
    assert house.asked == 2


def test_a_page_is_built_anew_after_half_a_minute_and_the_last_one_shown_when_that_fails(
    monkeypatch,
):
    broken = []
    house = House(
        "stories", do=lambda request, response: HttpResponse("no", status=500) if broken else None
    )
    first = house.get()
    monkeypatch.setattr(middleware, "FRESH", 0.0)
    kept = pages.get(next(iter(pages._pages)))
    kept.fresh_until = 0.0
    broken.append(True)
    assert house.get().content == first.content
    broken.clear()
    kept.fresh_until = 0.0
    assert house.get().content != first.content


def test_the_least_used_pages_make_room():
    store = Store(largest=6_000)
    for name in "abc":
        store.put(name, Kept(b"x" * 900, b"", (), "", (), (), 0.0, 0.0))
    store.get("a")
    store.put("d", Kept(b"x" * 900, b"", (), "", (), (), 0.0, 0.0))
    store.put("huge", Kept(b"x" * 3_000_000, b"", (), "", (), (), 0.0, 0.0))
    assert [store.get(name) is not None for name in ("a", "b", "c", "d", "huge")] == [
        True, False, True, True, False,
    ]  # fmt: skip


def test_two_people_never_see_each_others_page(client_of):
    """The real home page: a colleague's name stands on it, and on nobody else's."""
    colleague, stranger = client_of("staff"), Client()
    assert "staff" in colleague.get("/en/").content.decode()
    first = stranger.get("/en/")
    assert len(pages) == 1
    again = Client().get("/en/")
    assert again.content == first.content
    assert "csrfmiddlewaretoken" not in again.content.decode()
    assert not again.cookies
    assert again["Cache-Control"].startswith("public")
    other = client_of("volunteer").get("/en/")
    assert "volunteer" in other.content.decode()
    assert "private" in other["Cache-Control"]
    assert len(pages) == 1
