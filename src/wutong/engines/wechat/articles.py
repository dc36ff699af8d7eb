"""Articles of the Official Account: drafts, publishing, and how they were read.

Protocols as WeChat documents them in November 2026: pictures by ``media/uploadimg`` and
``material/add_material``, drafts by ``draft/*``, publishing by ``freepublish/*`` (accepted is not
published: it is asked for until it is over), statistics by the four interfaces that replaced
``getarticletotal``. Those name people, not page views: each reader counts once a day and article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError
from wutong.platform.outbox.public import WechatError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from wutong.platform.outbox.public import OfficialAccount

LONGEST_TITLE, LONGEST_AUTHOR, LONGEST_DIGEST = 32, 16, 128
LONGEST_CONTENT, LARGEST_CONTENT = 19_999, 1_000_000
LARGEST_PICTURE = 1_000_000
PICTURES = {"image/jpeg": ".jpg", "image/png": ".png"}
FIRST_DAY = date(2025, 11, 1)
"""Of the statistics in force."""
DETAIL_DAYS = 30
"""So long after its publication an article has its own totals, day by day."""
NOT_READY = 61503
GONE = frozenset({40007, 53600})
"""The draft or the article is not there (any more)."""
_PICTURE = re.compile(r"(<img\b[^>]*?\bsrc\s*=\s*)(\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)

WORDS: dict[int, _StrOrPromise] = {
    40001: _("WeChat does not accept the account's secret. Ask whoever keeps the settings."),
    40005: _("WeChat takes pictures as JPEG or PNG only."),
    40007: _("WeChat does not know this draft any more; it may have been deleted in its console."),
    40009: _("A picture is too large for WeChat (at most 1 MB)."),
    40164: _("WeChat does not know this server's address. Add it to the account's IP list."),
    45009: _("The account's share of calls for today is used up. Tomorrow it goes on."),
    45166: _("WeChat refuses something in the text (a link or a frame it does not allow)."),
    48001: _("The account may not do this: it needs to be verified by WeChat."),
    53404: _("The account may not publish for the time being; see its console."),
    53406: _("The account may not publish for the time being; see its console."),
    53503: _("WeChat's check of the draft did not pass; see its console."),
    53504: _("WeChat asks to confirm something in its console before this draft is published."),
    53505: _("The draft has to be confirmed by hand in WeChat's console first."),
    53600: _("WeChat does not know this article any more; it may have been deleted already."),
    61503: _("WeChat has not finished yesterday's figures; they are fetched later."),
    -1: _("WeChat is busy. Try again in a while."),
}
FAILED: dict[int, _StrOrPromise] = {
    2: _("WeChat did not accept it as an original."),
    3: _("WeChat could not publish it."),
    4: _("WeChat's review did not let it pass."),
    5: _("It was published, and deleted since in WeChat's console."),
    6: _("It was published, and WeChat has blocked it since."),
}
PUBLISHED, PUBLISHING, DELETED, BLOCKED = 0, 1, 5, 6


class ArticleError(WutongError):
    """WeChat would not take it, in words."""


def in_words(error: WechatError) -> str:
    """What an errcode means to somebody who publishes."""
    known = WORDS.get(error.code)
    if known is not None:
        return str(known)
    return str(_("WeChat said: %(words)s")) % {"words": str(error)[:200]}


def words_of(code: int, said: str) -> str:
    """The same of an errcode that was kept, or what was said without one."""
    if not code:
        return said
    return in_words(WechatError(code, said))


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as WeChat takes it; ``cover`` is the id of permanent material."""

    title: str
    content: str
    cover: str
    author: str = ""
    digest: str = ""
    source: str = ""

    def as_sent(self) -> dict[str, Any]:
        """Within WeChat's lengths; raises ArticleError where cutting would change the story."""
        if len(self.title) > LONGEST_TITLE:
            raise ArticleError(
                _("WeChat takes titles of at most %(limit)s characters. Give it a shorter one.")
                % {"limit": LONGEST_TITLE}
            )
        size = len(self.content.encode())
        if len(self.content) > LONGEST_CONTENT or size > LARGEST_CONTENT:
            raise ArticleError(
                _("This story is too long for one article on WeChat (20,000 characters with its"
                  " layout). Shorten it, or split it.")
            )  # fmt: skip
        return {
            "article_type": "news",
            "title": self.title,
            "author": self.author[:LONGEST_AUTHOR],
            "digest": self.digest[:LONGEST_DIGEST],
            "content": self.content,
            "content_source_url": self.source,
            "thumb_media_id": self.cover,
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }


@dataclass(frozen=True, slots=True)
class Job:
    """How far publishing is: ``status`` as WeChat counts, the article once it is there."""

    status: int
    article: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Stood:
    """An article at the end of a day, since it was published."""

    message: str
    day: date
    readers: int
    shares: int
    likes: int


@dataclass(frozen=True, slots=True)
class Published:
    """What the statistics know of an article published on a day."""

    message: str
    title: str
    address: str
    days: tuple[Stood, ...]


