"""Liveness and readiness, answered before sessions, hosts and languages come into play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

if TYPE_CHECKING:
    from collections.abc import Callable


def problems() -> dict[str, str]:
    """What keeps this process from serving; empty when ready."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return {"database": str(error).strip().splitlines()[0]}
    return {"migrations": f"{len(pending)} pending"} if pending else {}


class HealthMiddleware:
    """``/healthz``: the process answers. ``/readyz``: the database is there and migrated."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> HttpResponse:
        found: dict[str, str] = {}
        if self._migrated:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except DatabaseError as error:
                found = {"database": str(error).strip().splitlines()[0]}
        else:
            found = problems()
            self._migrated = not found
        status = 503 if found else 200
        return JsonResponse({"status": "unready" if found else "ready", **found}, status=status)
