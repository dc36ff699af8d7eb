"""Look at the staff directory now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wutong.ui.signin.campus.leaving import check_directory


class Command(BaseCommand):
    """``python manage.py check_directory [--anyway]``."""

    help = "Close the accounts of those who have left the staff directory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anyway", action="store_true", help="also when very many are missing at once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_directory(anyway=options["anyway"])
        if found.unreadable:
            raise CommandError(found.unreadable)
        if found.held:
            message = f"{found.held} of {found.asked} are missing at once; nothing was done"
            raise CommandError(message)
        self.stdout.write(f"{found.asked} asked, {found.left} closed.")