class Articles:
    """The interfaces; raises WechatError, NotSentError and LostError of the outbox."""

    def __init__(self, client: OfficialAccount) -> None:
        self._client = client

    def picture(self, name: str, content: bytes, kind: str) -> str:
        """A picture inside the text: its address at WeChat."""
        _check_picture(content, kind)
        said = self._client.upload("/cgi-bin/media/uploadimg", name, content, kind)
        return str(said["url"])

    def cover(self, name: str, content: bytes, kind: str) -> str:
        """A picture kept for good: its id."""
        _check_picture(content, kind)
        said = self._client.upload(
            "/cgi-bin/material/add_material", name, content, kind, type="image"
        )
        return str(said["media_id"])

    def add_draft(self, draft: Draft) -> str:
        """``draft/add``: the id of the draft."""
        said = self._client.ask("/cgi-bin/draft/add", {"articles": [draft.as_sent()]})
        return str(said["media_id"])

    def change_draft(self, media: str, draft: Draft) -> None:
        """``draft/update``: the first article of a draft anew."""
        asked = {"media_id": media, "index": 0, "articles": draft.as_sent()}
        self._client.ask("/cgi-bin/draft/update", asked)

    def drop_draft(self, media: str) -> None:
        """``draft/delete``; one that is gone is what was wanted."""
        self._unless_gone("/cgi-bin/draft/delete", {"media_id": media})

    def publish(self, media: str) -> tuple[str, str]:
        """``freepublish/submit``: the job, and the number of the message in the statistics."""
        said = self._client.ask("/cgi-bin/freepublish/submit", {"media_id": media})
        return str(said["publish_id"]), str(said.get("msg_data_id") or "")

    def publishing(self, job: str) -> Job:
        """``freepublish/get``: how far it is."""
        said = self._client.ask("/cgi-bin/freepublish/get", {"publish_id": job})
        items = (said.get("article_detail") or {}).get("item") or [{}]
        return Job(
            int(said["publish_status"]),
            str(said.get("article_id") or ""),
            str(items[0].get("article_url") or ""),
        )

    def withdraw(self, article: str) -> None:
        """``freepublish/delete``; one that is gone is what was wanted."""
        self._unless_gone("/cgi-bin/freepublish/delete", {"article_id": article, "index": 0})

    def published_on(self, day: date) -> tuple[list[Published], bool]:
        """``getarticletotaldetail``: what was published on a day with all its days so far (thirty
        at most), and whether more is to come.
        """
        said = self._statistics("getarticletotaldetail", day)
        return [_published(one) for one in said["list"]], bool(said.get("is_delay"))

    def read_on(self, day: date) -> tuple[dict[str, int], bool]:
        """``getarticleread``: readers of one day by message, whenever it was published."""
        said = self._statistics("getarticleread", day)
        found = {str(one["msgid"]): _number(one.get("detail"), "read_user") for one in said["list"]}
        return found, bool(said.get("is_delay"))

    def shared_on(self, day: date) -> dict[str, int]:
        """``getarticleshare``: who shared on one day, by message."""
        said = self._statistics("getarticleshare", day)
        return {str(one["msgid"]): _number(one.get("detail"), "share_user") for one in said["list"]}

    def account_days(self, first: date, last: date) -> dict[date, dict[str, int]]:
        """``getbizsummary``: the whole account by day, thirty days at most."""
        said = self._statistics("getbizsummary", first, last)
        return {
            date.fromisoformat(one["ref_date"]): {
                "reads": _number(one.get("detail"), "read_user"),
                "shares": _number(one.get("detail"), "share_user"),
                "likes": _number(one.get("detail"), "like_user"),
                "comments": _number(one.get("detail"), "comment_count"),
                "published": _number(one.get("detail"), "send_page_count"),
            }
            for one in said["list"]
        }

    def _statistics(self, name: str, first: date, last: date | None = None) -> dict[str, Any]:
        asked = {"begin_date": first.isoformat(), "end_date": (last or first).isoformat()}
        said = self._client.ask(f"/datacube/{name}", asked)
        return {**said, "list": said.get("list") or []}

    def _unless_gone(self, path: str, asked: dict[str, Any]) -> None:
        try:
            self._client.ask(path, asked)
        except WechatError as error:
            if error.code not in GONE:
                raise


def _check_picture(content: bytes, kind: str) -> None:
    if kind not in PICTURES:
        raise ArticleError(WORDS[40005])
    if len(content) > LARGEST_PICTURE:
        raise ArticleError(WORDS[40009])


def _number(detail: Any, name: str) -> int:
    return max(int((detail or {}).get(name) or 0), 0)


def _published(one: dict[str, Any]) -> Published:
    message = str(one["msgid"])
    days = tuple(
        Stood(
            message,
            date.fromisoformat(str(day["stat_date"])),
            _number(day, "read_user"),
            _number(day, "share_user"),
            _number(day, "like_user"),
        )
        for day in one.get("detail_list") or []
    )
    return Published(
        message, str(one.get("title") or ""), str(one.get("content_url") or ""), days
    )  # fmt: skip


def pictures_in(content: str) -> list[str]:
    """The addresses of the pictures of a text, each once, in order."""
    found = [match[2] or match[3] for match in _PICTURE.findall(content)]
    return list(dict.fromkeys(found))


def with_pictures(content: str, place_of: Callable[[str], str]) -> str:
    """The same text with its pictures elsewhere; a picture without a place is left out."""

    def moved(match: re.Match[str]) -> str:
        place = place_of(match[3] or match[4] or "")
        return f'{match[1]}"{place}"'

    return _PICTURE.sub(moved, content)


def message_in(address: str) -> str:
    """The number of a message out of an article's address, as the statistics write it."""
    mid, index = re.search(r"[?&]mid=(\d+)", address), re.search(r"[?&]idx=(\d+)", address)
    return f"{mid[1]}_{index[1]}" if mid and index else ""
