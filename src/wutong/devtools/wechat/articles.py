"""What WeChat does with articles: material, drafts, publishing, and figures of the days after."""

from __future__ import annotations

import re
import secrets
import time
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from wutong.devtools.local.server import Page
from wutong.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wutong.devtools.local.server import Request

OK = {"errcode": 0, "errmsg": "ok"}
LONGEST_TITLE, LONGEST_CONTENT, LARGEST_PICTURE = 32, 20_000, 1_000_000
FIRST_DAY, DETAIL_DAYS, SUMMARY_DAYS = date(2025, 11, 1), 30, 30
# What a title that holds these words comes to, so that a demonstration can show each case.
REVIEWED, CONFIRMED = "审核不过", "需要确认"
_SCRIPT = re.compile(
    r"<script\b.*?</script\s*>|\son\w+\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE | re.DOTALL
)
_PICTURE = re.compile(rb"\r\n\r\n(.*)\r\n--[0-9a-f]+--\r\n$", re.DOTALL)
_GROWTH = (0.45, 0.17, 0.08, 0.05, 0.04, 0.03, 0.02)


def _wrong(code: int, words: str) -> dict[str, Any]:
    return {"errcode": code, "errmsg": words}


@dataclass
class Article:
    """Published, or on its way."""

    key: str
    message: str
    content: dict[str, Any]
    asked: float
    day: date
    deleted: bool = False


