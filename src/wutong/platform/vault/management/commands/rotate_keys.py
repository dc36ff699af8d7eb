"""Re-encrypt every encrypted column with the newest key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.platform.vault.rotation import BATCH, encrypted_columns, rotate_column, stale_values

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py rotate_keys`: work may go on meanwhile; a run that was stopped is begun again."""

    help = "Re-encrypt every encrypted column with the first of WUTONG_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many at once, or only a count."""
        parser.add_argument("--batch", type=int, default=BATCH, help="values a transaction")
        parser.add_argument("--count", action="store_true", help="count, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Column by column, with progress; each is written into the audit trail."""
        for column in encrypted_columns():
            if options["count"]:
                self.stdout.write(f"{column}: {stale_values(column)} under older keys")
                continue

            def report(done: int, total: int, name: str = str(column)) -> None:
                self.stdout.write(f"{name}: {done} of {total}")

            done = rotate_column(column, report=report, batch=options["batch"])
            if done:
                record(
                    actor=Actor.system("rotate_keys"),
                    verb="keys.rotated",
                    subject=f"column:{column}",
                    subject_label=str(column),
                    data={"values": done},
                )
            self.stdout.write(f"{column}: {done} re-encrypted, {stale_values(column)} left")
