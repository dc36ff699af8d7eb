"""What the public pages show besides what an editor wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.programs.publishing.models import PublicFigure
from wutong.ui.design.typography import exact, spoken

if TYPE_CHECKING:
    from datetime import date

    from wutong.programs.publishing.models import HomePage


@dataclass(frozen=True)
class ShownFigure:
    """A public figure in the reader's language; ``shown`` as people say it, ``exact`` beside."""

    code: str
    title: str
    unit: str
    definition: str
    as_of_words: str
    value: int
    shown: str
    exact: str


@dataclass(frozen=True)
class Today:
    """The line under the opening: the day, and what comes next (empty where nothing does)."""

    date: date
    words: str
    title: str = ""
    when: str = ""
    url: str = ""


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def public_figures() -> list[ShownFigure]:
    """The stored public figures, in one query whatever the size of the register."""
    chinese = _chinese()
    return [
        ShownFigure(
            code=row.code,
            title=row.title_zh if chinese else row.title_en,
            unit=row.unit_zh if chinese else row.unit_en,
            definition=row.definition_zh if chinese else row.definition_en,
            as_of_words=_("As of %(day)s") % {"day": date_format(row.as_of, "DATE_FORMAT")},
            value=int(row.value),
            shown=spoken(int(row.value)),
            exact=exact(int(row.value)),
        )
        for row in PublicFigure.objects.all()
    ]


def today_line(page: HomePage) -> Today:
    """Today, and the next happening that the page announces."""
    today = clock.today()
    words = date_format(today, _("j F Y, l"))
    coming = [
        item
        for block in page.body
        if block.block_type == "happenings"
        for item in block.value["happenings"]
        if item["date"] and item["date"] >= today
    ]
    if not coming:
        return Today(today, words)
    following = min(coming, key=lambda item: item["date"])
    return Today(
        today, words, following["title"], _when(following["date"], today), following["link"] or ""
    )


def _when(day: date, today: date) -> str:
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    return date_format(day, "MONTH_DAY_FORMAT")
