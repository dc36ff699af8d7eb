"""``manage.py check_messages``: fails on a message without Chinese, or with two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from wutong.platform.languages.catalogues import catalogues, disagreements, gaps, mend_punctuation

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Lists untranslated, fuzzy, damaged and disputed messages."""

    help = "Fail when a message is untranslated, fuzzy, or said differently by two rooms."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="mend punctuation first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mend"]:
            self.stdout.write(f"{mend_punctuation()} messages mended")
        disputed = disagreements()
        for words, heard in disputed:
            said = ", ".join(f"{room} {text}" for room, text in sorted(heard.items()))
            self.stderr.write(f"said differently: {words!r}: {said}")
        found = gaps()
        for gap in found:
            room = gap.catalogue.parents[3].name
            self.stderr.write(f"{room}: {gap.problem}: {gap.message!r}")
        if found:
            message = f"{len(found)} messages are not complete in Chinese"
            raise CommandError(message)
        if disputed:
            message = f"{len(disputed)} messages are said differently: agree, or give a context"
            raise CommandError(message)
        self.stdout.write(f"{len(catalogues())} catalogues complete")
