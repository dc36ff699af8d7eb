"""The public pages of organisations, feeds, maps for machines, and cards."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from PIL import Image

from wutong.core.consent.enums import Audience, Method
from wutong.core.consent.public import set_levels
from wutong.core.organisations.public import save_organisation
from wutong.core.organisations.tests import factories
from wutong.core.people.tests.factories import make_person
from wutong.core.reference.models import Region
from wutong.kernel.actors import Actor
from wutong.programs.portal import cards
from wutong.programs.portal.indexing import _row, digest_of, read_again
from wutong.programs.portal.models import PublicDocument
from wutong.programs.portal.places import TILES
from wutong.ui.site.cache.store import pages
from wutong.ui.site.cache.versions import versions
from wutong.ui.site.registry import PublicText

if TYPE_CHECKING:
    from wutong.core.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


@pytest.fixture(autouse=True)
def _empty(monkeypatch, settings):
    settings.PAGE_CACHE = True
    monkeypatch.setattr("wutong.ui.site.cache.versions.CHECK_EVERY", 0.0)
    pages.clear()
    versions.forget()


def chapter(**fields) -> Organisation:
    return save_organisation(
        actor=ACTOR,
        fields={
            "kind": "alumni", "name_zh": "梧桐大学广东校友会", "alumni_type": "regional",
            "name_en": "Wutong Alumni of Guangdong", "legal_form": "local",
            "region": Region.objects.get(code="440000"), **fields,
        },
    )  # fmt: skip


def story(number: int = 1, **fields) -> PublicDocument:
    text = PublicText(
        **{
            "key": f"story:{number}", "language": "zh-hans", "title": f"七座桥 <{number}> & 更多",
            "path": f"/stories/bridges-{number}/", "summary": "她参与设计的七座桥",
            "text": "正文\x0b", "author": "林若谷", "topics": (("people", "人物"),),
            "published_at": timezone.now(), "schema": "NewsArticle", **fields,
        }
    )  # fmt: skip
    row = _row("stories", text, digest_of(text))
    row.save()
    return row


def ld(page: str) -> list[dict]:
    return [json.loads(part) for part in re.findall(r"ld\+json\">(.*?)</script>", page)]


def test_every_province_has_a_tile_of_its_own():
    assert len(TILES) == len(set(TILES.values())) == 34
    assert {code[:2] for code in Region.objects.filter(
        parent=None, is_overseas=False).values_list("code", flat=True)} == set(TILES)  # fmt: skip


def test_the_map_counts_cities_in_their_province_and_follows_changes(client):
    body = chapter()
    page = client.get("/en/organisations/").content.decode()
    assert 'href="/en/organisations/places/440000/"' in page
    assert "1 organisation, at home and abroad" in page
    chapter(name_zh="深圳校友会", name_en="Shenzhen", region=Region.objects.get(code="440300"))
    assert "2 organisations" in client.get("/en/organisations/").content.decode()
    place = client.get("/en/organisations/places/440000/").content.decode()
    assert "Wutong Alumni of Guangdong" in place
    assert "Shenzhen" in place
    save_organisation(actor=ACTOR, fields={"status": "closed"}, organisation_id=body.pk)
    assert client.get(f"/en/organisations/{body.pk}/").status_code == 404
    assert not PublicDocument.objects.filter(key=f"organisation:{body.pk}").exists()
    assert "Wutong Alumni" not in client.get("/en/organisations/places/440000/").content.decode()


def test_officers_are_named_only_where_they_said_so(client):
    body = chapter()
    shown, hidden = (
        factories.make_appointment(
            make_person(name), role="officer", organisation=body, title="会长"
        )
        for name in ("林公开", "王不说")
    )
    set_levels(
        actor=ACTOR, person_id=shown.person_id, levels={"name": Audience.EVERYONE},
        method=Method.MEMBER,
    )  # fmt: skip
    set_levels(
        actor=ACTOR, person_id=hidden.person_id, levels={"name": Audience.MEMBERS},
        method=Method.MEMBER,
    )  # fmt: skip
    page = client.get(f"/en/organisations/{body.pk}/").content.decode()
    assert ("林公开" in page, "王不说" in page) == (True, False)
    assert "One further officer is in office" in page
    kinds = [one["@type"] for one in ld(page)]
    assert kinds == ["Organization", "BreadcrumbList"]
    assert "王不说" not in json.dumps(ld(page), ensure_ascii=False)


@pytest.mark.parametrize("path", ["999/", "places/000000/", "places/GB/", "places/x%00/"])
def test_what_is_not_there_is_not_there(client, path):
    assert client.get(f"/en/organisations/{path}").status_code in {400, 404}


def test_companies_and_classes_have_no_public_page(client):
    for fields in (
        {"kind": "company", "alumni_type": "", "legal_form": ""},
        {"alumni_type": "class"},
    ):
        body = chapter(name_zh=f"某{len(fields)}", **fields)
        assert client.get(f"/organisations/{body.pk}/").status_code == 404


def test_feeds_are_well_formed_whatever_a_title_holds(client):
    story(1)
    story(2, topics=())
    rss = ET.fromstring(client.get("/feeds/news.rss").content)
    assert [item.findtext("title") for item in rss.iter("item")][-1] == "七座桥 <1> & 更多"
    atom = ET.fromstring(client.get("/feeds/news.atom").content)
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    feed = client.get("/feeds/news.json")
    assert feed["Content-Type"] == "application/feed+json; charset=utf-8"
    said = feed.json()
    assert (said["version"], len(said["items"])) == ("https://jsonfeed.org/version/1.1", 2)
    assert said["items"][0]["url"].startswith("http")
    topic = ET.fromstring(client.get("/feeds/topics/people.rss").content)
    assert len(list(topic.iter("item"))) == 1
    assert client.get("/feeds/topics/none.rss").status_code == 404
    assert client.get("/feeds/news.exe").status_code == 404
    assert b"<item>" not in client.get("/en/feeds/news.rss").content
    announced = client.get("/").content.decode()
    assert 'type="application/rss+xml"' in announced


def test_maps_for_machines(client):
    body = chapter()
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /office/" in robots
    index = ET.fromstring(client.get("/sitemap.xml").content)
    parts = [loc.text for loc in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(parts) == 2
    standing = client.get("/sitemap-0.xml").content.decode()
    assert "/en/organisations/</loc>" in standing
    assert "/me/" not in standing
    part = client.get("/sitemap-1.xml").content.decode()
    ET.fromstring(part)
    assert f"/en/organisations/{body.pk}/</loc>" in part
    assert part.count('hreflang="zh-CN"') == 2
    assert client.get("/sitemap-9.xml").status_code == 404


def test_a_page_tells_machines_what_it_is_and_cannot_be_broken_out_of(client):
    body = chapter(name_en="</script><script>alert(1)</script>")
    page = client.get(f"/en/organisations/{body.pk}/").content.decode()
    assert "</script><script>alert" not in page
    assert ld(page)[0]["name"] == "</script><script>alert(1)</script>"
    assert f'rel="canonical" href="http://127.0.0.1:8000/en/organisations/{body.pk}/"' in page
    assert page.count('rel="alternate" hreflang=') == 3
    assert f"/cards/{PublicDocument.objects.get(language='en').pk}-" in page
    assert "/cards/site-en.png" in client.get("/en/organisations/").content.decode()
    home = client.get("/en/").content.decode()
    assert [one["@type"] for one in ld(home)] == ["CollegeOrUniversity", "WebSite"]
    assert "/cards/site-en.png" in home


def test_a_card_is_drawn_once_and_gone_with_what_it_shows(client):
    row = story(3, title="𠮷野家里的" + "很长" * 60)
    address = cards.card_address(row)
    drawn = client.get(address)
    picture = Image.open(io.BytesIO(drawn.content))
    assert (drawn["Content-Type"], picture.size) == ("image/png", (1200, 630))
    assert len(drawn.content) < 120_000
    read_again("stories")  # no room has it any more
    pages.clear()
    assert client.get(address).status_code == 404
    assert cards.drop_stale() == 1
    for name in ("1-../../etc", "site-fr", "x", "1-0123456789abcdef"):
        assert client.get(f"/cards/{name}.png").status_code == 404
