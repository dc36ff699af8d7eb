"""What rooms put into the briefing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

SECTIONS: dict[str, _StrOrPromise] = {
    "visits": pgettext_lazy("section of a briefing", "Visits and contacts"),
    "offices": pgettext_lazy("section of a briefing", "Appointments"),
    "honours": pgettext_lazy("section of a briefing", "Praise and honours"),
    "letters": pgettext_lazy("section of a briefing", "Letters sent"),
    "messages": pgettext_lazy("section of a briefing", "Messages to alumni"),
    "media": pgettext_lazy("section of a briefing", "In the media"),
    "figures": pgettext_lazy("section of a briefing", "Figures"),
    "deaths": pgettext_lazy("section of a briefing", "In memory"),
    "more": pgettext_lazy("section of a briefing", "Further news"),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened, in the language that is active. ``key`` names it for ever;
    ``careful`` is taken in only when somebody picks it. ``people`` are the records of those it
    names, so that an erasure finds the line.
    """

    key: str
    text: str
    on: date | None = None
    url: str = ""
    careful: bool = False
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class BriefingSource:
    """A room's lines for one section: what happened from a day to a day, as far as the editor may
    see it, leaving out what is sensitive; at most some dozens.
    """

    section: str
    lines: Callable[[date, date, User], Iterable[Line]]


briefing_sources: Registry[BriefingSource] = Registry("press.briefing_sources")
