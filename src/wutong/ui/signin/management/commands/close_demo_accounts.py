"""Close every account of the demo, so that its data can become a real office's trial."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wutong.kernel.actors import Actor
from wutong.ui.signin.services import close_demo_accounts


class Command(BaseCommand):
    """``python manage.py close_demo_accounts``."""

    help = "Close the accounts of the demo, whose password is public."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = close_demo_accounts(actor=Actor.system("close_demo_accounts"))
        self.stdout.write(f"{closed} accounts closed.")
