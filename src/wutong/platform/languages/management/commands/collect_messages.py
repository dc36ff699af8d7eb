"""``manage.py collect_messages``: one catalogue a room, stable from run to run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.makemessages import Command as MakeMessages

from wutong.platform.languages.catalogues import LOCALE, catalogue_of, normalise, rooms


class Command(MakeMessages):
    """Collects the messages of every room (or of those named) into its own catalogue."""

    help = "Collect messages into the catalogue of each room."
    msgmerge_options = [*MakeMessages.msgmerge_options, "--no-fuzzy-matching"]
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("rooms", nargs="*", help="names such as people; all when empty")
        parser.add_argument("--check", action="store_true", help="fail when a file changes")

    def handle(self, *args: Any, **options: Any) -> None:
        here, changed = Path.cwd(), []
        for room in rooms():
            if options["rooms"] and room.name not in options["rooms"]:
                continue
            path = catalogue_of(room)
            before = path.read_bytes() if path.exists() else b""
            (room / "locale").mkdir(exist_ok=True)
            os.chdir(room)
            try:
                super().handle(**self._options(options))
            finally:
                os.chdir(here)
            if path.exists():
                normalise(path)
            self._remove_if_empty(room / "locale")
            if (path.read_bytes() if path.exists() else b"") != before:
                changed.append(room.name)
        if changed and options["check"]:
            message = f"Collecting messages changed: {', '.join(changed)}. Run `make messages`."
            raise CommandError(message)
        self.stdout.write(f"changed: {', '.join(changed) or 'nothing'}")

    @staticmethod
    def _options(options: dict[str, Any]) -> dict[str, Any]:
        return {
            "locale": [LOCALE],
            "exclude": [],
            "domain": "django",
            "all": False,
            "extensions": ["html", "txt", "py"],
            "symlinks": False,
            "ignore_patterns": ["tests/*", "migrations/*"],
            "use_default_ignore_patterns": True,
            "no_wrap": False,
            "no_location": False,
            "add_location": "file",
            "no_obsolete": True,
            "keep_pot": False,
            "verbosity": options["verbosity"],
        }

    @staticmethod
    def _remove_if_empty(folder: Path) -> None:
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
