"""Reading the registers: the pace of publication, a search, to-dos."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope
from wutong.programs.press import rules
from wutong.programs.press.enums import Evidence, Permission
from wutong.programs.press.models import Honour, Mention
from wutong.programs.press.quoting import uses_without_permission
from wutong.ui.office.registry import SearchHit, Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User

MONTHS = 24
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Month:
    """How long it took from our text to theirs, of everything published in a month."""

    first: date
    reports: int
    timed: int
    median: float | None
    longest: int | None

    @property
    def last(self) -> date:
        """The last day of the month."""
        return (self.first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def pace(user: User, months: int = MONTHS) -> list[Month]:
    """The last months, the newest first; a median says nothing where nobody noted the day our
    text left.
    """
    start = today().replace(day=1)
    for _step in range(months - 1):
        start = (start - timedelta(days=1)).replace(day=1)
    found: dict[date, list[int | None]] = defaultdict(list)
    rows = scope(user, Mention).filter(published_on__gte=start).order_by()
    for published, source in rows.values_list("published_on", "source_on"):
        found[published.replace(day=1)].append((published - source).days if source else None)
    told = []
    for first in sorted(found, reverse=True):
        days = [one for one in found[first] if one is not None]
        told.append(
            Month(
                first, len(found[first]), len(days), median(days) if days else None,
                max(days, default=None),
            )
        )  # fmt: skip
    return told


def find_press(user: User, text: str, limit: int) -> list[SearchHit]:
    """Reports by title or outlet."""
    if not text.strip():
        return []
    rows = scope(user, Mention).filter(
        Q(title__icontains=text) | Q(outlet__name__icontains=text)
    )  # fmt: skip
    return [
        SearchHit(
            title=row.title, subtitle=f"{row.outlet.name} · {row.published_on:%Y-%m-%d}",
            url=reverse("office:press-mention", args=[row.pk]), icon="newsroom",
        )
        for row in rows.select_related("outlet").order_by("-published_on")[:limit]
    ]  # fmt: skip


def press_todos(user: User) -> Iterator[Todo]:
    """Words that stand somewhere without permission, permissions that end, reports without
    evidence.
    """
    if can(user, rules.HONOURS_CHANGE):
        bad = uses_without_permission().filter(honour__in=scope(user, Honour).values("pk")).count()
        if bad:
            yield Todo(
                title=ngettext(
                    "%(count)s quotation is in use without permission",
                    "%(count)s quotations are in use without permission",
                    bad,
                )
                % {"count": bad},
                url=f"{reverse('office:press-honours')}?used=bad",
                kind="press",
            )
        ending = scope(user, Honour).filter(
            permission=Permission.GRANTED, permitted_until__range=(today(), today() + SOON)
        )
        for row in ending.order_by("permitted_until")[:3]:
            yield Todo(
                title=_("Permission to quote ends: %(name)s") % {"name": row.name},
                url=reverse("office:press-honour", args=[row.pk]),
                due=row.permitted_until,
                kind="press",
            )
    if can(user, rules.CHANGE):
        count = scope(user, Mention).filter(evidence=Evidence.NONE).count()
        if count:
            yield Todo(
                title=ngettext(
                    "%(count)s report without link or clipping",
                    "%(count)s reports without link or clipping",
                    count,
                )
                % {"count": count},
                url=f"{reverse('office:press-mentions')}?evidence=none",
                kind="press",
            )
