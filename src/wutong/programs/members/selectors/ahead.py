"""What is coming for a member, from every room that knows something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings

from wutong.core.people.registry import Ahead, ahead
from wutong.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = 7


@dataclass(frozen=True)
class Coming:
    """One line: ``ref`` is its place on the page and what its button says it is about."""

    ref: str
    item: Ahead
    soon: bool
    late: bool

    @property
    def pressed(self) -> bool:
        """Whether its button is pressed rather than followed."""
        return self.item.start is not None

    @property
    def url(self) -> str:
        """On this site without its name, which a phone may know by another."""
        return self.item.url.removeprefix(settings.SITE_URL)


def coming_for(person_id: int) -> list[Coming]:
    """What waits for an answer first, then by day, then what has only a year or no day at all."""
    today = clock.today()
    lines = [_line(key, item, today) for key, item in _items(person_id, today)]
    return sorted(lines, key=lambda line: _rank(line.item))


def find_coming(person_id: int, ref: str) -> Ahead | None:
    """The one thing behind a button; None where it no longer stands."""
    source, _, key = ref.partition("-")
    found = ahead.find(source)
    if found is None:
        return None
    return next((item for item in found(person_id, clock.today()) if item.key == key), None)


def _items(person_id: int, today: date) -> Iterator[tuple[str, Ahead]]:
    for source, tell in ahead.items():
        for item in tell(person_id, today):
            yield source, item


def _line(source: str, item: Ahead, today: date) -> Coming:
    days = None if item.when is None or item.whole_year else (item.when - today).days
    return Coming(
        ref=f"{source}-{item.key}",
        item=item,
        soon=days is not None and 0 <= days <= SOON,
        late=days is not None and days < 0,
    )


def _rank(item: Ahead) -> tuple[bool, bool, date]:
    undated = item.when is None or item.whole_year
    return (not item.asks, undated, item.when or date.max)
