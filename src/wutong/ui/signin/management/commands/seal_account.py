"""Make the account for the envelope, or seal it anew after it was used."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wutong.kernel.actors import Actor
from wutong.ui.signin.campus.sealed import seal_account


class Command(BaseCommand):
    """``python manage.py seal_account --email sealed@alumni.example.edu.cn``."""

    help = "Make or renew the one sealed local account and print what goes into the envelope."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        made = seal_account(actor=Actor.system("seal_account"), email=options["email"])
        self.stdout.write(
            "Print this, seal it, and lock it away; it is not shown again.\n\n"
            f"E-mail: {made.email}\nPassword: {made.password}\n"
            f"Authenticator secret: {made.secret}\n"
            "Recovery codes:\n  " + "\n  ".join(made.codes)
        )
