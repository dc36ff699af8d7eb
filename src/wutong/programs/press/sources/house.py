"""Messages that went out, figures, media, praise and honours."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.core.figures.public import Figure, Period, Unit, figures, grouped, read_figures
from wutong.engines.outreach.models import Campaign
from wutong.kernel.clock import CAMPUS, today
from wutong.platform.access.public import can, scope, scopes_of
from wutong.programs.press import rules
from wutong.programs.press.enums import HonourKind, OutletKind
from wutong.programs.press.models import Honour, Mention
from wutong.programs.press.quoting import may_quote
from wutong.programs.press.registry import Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.platform.accounts.models import User

MOST = 40
COUNTED = ("people.found", "greetings.delivered", "letters.sent", "cases.settled", "press.mentions")
"""Figures of the window, as far as the house has them."""


def messages(since: date, until: date, user: User) -> Iterator[Line]:
    """Greetings, notices and texts that left."""
    if not can(user, "campaigns.view"):
        return
    start = datetime.combine(since, time.min, tzinfo=CAMPUS)
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=CAMPUS)
    rows = scope(user, Campaign).filter(sent_at__gte=start, sent_at__lt=end)
    for row in rows.order_by("sent_at", "pk")[:MOST]:
        sent = int((row.counts or {}).get("gets", 0) or 0)
        words = {"title": row.title, "way": row.get_channel_display(), "count": grouped(sent)}
        yield Line(
            key=f"campaign:{row.pk}",
            text=_("“%(title)s” went out (%(way)s) to %(count)s people.") % words
            if sent
            else _("“%(title)s” went out (%(way)s).") % words,
            on=row.sent_at.astimezone(CAMPUS).date() if row.sent_at else None,
            url=reverse("office:campaigns-detail", args=[row.pk]),
        )


def counted(since: date, until: date, user: User) -> Iterator[Line]:
    """A few figures of the window; nothing where nothing happened."""
    if not can(user, "account.view") or since > today():
        return
    window = Period(since, min(until, today()))
    known = [code for code in COUNTED if isinstance(figures.find(code), Figure)]
    computed = read_figures(known, [window], scopes_of(user))
    for code in known:
        reading, figure = computed.readings.get((code, window)), figures.get(code)
        if reading is None or not reading.value:
            continue
        yield Line(
            key=f"figure:{code}",
            text=_("%(title)s: %(value)s %(unit)s.")
            % {
                "title": figure.title,
                "value": grouped(reading.value),
                "unit": Unit(figure.unit).label,
            },
        )


def in_the_media(since: date, until: date, user: User) -> Iterator[Line]:
    """What was written, reports with evidence picked."""
    if not can(user, rules.VIEW):
        return
    rows = scope(user, Mention).filter(published_on__gte=since, published_on__lte=until)
    for row in rows.select_related("outlet").order_by("published_on", "pk")[:MOST]:
        yield Line(
            key=row.ref,
            text=_("%(outlet)s: “%(title)s”.") % {"outlet": row.outlet, "title": row.title},
            on=row.published_on,
            url=reverse("office:press-mention", args=[row.pk]),
            careful=row.evidence == "none" or row.outlet.kind == OutletKind.SELF,
        )


def praise(since: date, until: date, user: User) -> Iterator[Line]:
    """Awards by name; words only where they may be quoted inside the university."""
    if not can(user, rules.HONOURS):
        return
    rows = scope(user, Honour).filter(said_on__gte=since, said_on__lte=until)
    for row in rows.order_by("said_on", "pk")[:MOST]:
        who = pgettext("list of names", ", ").join(part for part in (row.office, row.name) if part)
        if row.kind == HonourKind.AWARD:
            text = _("%(who)s: %(award)s.") % {"who": who, "award": row.words}
        elif may_quote(row, "internal"):
            text = _("%(who)s: “%(words)s”") % {"who": who, "words": row.words}
        else:
            text = _("%(who)s: %(kind)s.") % {"who": who, "kind": row.get_kind_display()}
        yield Line(
            key=row.ref,
            text=text,
            on=row.said_on,
            url=reverse("office:press-honour", args=[row.pk]),
            people=(row.person_id,) if row.person_id else (),
        )
