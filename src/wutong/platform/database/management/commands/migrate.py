"""Django's ``migrate``, quicker on a database that is still empty."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from wutong.platform.database.migrating import light_rendering


class Command(migrate.Command):
    """As Django's."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Render lightly where there is nothing yet that could be changed."""
        empty = not connections[options["database"]].introspection.table_names()
        with light_rendering() if empty else nullcontext():
            super().handle(*args, **options)
