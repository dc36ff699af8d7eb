"""Writes the description of the API into the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from wutong.ui.api.docs import snapshot

DEFAULT = Path("docs/reference/api/openapi.json")


class Command(BaseCommand):
    """``describe_api``: after a wished change of the API."""

    help = "Write the OpenAPI description of the API into the repository."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        DEFAULT.parent.mkdir(parents=True, exist_ok=True)
        DEFAULT.write_text(snapshot(), encoding="utf-8")
        self.stdout.write(str(DEFAULT))
