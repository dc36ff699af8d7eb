"""``manage.py receive_mail``: for a mail server's pipe; reads one message from standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from wutong.platform.outbox.services.inbound import SIZE_LIMIT, receive_mail

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Takes in a returned message. Exit code 0 means it is kept; the server may forget it."""

    help = "Read one returned message (RFC 5322) from standard input and act on it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--recipient", default="", help="envelope recipient, if known")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        self.stdout.write(receive_mail(raw=raw, recipient=options["recipient"]))
