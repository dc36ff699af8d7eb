"""Pictures that come over with a story: kept for the printer, gone when they may not be shown."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from wutong.kernel import clock
from wutong.platform.files.public import delete_stored, store
from wutong.programs.journal.models import ArticlePicture
from wutong.programs.publishing.public import journal_pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile
    from wutong.programs.journal.models import Article
    from wutong.programs.publishing.public import Shot

MOST = 12
"""Pictures of one article; a story with more has an album of its own on the site."""
LONGEST = 300


@dataclass(frozen=True)
class Taken:
    """One picture of a story with its words by language ("zh", "en")."""

    number: int
    shot: Shot
    captions: Mapping[str, str]

    @property
    def mark(self) -> str:
        """What stands in the text in its place."""
        return f"![{self.number}]"


def pictures_to_take(
    key: UUID, languages: Iterable[str], article: Article | None
) -> dict[int, Taken]:
    """Those of a story that may stand in the journal, by id; one that is there keeps its number."""
    shots: dict[int, dict[str, Shot]] = {}
    for language in languages:
        for shot in journal_pictures(key, language):
            shots.setdefault(shot.picture.pk, {})[language[:2]] = shot
    known = {}
    if article is not None:
        known = dict(article.pictures.values_list("source_id", "number"))
    last = max(known.values(), default=0)
    found = {}
    for pk, told in list(shots.items())[:MOST]:
        if pk not in known:
            last += 1
        found[pk] = Taken(
            known.get(pk, last),
            next(iter(told.values())),
            {half: shot.caption[:LONGEST] for half, shot in told.items()},
        )
    return found


def keep_pictures(*, actor: Actor, article: Article, taken: Mapping[int, Taken]) -> bool:
    """Bring the pictures of an article to what came over; whether one of them was withdrawn."""
    there = {row.source_id: row for row in article.pictures.select_related("stored")}
    for pk, one in taken.items():
        _keep(actor, article, there.get(pk), one)
    gone = [row for pk, row in there.items() if pk not in taken and row.withdrawn_at is None]
    for row in gone:
        _let_go(row, in_print=article.issue.is_published)
    return bool(gone)


def _keep(actor: Actor, article: Article, row: ArticlePicture | None, one: Taken) -> None:
    now, picture = clock.now(), one.shot.picture
    if row is None:
        row = ArticlePicture(article=article, source=picture, number=one.number, added_at=now)
    elif row.withdrawn_at is not None:
        row.withdrawn_at, row.added_at = None, now
    row.alt_zh, row.alt_en = picture.alt_zh[:LONGEST], picture.alt_en[:LONGEST]
    row.caption_zh, row.caption_en = one.captions.get("zh", ""), one.captions.get("en", "")
    row.credit = one.shot.credit[:120]
    before: StoredFile | None = None
    if row.stored is None or row.digest != picture.file_hash:
        before, row.digest = row.stored, picture.file_hash
        row.stored = _copy(actor, one)
    row.save()
    if before is not None:
        delete_stored(before)


def _copy(actor: Actor, one: Taken) -> StoredFile | None:
    """Ours, for the printer; None where the newsroom has lost the file."""
    try:
        with one.shot.large.file.open("rb") as held:
            made = BytesIO(held.read())
    except OSError:
        return None
    return store(made, owner=actor, kind="journal", name=f"picture-{one.number}.jpg")


def _let_go(row: ArticlePicture, *, in_print: bool) -> None:
    """Our copy is destroyed; that it was there is kept where it may have been printed."""
    stored = row.stored
    if in_print:
        row.stored, row.withdrawn_at = None, clock.now()
        row.alt_zh = row.alt_en = row.caption_zh = row.caption_en = row.credit = ""
        row.save()
    else:
        row.delete()
    if stored is not None:
        delete_stored(stored)
