"""What visitors find, and what they must not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from wutong.programs.portal.indexing import read_again, repair
from wutong.programs.portal.models import PublicDocument
from wutong.programs.portal.searching import marked, search
from wutong.programs.portal.tokens import LONGEST_QUERY, read_query
from wutong.ui.site.registry import PublicText, findables

pytestmark = pytest.mark.django_db


class Shelf:
    """A room that makes public what a test lays on it."""

    label, icon = "Shelf", "book"

    def __init__(self):
        self.things = []

    def texts(self, keys=None):
        return [one for one in self.things if keys is None or one.key in keys]


@pytest.fixture
def shelf():
    room = Shelf()
    findables.register("shelf", room)
    yield room
    findables._items.pop("shelf")


def lay(shelf, *texts):
    """Put texts on the shelf: (title, text) or more fields."""
    for place, (title, text, *rest) in enumerate(texts):
        fields = {"language": "zh-hans", **(rest[0] if rest else {})}
        shelf.things.append(
            PublicText(
                key=fields.pop("key", f"thing:{place}"),
                title=title,
                text=text,
                path=f"/thing/{place}/{fields['language']}/",
                **fields,
            )
        )
    read_again("shelf")


def found(query, language="zh-hans", **more):
    return [hit.document.title for hit in search(query, language=language, **more).hits]


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("茶叙", True),
        ("友会", True),  # any part of a word
        ("茶", True),  # one character of a title
        ("xinnian", True),  # pinyin of a part of the title
        ("xncx", True),  # and its initials
        ("深圳 茶叙", True),
        ("深圳 北京", False),  # all words have to be there
        ("旧书", True),  # in the text
        ("舊書", True),  # traditional characters
        ("ＮＡＮＳＨＡＮ", True),  # full-width letters
        ("nansh", False),  # beginnings of words count in titles alone
        ("校友会新年茶叙旧书", False),  # not one run of words
    ],
)
def test_any_part_of_a_word_finds_it(shelf, query, finds):
    lay(shelf, ("深圳校友会新年茶叙", "带上一本旧书来换。地点 Nanshan。"))
    assert bool(found(query)) is finds


def test_titles_come_before_texts_and_newer_before_older(shelf):
    old, new = timezone.now() - timezone.timedelta(days=900), timezone.now()
    lay(
        shelf,
        ("别的", "说到桥梁", {"published_at": new}),
        ("桥梁往事", "", {"published_at": old}),
        ("桥梁新闻", "", {"published_at": new}),
    )
    assert found("桥梁") == ["桥梁新闻", "桥梁往事", "别的"]


def test_readers_are_shown_their_language_and_what_has_no_other(shelf):
    lay(
        shelf,
        ("Bridge 桥", "", {"language": "en", "key": "a"}),
        ("桥", "bridge", {"language": "zh-hans", "key": "a"}),
        ("只有中文 bridge", "", {"language": "zh-hans", "key": "b"}),
    )
    assert sorted(found("bridge", "en")) == ["Bridge 桥", "只有中文 bridge"]


def test_what_is_withdrawn_is_found_no_more_and_a_repair_finds_what_was_missed(shelf):
    lay(shelf, ("留下", ""), ("拿走", ""))
    shelf.things.pop()
    read_again("shelf", ["thing:1"])
    assert (found("拿走"), found("留下")) == ([], ["留下"])
    PublicDocument.objects.all().delete()
    assert repair()["shelf"] == (1, 0)
    assert "shelf" not in repair()  # nothing was amiss
    assert found("留下") == ["留下"]


def test_a_hit_is_marked_and_nothing_in_it_runs(shelf):
    lay(shelf, ("<script>alert(1)</script>桥", "前" * 300 + "<img src=x onerror=alert(2)>桥&后"))
    hit = search("桥", language="zh-hans").hits[0]
    assert hit.title == "&lt;script&gt;alert(1)&lt;/script&gt;<mark>桥</mark>"
    assert "<mark>桥</mark>&amp;后" in marked("桥&后", ["桥"]) + hit.snippet
    assert "<img" not in hit.snippet
    assert hit.snippet.startswith("…") or "&lt;img" in hit.snippet


@pytest.mark.parametrize(
    "query",
    ["", "   ", "%", "'; DROP TABLE x; --", "\\", "{}", '"', "😀", "a" * 5_000, "桥" * 500,
     "\u202e", "(((", "桥 " * 200, "𠮷"],
)  # fmt: skip
def test_hostile_queries_are_answered(client, query):
    answer = client.get("/en/search/", {"q": query, "page": "９９９", "in": "<x>"})
    assert answer.status_code == 200
    assert len(read_query(query).words) <= LONGEST_QUERY
    assert "private" in answer["Cache-Control"]


def test_the_page_teaches_what_to_do(client, shelf):
    lay(shelf, ("桥", "", {"language": "en", "key": "x"}))
    assert "two characters are enough" in client.get("/en/search/?q=nothinglikeit").content.decode()
    page = client.get("/en/search/?q=桥").content.decode()
    assert "1 result" in page
    assert '<meta name="robots" content="noindex">' in page
