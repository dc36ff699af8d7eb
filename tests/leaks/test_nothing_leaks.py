"""Nobody is told of anybody out of their sight: two members, two officers, a coordinator, a
volunteer and a clerk who is not cleared, by session and by access key, at every address there is.

Every person of the world carries words of their own; an answer that holds a word it must not is a
leak, be it a page, a workbook, a letter, JSON or a header. New addresses are crawled by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import get_resolver

from wutong.core.people.models import Person
from wutong.platform.access.public import can, is_staff
from wutong.platform.access.registry import scopers
from wutong.platform.tabular.exports.registry import exports
from wutong.platform.tabular.exports.writers import write_xlsx
from wutong.ui.office.lists import lists

from .crawler import Crawler, addresses, plain
from .world import World

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
# Reading is the same for all; these also send what forms and programs send.
WRITERS = {"officer_here", "coordinator"}


@pytest.fixture
def world(settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return World()


def signed_in(reader) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(reader.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def questions(world, route, item):
    """Searches and peeks besides the plain address of a list, by what a stranger might know."""
    yield ""
    view = getattr(item.callback, "view_class", None)
    model = getattr(view, "model", None)
    if model is None and "search" not in route and "directory" not in route:
        return
    secret, there, here = (world.canaries[key] for key in ("secret", "there", "here"))
    for word in (secret.words[0], there.reach[0], here.reach[1]):
        yield f"?q={word}&name={word}"
    if model is Person:
        for canary in (secret, there):
            yield f"?peek={canary.person.pk}"


def crawl(crawler, reader, *, only="", posting=True):
    """Everything, as one reader."""
    client = signed_in(reader)
    for route, item in addresses():
        if route.startswith("api/") or not route.startswith(only):
            continue
        if route.startswith("office/") and not is_staff(reader.user):
            continue  # architecture/test_every_address_is_guarded.py
        for path in crawler.paths(route, item):
            suffixes = questions(crawler.world, route, item) if "<" not in route else [""]
            for suffix in suffixes:
                status = crawler.read(reader, client, path + suffix)
                if status == 403:
                    break
            if status == 403:
                break
            if posting and "<" in route and route.startswith(("office/", "me/")):
                crawler.read(reader, client, path, "post")


def crawl_api(crawler, reader, *, writing):
    """The same by an access key with every scope."""
    key = crawler.world.key_of(reader)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {key}"})
    asking = "contacts=full&reason=leak test"
    for route, item in addresses():
        if not route.startswith("api/v1/") or route.endswith(".json"):
            continue
        for path in crawler.paths(route, item):
            if crawler.read(reader, client, path) == 403:
                break
            crawler.read(reader, client, f"{path}?{asking}")
            if "<" not in route:
                for key in ("secret", "there", "here"):
                    word = crawler.world.canaries[key].reach[0]
                    crawler.read(reader, client, f"{path}?q={word}&{asking}")
                continue
            for method in ("post", "patch", "delete") if writing else ():
                crawler.read(
                    reader, client, path, method, data={}, content_type="application/json",
                    headers={"if-match": "*"},
                )  # fmt: skip


def crawl_exports(crawler, reader, folder: Path):
    """Every list as the workbook that would leave."""
    get_resolver().url_patterns  # noqa: B018 - registers the lists
    for key, entry in lists.items():
        if not entry.view.export_permission or not can(reader.user, entry.view.export_permission):
            continue
        table = exports.get("office.list").open(reader.user, {"list": key, "language": "en"})
        path = folder / f"{reader.name}-{key}.xlsx"
        write_xlsx(path, table.columns, table.rows, lambda _count: None)
        crawler.look(reader, f"the file of {key}", plain(path.read_bytes()))


def test_nobody_is_told_of_anybody_out_of_their_sight(world, tmp_path):
    crawler = Crawler(world)
    for reader in world.readers:
        crawl(crawler, reader, posting=reader.name in WRITERS)
        crawl_api(crawler, reader, writing=reader.name in WRITERS)
        crawl_exports(crawler, reader, tmp_path)
    assert crawler.leaks == []
    # and they did read: each found those whom they may see
    assert {reader.name: reader.expected - reader.seen for reader in world.readers} == {
        reader.name: set() for reader in world.readers
    }


def test_it_notices_a_scope_that_is_missing(world, monkeypatch):
    order, _scoper = scopers._items["people.Person"]
    monkeypatch.setitem(
        scopers._items, "people.Person", (order, lambda scopes, action: Person.objects.all())
    )
    crawler = Crawler(world)
    reader = next(reader for reader in world.readers if reader.name == "coordinator")
    crawl(crawler, reader, only="office/people/", posting=False)
    found = "\n".join(crawler.leaks)
    assert "雀乙鸮" in found  # of the other college
    assert "雀丙鸮" in found  # graded sensitive
