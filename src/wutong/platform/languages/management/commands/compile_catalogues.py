"""``manage.py compile_catalogues``: needs nothing but Python."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wutong.platform.languages.catalogues import compile_all


class Command(BaseCommand):
    """Compiles the catalogues that changed."""

    help = "Compile the translation catalogues that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{compile_all()} catalogues compiled")
