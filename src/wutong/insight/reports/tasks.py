"""Background work of the account."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from wutong.platform.access.public import can, scopes_of
from wutong.platform.accounts.models import User
from wutong.platform.jobs.public import fail, periodic, task

from .charts.store import draw_stored, forget_old_charts
from .closings import close_in_background, prepare_in_background
from .panel import count_this_year, warm_panel
from .rows import write_rows
from .services import produce_document


@task(name="reports.draw_chart", retries=2)
def draw_chart(digest: str) -> None:
    """Draw one chart."""
    draw_stored(digest)


@task(name="reports.document")
def make_document(
    progress_id: str, user_id: int, start: str, end: str, language: str, kind: str
) -> None:
    """Make a document of the account for a user."""
    user = User.objects.get(pk=user_id)
    if not can(user, "account.export"):
        fail(UUID(progress_id), _("You may no longer take the account out."))
        return
    produce_document(
        progress_id=UUID(progress_id),
        user=user,
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        language=language,
        kind=kind,
    )


@task(name="reports.export_rows")
def export_rows(
    progress_id: str, user_id: int, code: str, start: str, end: str, college: str
) -> None:
    """Write the rows behind a figure for a user."""
    from_to = date.fromisoformat(start), date.fromisoformat(end)
    user = User.objects.get(pk=user_id)
    if not can(user, "account.export"):
        fail(UUID(progress_id), _("You may no longer take the account out."))
        return
    write_rows(progress_id=UUID(progress_id), user=user, code=code, window=from_to, college=college)


@task(name="reports.prepare_closing")
def prepare(progress_id: str, user_id: int, year: int, comment: str) -> None:
    """Count a year for its closing."""
    prepare_in_background(UUID(progress_id), User.objects.get(pk=user_id), year, comment)


@task(name="reports.close_year")
def close(progress_id: str, user_id: int, closing_id: int) -> None:
    """Count a prepared year again and close it."""
    close_in_background(UUID(progress_id), User.objects.get(pk=user_id), closing_id)


@task(name="reports.count_this_year")
def count_for(user_id: int) -> None:
    """Count the running year as one user sees it."""
    count_this_year(scopes_of(User.objects.get(pk=user_id)))


@periodic(cron="3 16 * * *")
@task(name="reports.every_night")
def every_night(timestamp: int = 0) -> None:
    """Just after midnight on campus: count the new day for the home page; forget old charts."""
    del timestamp
    warm_panel()
    forget_old_charts()
