"""Finding public things: filter first, then rank."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString

from wutong.kernel.hanzi import is_han
from wutong.programs.portal.models import PublicDocument
from wutong.programs.portal.tokens import Query, level, read_query
from wutong.ui.site.registry import findables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

PAGE = 10
LAST_PAGE = 50
BEFORE, AFTER = 30, 110

# The filter stands in a CTE of its own: an index of dates would else be walked row by row. Both
# sets are grouped, not joined: the planner expects few rows of each and would loop over them.
_HITS = """
WITH hits AS MATERIALIZED (
  SELECT id, area, published_at FROM portal_publicdocument
  WHERE tokens @> %(tokens)s::text[] AND (language = %(language)s OR alone)
), titled AS MATERIALIZED (
  SELECT id, area, published_at FROM portal_publicdocument
  WHERE title_tokens @> %(tokens)s::text[] AND (language = %(language)s OR alone)
)
"""
_ANSWER = """
SELECT (SELECT json_object_agg(area, number)::text
        FROM (SELECT area, count(*) AS number FROM hits GROUP BY area) counted),
  ARRAY(SELECT id FROM (
          SELECT id, area, published_at, false AS is_title FROM hits UNION ALL
          SELECT id, area, published_at, true FROM titled) found
        WHERE %(area)s = '' OR area = %(area)s
        GROUP BY id, published_at
        ORDER BY bool_or(is_title) DESC, published_at DESC NULLS LAST, id
        LIMIT %(limit)s OFFSET %(offset)s)
"""


@dataclass(frozen=True)
class Facet:
    """An area with how many were found in it."""

    area: str
    label: _StrOrPromise
    icon: str
    number: int


@dataclass(frozen=True)
class Hit:
    """One thing that was found, words marked."""

    document: PublicDocument
    title: SafeString
    snippet: SafeString
    label: _StrOrPromise
    icon: str


@dataclass(frozen=True)
class Found:
    """A page of what was found."""

    query: Query
    total: int = 0
    number: int = 1
    hits: list[Hit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)

    @property
    def has_next(self) -> bool:
        """Whether a further page is worth asking for."""
        return self.number * PAGE < self.total and self.number < LAST_PAGE


def search(text: str, *, language: str, area: str = "", number: int = 1) -> Found:
    """What ``text`` finds among everything public: in titles before texts, the newer first; in
    the reader's language, and what there is in another one alone.
    """
    query = read_query(text)
    if not query.tokens:
        return Found(query)
    number = max(1, min(number, LAST_PAGE))
    offset = (number - 1) * PAGE
    asked: dict[str, str | int | list[str]] = {
        "tokens": list(query.tokens), "language": language, "area": area,
        "limit": PAGE, "offset": offset,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_HITS + _ANSWER, asked)
        counted, ids = cursor.fetchone() or ("", [])
    counts: dict[str, int] = json.loads(counted or "{}")
    total = counts.get(area, 0) if area else sum(counts.values())
    return Found(query, total, number, _hits(ids, query), _facets(counts))


def _facets(counts: dict[str, int]) -> list[Facet]:
    return [
        Facet(area, source.label, source.icon, counts[area])
        for area, source in findables.items()
        if counts.get(area)
    ]


def _hits(ids: list[int], query: Query) -> list[Hit]:
    rows = PublicDocument.objects.defer("tokens", "title_tokens").in_bulk(ids)
    found = []
    for key in ids:
        row = rows.get(key)
        source = findables.find(row.area) if row is not None else None
        if row is None or source is None:
            continue
        found.append(
            Hit(
                document=row,
                title=marked(row.title, query.terms),
                snippet=snippet(row, query.terms),
                label=source.label,
                icon=source.icon,
            )
        )
    return found


def snippet(row: PublicDocument, terms: Iterable[str]) -> SafeString:
    """The words around the first hit in the text, else the summary."""
    wanted = list(terms)
    text = f"{row.summary} {row.text}".strip() if row.summary not in row.text else row.text
    even = level(text)
    places = [place for term in wanted if (place := even.find(term)) >= 0]
    if not places:
        return marked(_cut(row.summary or row.text, 0), wanted)
    return marked(_cut(text, max(0, min(places) - BEFORE)), wanted)


def _cut(text: str, start: int) -> str:
    end = start + BEFORE + AFTER
    if len(text) > end and not is_han(text[end]):  # not within a word
        end = max(text.rfind(" ", start, end), start + BEFORE + AFTER // 2)
    piece = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"


def marked(text: str, terms: Iterable[str]) -> SafeString:
    """``text`` escaped, the terms in mark elements. Pinyin is not marked: it stands nowhere."""
    wanted = sorted({term for term in terms if term}, key=len, reverse=True)
    if not wanted:
        return SafeString(escape(text))
    even, at = level(text), 0
    parts: list[str] = []
    for match in re.finditer("|".join(map(re.escape, wanted)), even):
        parts.append(escape(text[at : match.start()]))
        parts.append(f"<mark>{escape(text[match.start() : match.end()])}</mark>")
        at = match.end()
    parts.append(escape(text[at:]))
    return SafeString("".join(parts))
