"""``manage.py demo``: the fictional university, built once and then left alone."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from wutong.devtools.demo import world
from wutong.devtools.demo.generate import DEFAULT_SEED, SIZES, VERSION
from wutong.kernel import clock
from wutong.kernel.errors import WutongError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Build the demo university (fictional people, deterministic from a seed)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=list(SIZES), default="small")
        parser.add_argument("--seed", default=DEFAULT_SEED)
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the last day of its history (default: today)"
        )
        parser.add_argument(
            "--reset", action="store_true", help="throw away the demo that is there and build anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build unless it is there; say so when what is there is another one."""
        scale, seed = str(options["scale"]), str(options["seed"])
        try:
            found = world.marker()
            if found and (options["reset"] or not found.finished):
                self.stdout.write("Emptying the database of the demo that is there …")
                world.wipe()
                found = None
            if found:
                self.report(found, scale, seed)
                return
            started = time.monotonic()
            self.stdout.write(f"Building the demo university: {SIZES[scale]:,} people …")
            world.build(
                scale=scale, seed=seed, today=options["today"] or clock.today(),
                output=lambda text: self.stdout.write(f"  {text}"),
            )  # fmt: skip
            self.stdout.write(f"Built in {time.monotonic() - started:.0f} s.")
        except WutongError as error:
            raise CommandError(str(error)) from error

    def report(self, found: Any, scale: str, seed: str) -> None:
        """What is there, and what to do when another one was wanted."""
        self.stdout.write(
            f"The demo university is there (scale {found.scale}, seed {found.seed}, built for "
            f"{found.today})."
        )
        if (found.scale, found.seed) != (scale, seed):
            raise CommandError("Another one was asked for: add --reset to replace it.")
        if found.version != VERSION:
            self.stdout.write("It was made by an older generator: add --reset to renew it.")
