"""The rows behind a figure: narrowed to a college, linked, and taken out as XLSX."""

from __future__ import annotations

from datetime import timedelta
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.figures.public import DrillDown, Figure, Period, Unit, day_in_words, figures
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.public import Scopes, scopes_of
from wutong.platform.audit.public import record
from wutong.platform.files.public import store
from wutong.platform.jobs.public import advance, finish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from wutong.platform.accounts.models import User

PAGES = {
    "person": "office:people-detail",
    "campaign": "office:campaigns-detail",
    "import": "office:imports-detail",
    "appointment": "office:appointments-detail",
    "organisation": "office:organisations-detail",
    "journal": "office:journal-detail",
    "entry": "office:voices-entry",
    "mention": "office:press-mention",
    "outlet": "office:press-outlet",
    "post": "office:posts-detail",
    "post_account": "office:posts-account",
}
EXPIRES = timedelta(days=7)
STEP = 5_000
SHEET_ROWS = 1_000_000


def page_of(reference: str) -> str:
    """The page of a subject reference such as ``person:12``; empty where there is none."""
    kind, _colon, key = reference.partition(":")
    name = PAGES.get(kind)
    if not name or not key:
        return ""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


def narrowed(scopes: Scopes, college: str) -> Scopes | None:
    """``scopes`` within one college; None when it lies outside."""
    if not college:
        return scopes
    if not scopes.everything and college not in scopes.colleges:
        return None
    return Scopes(colleges=frozenset({college}), cleared=scopes.cleared, user_id=scopes.user_id)


def cell_text(value: Any) -> str:
    """A value of a row as printed."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return day_in_words(value)
    return str(value)


def write_rows(
    *, progress_id: UUID, user: User, code: str, window: tuple[date, date], college: str
) -> None:
    """Write all rows behind a figure, as ``user`` may see them, into a file that expires."""
    figure = figures.get(code)
    scopes = narrowed(scopes_of(user), college)
    if not isinstance(figure, Figure) or scopes is None:
        return
    period = Period(*window).until(clock.today())
    actor = Actor.of(user)
    with translation.override(user.language), TemporaryFile() as target:
        drilldown = figure.rows(period, scopes)
        total = drilldown.count()
        advance(progress_id, done=0, total=total, message=_("Writing rows"))
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(target, options) as book:
            _write_sheet(book, figure, period, drilldown, progress_id)
        stored = store(
            target,
            owner=actor,
            kind="account-rows",
            name=f"{figure.title} {period.label}.xlsx",
            expires_after=EXPIRES,
        )
        record(
            actor=actor,
            verb="account.rows_exported",
            subject=f"file:{stored.pk}",
            subject_label=stored.name,
            data={"figure": code, "period": period.key, "college": college, "rows": total},
        )
        finish(
            progress_id,
            message=_("%(rows)s rows, kept for seven days.") % {"rows": f"{total:,}"},
            url=reverse("office:file", args=[stored.pk]),
        )


def _write_sheet(
    book: Any, figure: Figure, period: Period, drilldown: DrillDown, progress_id: UUID
) -> None:
    sheet = book.add_worksheet()
    head = book.add_format({"bg_color": "#E2F1EA", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    title = f"{figure.title} · {period.label} · {Unit(figure.unit).label}"
    sheet.write_string(0, 0, title)
    sheet.write_string(1, 0, str(figure.definition))
    for column, item in enumerate(drilldown.columns):
        sheet.write_string(3, column, str(item.label), head)
        sheet.set_column(column, column, 22)
    for number, row in enumerate(_all_rows(drilldown, progress_id), start=4):
        if number > SHEET_ROWS:
            sheet.write_string(number, 0, _("More rows than a sheet holds: narrow the period."))
            break
        for column, item in enumerate(drilldown.columns):
            value = item.value(row)
            if hasattr(value, "isoformat"):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, cell_text(value))


def _all_rows(drilldown: DrillDown, progress_id: UUID) -> Iterator[dict[str, Any]]:
    rows = drilldown.queryset.order_by(*(drilldown.order or drilldown.keys))
    for done, row in enumerate(rows.iterator(chunk_size=STEP)):
        if done % STEP == 0:
            advance(progress_id, done=done)
        yield row
