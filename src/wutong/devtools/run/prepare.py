"""Everything between an empty folder and a database that can be served, in one process.

Each step looks first whether it is needed, so that a second start takes seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed

STAMP = ".collected"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def compile_catalogues() -> None:
    """Translations, where their source is newer."""
    call_command("compile_catalogues", verbosity=0)
    # What was read before they were there is forgotten: the demo is written in Chinese, too.
    translation_file_changed(None, Path("django.mo"))


def static_fingerprint() -> str:
    """Changes when a static file does (by path, size and time)."""
    digest = hashlib.sha256(type(staticfiles_storage).__name__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Static files with hashed names, when one of them changed."""
    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / STAMP, static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")


def migrate() -> None:
    """Bring the schema up to date, when it is not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Preparing the database ({len(plan)} migrations) …")
        call_command("migrate", interactive=False, verbosity=0)


def build_demo(*, scale: str, seed: str, reset: bool) -> None:
    """The demo university, unless it is there."""
    call_command("demo", scale=scale, seed=seed, reset=reset, stdout=sys.stdout)


def main() -> int:
    """``python -m wutong.devtools.run.prepare --scale small --seed wutong [--reset]``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", default="small")
    parser.add_argument("--seed", default="wutong")
    parser.add_argument("--reset", action="store_true")
    words = parser.parse_args()
    django.setup()
    assert apps.ready
    try:
        compile_catalogues()
        migrate()
        build_demo(scale=words.scale, seed=words.seed, reset=words.reset)
        collect_static()
    except CommandError as error:
        say(str(error))
        return 1
    except DatabaseError as error:
        say(f"The database refused: {str(error).strip()}")
        return 1
    except OSError as error:
        say(f"{error.strerror}: {error.filename or ''} (is the disk full?)")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
