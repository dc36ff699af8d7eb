"""A story on the public site: found, fed, described, kept; and gone everywhere when withdrawn."""

from __future__ import annotations

import json
import re

import pytest

from wutong.kernel.actors import Actor
from wutong.programs.portal.cards import card_address
from wutong.programs.portal.indexing import repair
from wutong.programs.portal.models import PublicDocument
from wutong.programs.publishing.services.manuscripts import withdraw_story
from wutong.programs.publishing.tests.making import draft, picture, published, two_reviews
from wutong.ui.site.cache.store import pages
from wutong.ui.site.cache.versions import versions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty(monkeypatch, settings, tmp_path):
    settings.PAGE_CACHE, settings.MEDIA_ROOT = True, tmp_path
    monkeypatch.setattr("wutong.ui.site.cache.versions.CHECK_EVERY", 0.0)
    pages.clear()
    versions.forget()


def test_a_withdrawn_story_is_gone_everywhere_at_once(make_user, client):
    author, reviewer, director = make_user("staff"), make_user("staff"), make_user("director")
    two_reviews(director)
    places = ("/", "/stories/", "/feeds/news.rss", "/feeds/news.json", "/search/?q=qizuoqiao",
              "/sitemap-1.xml", "/search/?q=江上的桥")  # fmt: skip
    for place in places[:4]:
        assert "seven-bridges" not in client.get(place).content.decode()
    story = published(draft(cover=picture()), author, [reviewer, director])
    for place in places:
        assert "/stories/seven-bridges/" in client.get(place).content.decode(), place

    page = client.get("/stories/seven-bridges/")
    again = client.get("/stories/seven-bridges/")
    read = ("Wutong-Read", f"story:{story.translation_key}")
    assert any(read in kept.headers for kept in pages._pages.values())  # for who counts reads
    assert (again.content, "ETag" in again) == (page.content, True)
    text = page.content.decode()
    article, crumbs = (json.loads(part) for part in re.findall(r"ld\+json\">(.*?)</script>", text))
    assert (article["@type"], article["headline"]) == ("NewsArticle", "七座桥")
    assert len(crumbs["itemListElement"]) == 3
    assert text.count('rel="canonical"') == text.count('name="description"') == 1
    card = card_address(PublicDocument.objects.get())
    assert f'content="http://127.0.0.1:8000{card}"' in text
    assert client.get(card).status_code == 200
    assert repair() == {}  # the events kept it in step

    withdraw_story(actor=Actor.of(director), key=story.translation_key, reason_zh="照片有误。")
    for place in places:
        answer = client.get(place)
        assert "seven-bridges" not in answer.content.decode(), place
    assert client.get("/stories/seven-bridges/").status_code == 410
    assert client.get(card).status_code == 404


def test_a_draft_is_nowhere(client):
    draft()
    assert repair() == {}
    assert "seven-bridges" not in client.get("/stories/").content.decode()
