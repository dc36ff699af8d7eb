"""Writing progress so that others see it at once.

Work that publishes in one transaction would otherwise report nothing before it commits, so the
steps are written through a connection of their own. Where the row itself is still uncommitted
(created in the same transaction), that connection cannot see it and the ordinary one is used.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from wutong.platform.jobs.models import Progress

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor

_local = threading.local()


def _side_connection() -> psycopg.Connection[Any]:
    """This thread's own autocommit connection to the same database."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    name = parameters.get("dbname")
    side: psycopg.Connection[Any] | None = getattr(_local, "connection", None)
    if side is None or side.closed or getattr(_local, "name", None) != name:
        if side is not None:
            side.close()
        side = psycopg.connect(**parameters, autocommit=True)
        side.execute("SET lock_timeout = '2s'")
        _local.connection, _local.name = side, name
    return side


def close_side_connection() -> None:
    """Let go of this thread's side connection (end of a job, end of a test)."""
    side: psycopg.Connection[Any] | None = getattr(_local, "connection", None)
    if side is not None:
        side.close()
        _local.connection = None


def _write(progress_id: UUID, assignments: str, values: list[Any]) -> None:
    # S608: `assignments` is a constant of this module
    statement = f"UPDATE jobs_progress SET {assignments} WHERE id = %s"  # noqa: S608
    arguments = [*values, progress_id]
    try:
        if _side_connection().execute(statement, arguments).rowcount:
            return
    except psycopg.OperationalError:
        close_side_connection()
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)


def start_progress(
    *,
    kind: str,
    title: _StrOrPromise,
    owner: Actor,
    subject_ref: str = "",
    url: str = "",
    total: int = 0,
) -> Progress:
    """A new row, waiting; in the caller's transaction."""
    return Progress.objects.create(
        kind=kind,
        title=str(title)[:200],
        owner_id=owner.user_id,
        subject_ref=subject_ref,
        url=url,
        total=total,
    )


def advance(
    progress_id: UUID, *, done: int | None = None, total: int | None = None, message: str = ""
) -> None:
    """Say how far it is (``done`` of ``total`` in whatever the title counts); now visible."""
    _write(
        progress_id,
        "state = 'running', started_at = coalesce(started_at, now()), "
        "done = coalesce(%s, done), total = coalesce(%s, total), "
        "message = coalesce(nullif(%s, ''), message)",
        [done, total, message[:300]],
    )


def finish(progress_id: UUID, *, message: str = "", **result: Any) -> None:
    """The work is done; ``result`` is kept for the page it leads to."""
    _write(
        progress_id,
        "state = 'done', finished_at = now(), done = greatest(done, total), "
        "message = %s, result = %s, error = ''",
        [message[:300], Jsonb(result)],
    )


def fail(progress_id: UUID, error: _StrOrPromise, **result: Any) -> None:
    """The work stopped with ``error``, a sentence that says what to do."""
    _write(
        progress_id,
        "state = 'failed', finished_at = now(), error = %s, result = %s",
        [str(error), Jsonb(result)],
    )


def stop(progress_id: UUID, *, message: str = "") -> None:
    """Somebody stopped the work."""
    _write(progress_id, "state = 'stopped', finished_at = now(), message = %s", [message[:300]])
