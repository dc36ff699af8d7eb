"""A PostgreSQL of the benchmarks' own, and databases cloned from a cached data template.

``clone("search_people")`` starts the embedded server in ``.data/bench`` (or ``WUTONG_BENCH``) with
PostgreSQL's default durability, makes a fresh copy of the article-scale university, and returns its
address; when the process ends the copy is dropped and the server stopped, if it was started here.
The template is keyed by the schema (migrations, locked dependencies) and by the generator (every
room's ``demo.py`` and ``devtools/demo``): it is built once by ``make bench-data``, or by the first
benchmark that needs it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from wutong.platform.database import embedded  # noqa: E402 - the path comes first

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = "2026-11-22"  # fixed, so that a template is the same on every day
SCALES = ("article", "small", "empty")
KEEP = 3  # templates of older schemas that are kept for going back and forth
DATA = Path(os.environ.get("WUTONG_BENCH") or ROOT / ".data" / "bench")


def key() -> str:
    """Changes when the schema or the generated data could."""
    digest = hashlib.sha256(TODAY.encode())
    source = ROOT / "src" / "wutong"
    paths = {
        *source.rglob("migrations/*.py"),
        *source.rglob("demo.py"),
        *(source / "devtools" / "demo").rglob("*.py"),
        *(source / "kernel" / "hanzi").rglob("*.py"),
        *(source / "core" / "people").glob("*.py"),
    }
    for path in sorted(path for path in paths if "tests" not in path.parts):
        digest.update(str(path.relative_to(source)).encode() + path.read_bytes())
    digest.update((ROOT / "requirements" / "base.lock").read_bytes())
    return digest.hexdigest()[:12]


def say(text: str) -> None:
    """To standard error: the last line of standard output is the result."""
    sys.stderr.write(f"bench: {text}\n")
    sys.stderr.flush()


def server() -> embedded.Server:
    """The benchmarks' server, with default durability; stopped at exit if started here."""
    DATA.mkdir(parents=True, exist_ok=True)
    home = DATA / "postgresql"
    running = embedded.is_running(home)
    found = embedded.start(home)
    if not running:
        atexit.register(embedded.stop, home)
    return found


@contextlib.contextmanager
def _locked(name: str) -> Iterator[None]:
    with (DATA / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _admin(found: embedded.Server) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(found.url("postgres"), autocommit=True)


def _databases(admin: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    return [str(row[0]) for row in admin.execute("SELECT datname FROM pg_database")]


def _manage(url: str, *words: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "WUTONG_DATA": str(DATA / "files"),
        "DJANGO_SETTINGS_MODULE": "wutong.project.settings.dev",
        "LOG_LEVEL": "WARNING",
    }
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=environment,
        check=True,
        stdout=sys.stderr,
    )


def template(scale: str = "article") -> str:
    """The name of the template, built when it is not there; never half-made."""
    if scale not in SCALES:
        message = f"no such scale: {scale}"
        raise ValueError(message)
    found, name = server(), f"bench_{scale}_{key()}"
    with _locked("template"), _admin(found) as admin:
        if name in _databases(admin):
            return name
        started = time.monotonic()
        say(f"building the data template {name} …")
        scratch = f"{name}_building"
        admin.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", scratch))
        admin.execute(_sql("CREATE DATABASE {} STRATEGY WAL_LOG", scratch))
        _manage(found.url(scratch), "migrate", "--verbosity", "0")
        if scale != "empty":
            _manage(found.url(scratch), "demo", "--scale", scale, "--today", TODAY)
        with psycopg.connect(found.url(scratch), autocommit=True) as made:
            made.execute("VACUUM ANALYZE")
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(scratch), sql.Identifier(name)
            )
        )
        _forget_old(admin, scale, name)
        say(f"template ready after {time.monotonic() - started:.0f} s")
    return name


def filled(name: str, module: str) -> str:
    """The name of a template that holds the article and what ``python -m module --fill`` puts in,
    made when it is not there; it is another one when the article's or the module is another.
    """
    source = template()
    digest = hashlib.sha256(
        source.encode() + (ROOT / f"{module.replace('.', '/')}.py").read_bytes()
    )
    target = f"bench_{name}_{digest.hexdigest()[:12]}"
    found = server()
    with _locked("template"), _admin(found) as admin:
        if target in _databases(admin):
            return target
        started = time.monotonic()
        say(f"filling {target} …")
        scratch = f"{target}_building"
        admin.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", scratch))
        admin.execute(_sql("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", scratch, source))
        subprocess.run(
            [sys.executable, "-m", module, "--fill"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": found.url(scratch),
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            },
            check=True,
            stdout=sys.stderr,
        )
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(scratch), sql.Identifier(target)
            )
        )
        _forget_old(admin, name, target, others=0)
        say(f"filled after {time.monotonic() - started:.0f} s")
    return target


def _forget_old(
    admin: psycopg.Connection[tuple[object, ...]], scale: str, keep: str, others: int = KEEP - 1
) -> None:
    """Templates of a scale, oldest first by id, beyond those kept."""
    rows = admin.execute("SELECT datname FROM pg_database ORDER BY oid").fetchall()
    pattern = re.compile(rf"bench_{scale}_[0-9a-f]{{12}}")
    old = [str(row[0]) for row in rows if pattern.fullmatch(str(row[0])) and row[0] != keep]
    for name in old[: max(0, len(old) - others)]:
        admin.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))  # type: ignore[arg-type]


def clone(name: str, *, scale: str = "article", source: str = "", keep: bool = False) -> str:
    """The address of this process's fresh copy of a template (``source``, else that of the scale);
    dropped at exit.

    What a benchmark that was killed left behind goes first: its copy, and workers that would wait
    for their database for ever. The copy's name holds the process id, so that no stray worker of
    an earlier run takes this one's jobs.

    Copying files (``STRATEGY FILE_COPY``) takes a checkpoint and the time to write them, 2–4 s at
    article scale. The copy is what a production database is after a restart: nothing in its
    buffers.
    """
    source, target = source or template(scale), f"clone_{name}_{os.getpid()}"
    found = server()
    with _admin(found) as admin:
        _clear_strays(admin)
        admin.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", target))
        started = time.monotonic()
        admin.execute(_sql("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", target, source))
        admin.execute("CHECKPOINT")
        say(f"{target} cloned in {time.monotonic() - started:.1f} s")
    if not keep:
        atexit.register(drop, target)
    return found.url(target)


def _clear_strays(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    pattern = re.compile(r"clone_\w+_(\d+)")
    for name in _databases(admin):
        match = pattern.fullmatch(name)
        if match is None or psutil.pid_exists(int(match.group(1))):
            continue
        admin.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get("DATABASE_URL", "").endswith(f"/{name}"):
                    process.kill()


def drop(target: str) -> None:
    """Drop a copy; quiet when the server is gone."""
    with contextlib.suppress(psycopg.Error), _admin(server()) as admin:
        admin.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", target))


def use(url: str) -> None:
    """Make this process a Django on that database; call it before anything of ours is imported."""
    os.environ["DATABASE_URL"] = url
    os.environ["WUTONG_DATA"] = str(DATA / "files")
    os.environ["DJANGO_SETTINGS_MODULE"] = "wutong.project.settings.dev"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    import django

    django.setup()


if __name__ == "__main__":
    for wanted in sys.argv[1:] or ["article", "empty"]:
        say(f"template {template(wanted)} is there")
