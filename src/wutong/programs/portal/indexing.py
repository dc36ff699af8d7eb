"""Keeping what is searched in step with what the rooms make public."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection, transaction

from wutong.programs.portal.models import PublicDocument
from wutong.programs.portal.tokens import text_tokens, title_tokens
from wutong.ui.site.registry import findables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from wutong.ui.site.registry import PublicText

LONGEST_TEXT = 20_000
CHUNK = 500
WRITTEN = (
    "area", "path", "title", "summary", "text", "author", "topics", "topic_slugs", "published_at",
    "changed_at", "picture", "picture_alt", "schema", "alone", "title_tokens", "tokens", "digest",
)  # fmt: skip


def digest_of(text: PublicText) -> str:
    """Of everything the room said."""
    return hashlib.sha256(repr(text).encode()).hexdigest()[:16]


def _row(area: str, text: PublicText, digest: str) -> PublicDocument:
    title = title_tokens(text.title, text.names)
    body = text.text[:LONGEST_TEXT]
    return PublicDocument(
        area=area,
        key=text.key,
        language=text.language,
        path=text.path,
        title=text.title[:300],
        summary=text.summary,
        text=body,
        author=text.author[:200],
        topics=[list(pair) for pair in text.topics],
        topic_slugs=[slug for slug, _label in text.topics],
        published_at=text.published_at,
        changed_at=text.changed_at,
        picture=text.picture,
        picture_alt=text.picture_alt[:300],
        schema=text.schema,
        title_tokens=sorted(title),
        tokens=sorted(title | text_tokens(f"{text.summary} {text.author}\n{body}")),
        digest=digest,
    )


def _chunks(items: Iterable[PublicText]) -> Iterator[list[PublicText]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


@transaction.atomic
def read_again(area: str, keys: Collection[str] | None = None) -> tuple[int, int]:
    """Bring the index in line with a room: all of it, or the things under ``keys``. How many
    versions were written, and how many are gone.
    """
    source = findables.find(area)
    known = PublicDocument.objects.filter(area=area)
    if keys is not None:
        known = known.filter(key__in=list(keys))
    digests = {(key, lang): (digest, pk) for key, lang, digest, pk in known.values_list(
        "key", "language", "digest", "pk")}  # fmt: skip
    seen: set[tuple[str, str]] = set()
    written = 0
    for chunk in _chunks(source.texts(keys) if source is not None else ()):
        rows = []
        for text in chunk:
            name, digest = (text.key, text.language), digest_of(text)
            if name not in seen and digests.get(name, ("", 0))[0] != digest:
                rows.append(_row(area, text, digest))
            seen.add(name)
        PublicDocument.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["key", "language"], update_fields=WRITTEN
        )
        written += len(rows)
    gone = [pk for name, (_digest, pk) in digests.items() if name not in seen]
    PublicDocument.objects.filter(pk__in=gone).delete()
    if written or gone:
        _mark_alone(area, keys)
    return written, len(gone)


def _mark_alone(area: str, keys: Collection[str] | None) -> None:
    """Say of each version whether it is the only one of its thing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_publicdocument d SET alone = s.alone FROM ("
            " SELECT key, count(*) = 1 AS alone FROM portal_publicdocument"
            " WHERE area = %(area)s AND (%(keys)s::text[] IS NULL OR key = ANY(%(keys)s))"
            " GROUP BY key) s WHERE d.key = s.key AND d.area = %(area)s AND d.alone <> s.alone",
            {"area": area, "keys": None if keys is None else list(keys)},
        )


def repair() -> dict[str, tuple[int, int]]:
    """Every room read again; what was amiss, by area."""
    done = {area: read_again(area) for area in findables.keys()}  # noqa: SIM118 - a registry
    known = set(findables.keys())
    PublicDocument.objects.exclude(area__in=known).delete()
    return {area: counts for area, counts in done.items() if any(counts)}
