"""Lists of posts that are no table yet: a page saved from a console, an answer of WeChat's.

They become CSV and go the way of every import. Nothing of them is shown or run: of HTML only the
text of one table's cells and the addresses its links lead to are taken.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.kernel.clock import CAMPUS
from wutong.programs.posts.errors import PostError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = ("标题", "发布日期", "链接", "是否原创", "阅读量", "分享量", "点赞数")
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
DEEPEST = 12
_TITLES = ("title",)
_LINKS = ("link", "url", "content_url", "article_url")
_TIMES = ("create_time", "update_time", "publish_time", "send_time", "date")
_NUMBERS = {
    "阅读量": ("read_num", "int_page_read_count", "read_count", "read_user", "reads"),
    "分享量": ("share_num", "share_count", "share_user", "shares"),
    "点赞数": ("like_num", "like_count", "like_user", "likes"),
}


class NoPostsError(PostError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "No list of posts was found in this file. Expected: a workbook or CSV, a saved page"
                " with a table, or the list of articles from WeChat as JSON."
            )
        )


def as_csv(content: bytes) -> bytes | None:
    """The list as CSV; None where the file is neither JSON nor HTML and reads itself. Raises
    ``NoPostsError``.
    """
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in {b"{", b"["}:
        rows = list(_rows_of_json(_decoded(content)))
        return _csv([list(COLUMNS), *rows])
    if head[:1] == b"<" and not head.startswith(b"<?xml"):
        return _csv(_rows_of_html(_decoded(content)))
    return None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    raise NoPostsError


def _csv(rows: list[list[str]]) -> bytes:
    if len(rows) < 2:
        raise NoPostsError
    out = io.StringIO()
    csv.writer(out).writerows(rows[: MOST_ROWS + 1])
    return out.getvalue().encode("utf-8-sig")


def _rows_of_json(text: str) -> Iterator[list[str]]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoPostsError from error
    for post in _posts_in(said, {}, 0):
        numbers = [str(_first(post, names) or "") for names in _NUMBERS.values()]
        original = post.get("copyright_type", post.get("copyright_stat"))
        kind = "" if original is None else "是" if str(original) in {"1", "11"} else "否"
        yield [
            " ".join(str(_first(post, _TITLES)).split()), _day(_first(post, _TIMES)),
            str(_first(post, _LINKS) or ""), kind, *numbers,
        ]  # fmt: skip


def _posts_in(said: Any, outer: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    """Everything with a title and an address or a time, however deep; times and figures of what
    stands around it count where it has none of its own.
    """
    if depth > DEEPEST:
        return
    if isinstance(said, str) and said[:1] in {"{", "["}:
        try:  # WeChat's console puts JSON into JSON
            said = json.loads(said)
        except (ValueError, RecursionError):
            return
    if isinstance(said, list):
        for one in said:
            yield from _posts_in(one, outer, depth + 1)
    elif isinstance(said, dict):
        around = {**outer, **{k: v for k, v in said.items() if k in _TIMES}}
        if _first(said, _TITLES) and (_first(said, _LINKS) or _first(around, _TIMES)):
            yield {**outer, **said}
            return
        for one in said.values():
            if isinstance(one, (dict, list, str)):
                yield from _posts_in(one, around, depth + 1)


def _first(post: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((post[name] for name in names if post.get(name) not in (None, "")), None)


def _day(moment: Any) -> str:
    """A day on campus out of seconds or of a date as written."""
    text = str(moment or "")
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), tz=CAMPUS).date().isoformat()
    return text


class _Table(HTMLParser):
    """The cells of every table, and where the first link of a row leads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[int] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._link = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "template"}:
            self._hidden += 1
        elif tag == "table":
            self._close_row()
            self.tables.append([])
            self._open.append(len(self.tables) - 1)
        elif tag == "tr" and self._open:
            self._close_row()
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._close_cell()
            self._cell = []
        elif tag == "a" and self._cell is not None and not self._link:
            address = dict(attrs).get("href") or ""
            self._link = address if address.startswith(("http://", "https://")) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "template"}:
            self._hidden = max(0, self._hidden - 1)
        elif tag in {"td", "th"}:
            self._close_cell()
        elif tag in {"tr", "table"}:
            self._close_row()
            if tag == "table" and self._open:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.append(" ".join("".join(self._cell).split()))
        self._cell = None

    def _close_row(self) -> None:
        """A row ends with the address its first link leads to."""
        self._close_cell()
        if self._row and self._open:
            self.tables[self._open[-1]].append([*self._row, self._link])
        self._row, self._link = None, ""


def _rows_of_html(text: str) -> list[list[str]]:
    """The longest table, with the addresses of its links in a column at the end."""
    reader = _Table()
    reader.feed(text)
    reader.close()
    rows = max(reader.tables, key=len, default=[])
    if len(rows) < 2:
        raise NoPostsError
    width = max(len(row) for row in rows) - 1
    body = [[*row[:-1], *[""] * (width + 1 - len(row)), row[-1]] for row in rows]
    if any("链接" in cell or "url" in cell.lower() for cell in rows[0]):
        return [row[:-1] for row in body]
    body[0][-1] = "链接"
    return body