@dataclass
class Desk:
    """The drafts and articles of one account; ``seconds`` is how long publishing takes."""

    address: str = ""
    seconds: float = 0.0
    delayed: bool = False
    pictures: dict[str, int] = field(default_factory=dict)
    covers: set[str] = field(default_factory=set)
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[str, Article] = field(default_factory=dict)

    def acts(
        self, request: Request, asked: Mapping[str, Any]
    ) -> dict[str, Callable[[], dict[str, Any]]]:
        """These interfaces by their path."""
        return {
            "/cgi-bin/media/uploadimg": lambda: self._upload(request),
            "/cgi-bin/material/add_material": lambda: self._upload(request, keep=True),
            "/cgi-bin/draft/add": lambda: self._add(asked),
            "/cgi-bin/draft/update": lambda: self._update(asked),
            "/cgi-bin/draft/delete": lambda: self._drop(asked),
            "/cgi-bin/freepublish/submit": lambda: self._submit(asked),
            "/cgi-bin/freepublish/get": lambda: self._get(asked),
            "/cgi-bin/freepublish/delete": lambda: self._delete(asked),
            "/datacube/getarticletotal": lambda: _wrong(
                47009, "this api is offline, please use the new api"
            ),
            "/datacube/getarticletotaldetail": lambda: self._statistics(asked, self._detail),
            "/datacube/getarticleread": lambda: self._statistics(asked, self._read),
            "/datacube/getarticleshare": lambda: self._statistics(asked, self._share),
            "/datacube/getbizsummary": lambda: self._statistics(
                asked, self._summary, days=SUMMARY_DAYS
            ),
        }

    def page(self, path: str) -> Page | None:
        """An article as readers see it."""
        key = path.removeprefix("/s/")
        article = next((one for one in self.jobs.values() if one.key == key), None)
        if article is None or article.deleted:
            return None
        title = escape(str(article.content["title"]))
        body = _SCRIPT.sub("", str(article.content["content"]))
        return Page(
            f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<h1>{title}</h1><p>{escape(str(article.content.get('author', '')))}</p>{body}"
        )

    def _upload(self, request: Request, *, keep: bool = False) -> dict[str, Any]:
        found = _PICTURE.search(request.body)
        content = found[1] if found else b""
        if not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            return _wrong(40005, "invalid file type")
        if len(content) > LARGEST_PICTURE:
            return _wrong(40009, "invalid image size")
        name = secrets.token_urlsafe(24)
        place = f"{self.address}/mmbiz/{name}"
        self.pictures[place] = len(content)
        if not keep:
            return {"url": place, **OK}
        self.covers.add(name)
        return {"media_id": name, "url": place}

    def _fault(self, article: Mapping[str, Any]) -> dict[str, Any] | None:
        if not article.get("title") or len(article["title"]) > LONGEST_TITLE:
            return _wrong(45003, "title size out of limit")
        if len(article.get("content", "")) >= LONGEST_CONTENT:
            return _wrong(45002, "content size out of limit")
        if article.get("thumb_media_id") not in self.covers:
            return _wrong(40007, "invalid media_id")
        if "<iframe" in article.get("content", "").lower():
            return _wrong(45166, "invalid content")
        return None

    def _add(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        fault = self._fault(asked["articles"][0])
        if fault is not None:
            return fault
        media = secrets.token_urlsafe(32)
        self.drafts[media] = dict(asked["articles"][0])
        return {"media_id": media}

    def _update(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if asked.get("media_id") not in self.drafts:
            return _wrong(40007, "invalid media_id")
        fault = self._fault(asked["articles"])
        if fault is not None:
            return fault
        self.drafts[asked["media_id"]] = dict(asked["articles"])
        return dict(OK)

    def _drop(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        gone = self.drafts.pop(str(asked.get("media_id")), None)
        return _wrong(40007, "invalid media_id") if gone is None else dict(OK)

    def _submit(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        draft = self.drafts.get(str(asked.get("media_id")))
        if draft is None:
            return _wrong(40007, "invalid media_id")
        if CONFIRMED in draft["title"]:
            return _wrong(53504, "need confirm on mp platform")
        del self.drafts[str(asked["media_id"])]
        job, number = str(secrets.randbelow(10**9) + 10**9), 2_250_000_000 + len(self.jobs)
        self.jobs[job] = Article(
            secrets.token_urlsafe(18), f"{number}_1", draft, time.monotonic(), clock.today()
        )
        return {"publish_id": job, "msg_data_id": str(number), **OK}

    def _get(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        article = self.jobs.get(str(asked.get("publish_id")))
        if article is None:
            return _wrong(40007, "invalid publish_id")
        said: dict[str, Any] = {"publish_id": asked["publish_id"], "fail_idx": []}
        if time.monotonic() < article.asked + self.seconds:
            return {**said, "publish_status": 1}
        if REVIEWED in article.content["title"]:
            return {**said, "publish_status": 4, "fail_idx": [1]}
        if article.deleted:
            return {**said, "publish_status": 5}
        place = f"{self.address}/s/{article.key}"
        detail = {"count": 1, "item": [{"idx": 1, "article_url": place}]}
        return {**said, "publish_status": 0, "article_id": article.key, "article_detail": detail}

    def _delete(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        key = asked.get("article_id")
        article = next((one for one in self.jobs.values() if one.key == key), None)
        if article is None or article.deleted:
            return _wrong(53600, "article not found")
        article.deleted = True
        return dict(OK)

    def _statistics(
        self, asked: Mapping[str, Any], count: Callable[[date, date], list[Any]], days: int = 1
    ) -> dict[str, Any]:
        try:
            first, last = (date.fromisoformat(asked[key]) for key in ("begin_date", "end_date"))
        except (KeyError, ValueError, TypeError):
            return _wrong(61500, "date format error")
        if not first <= last < clock.today() or (last - first).days >= days:
            return _wrong(61501, "date range error")
        if self.delayed:
            return {"list": [], "is_delay": True}
        return {"list": count(first, last) if last >= FIRST_DAY else [], "is_delay": False}

    def _there(self) -> list[Article]:
        return [one for one in self.jobs.values() if REVIEWED not in one.content["title"]]

    def _detail(self, first: date, last: date) -> list[Any]:
        found = []
        for article in self._there():
            if article.day != first:
                continue
            end = min(clock.today() - timedelta(days=1), first + timedelta(days=DETAIL_DAYS - 1))
            days = [first + timedelta(days=n) for n in range((end - first).days + 1)]
            found.append(
                {
                    "ref_date": first.isoformat(), "msgid": article.message, "publish_type": 1,
                    "title": article.content["title"],
                    "content_url": f"{self.address}/s/{article.key}",
                    "detail_list": [
                        {"stat_date": day.isoformat(), **standing(article, day)} for day in days
                    ],
                }
            )  # fmt: skip
        return found

    def _new_on(self, day: date) -> list[tuple[Article, dict[str, int]]]:
        return [(one, grown(one, day)) for one in self._there() if one.day <= day]

    def _read(self, first: date, last: date) -> list[Any]:
        return [
            {"ref_date": first.isoformat(), "msgid": one.message,
             "detail": {"read_user": new["read_user"]}}
            for one, new in self._new_on(first) if new["read_user"]
        ]  # fmt: skip

    def _share(self, first: date, last: date) -> list[Any]:
        return [
            {"ref_date": first.isoformat(), "msgid": one.message,
             "detail": {"share_user": new["share_user"]}}
            for one, new in self._new_on(first) if new["share_user"]
        ]  # fmt: skip

    def _summary(self, first: date, last: date) -> list[Any]:
        found = []
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            new = [grown for _one, grown in self._new_on(day)]
            found.append(
                {
                    "ref_date": day.isoformat(),
                    "detail": {
                        **{key: sum(one[key] for one in new)
                           for key in ("read_user", "share_user", "like_user")},
                        "comment_count": 0,
                        "send_page_count": sum(one.day == day for one in self._there()),
                    },
                }
            )  # fmt: skip
        return found


def grown(article: Article, day: date) -> dict[str, int]:
    """New readers of one day: many at first, a few for long."""
    after = (day - article.day).days
    if after < 0:
        return dict.fromkeys(("read_user", "share_user", "like_user"), 0)
    whole = 240 + zlib.crc32(article.content["title"].encode()) % 900
    share = _GROWTH[after] if after < len(_GROWTH) else 0.004
    reads = round(whole * share)
    return {"read_user": reads, "share_user": reads // 18, "like_user": reads // 40}


def standing(article: Article, day: date) -> dict[str, int]:
    """Everything from its publication to the end of a day."""
    days = [article.day + timedelta(days=n) for n in range((day - article.day).days + 1)]
    new = [grown(article, one) for one in days]
    return {key: sum(one[key] for one in new) for key in ("read_user", "share_user", "like_user")}
