"""Background work of people: the searches for duplicates.

`matching.running` is imported when a search begins and not before: it brings Splink, DuckDB and
pyarrow along (some hundred megabytes), which web processes, that know the tasks by name only,
must not carry.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from wutong.core.people.models import MatchRun, Person, RegisterRow
from wutong.kernel.clock import now
from wutong.platform.jobs.public import periodic, task

EVERYBODY_AGAIN = timedelta(days=7)
LOCK = "people.matching"


@periodic(cron="30 18 * * *")  # half past two at night on campus
@task(name="people.match_nightly")
def match_nightly(timestamp: int = 0) -> None:
    """New and changed records against everybody; once a week everybody against everybody."""
    del timestamp
    last = MatchRun.objects.filter(finished_at__isnull=False).order_by("-started_at").first()
    full = (
        MatchRun.objects.filter(kind=MatchRun.Kind.FULL, finished_at__isnull=False)
        .order_by("-started_at")
        .first()
    )
    if last is None or full is None or full.started_at < now() - EVERYBODY_AGAIN:
        running().find_duplicates()
        return
    changed = Person.objects.filter(merged_into__isnull=True, updated_at__gte=last.started_at)
    ids = list(changed.values_list("pk", flat=True))
    if ids:
        running().find_duplicates(kind=MatchRun.Kind.INCREMENT, of=ids)


@task(name="people.match_import", queue="default")
def match_import(batch_id: str) -> None:
    """The people an import brought, against everybody. Nobody is merged by rule: whoever takes
    the import back must find its people as they came.
    """
    ids = list(
        RegisterRow.objects.filter(batch_id=batch_id, action="new").values_list(
            "person_id", flat=True
        )
    )
    if ids:
        running().find_duplicates(
            kind=MatchRun.Kind.IMPORT, of=ids, batch_id=UUID(batch_id), merges=0
        )


@task(name="people.match_now", queue="default")
def match_now() -> None:
    """Everybody against everybody, because somebody asked."""
    running().find_duplicates()


def running() -> Any:
    """The module that searches, with all that it brings along."""
    return import_module("wutong.core.people.matching.running")
