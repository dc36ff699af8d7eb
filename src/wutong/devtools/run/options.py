"""What the launcher is told by the environment."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]
SCALES = ("tiny", "small", "article")
# Free space a first start needs, in MB: database, its log, static files.
SPACE = {"tiny": 300, "small": 400, "article": 4_000}
PORTS_TO_TRY = 50


class LaunchError(RuntimeError):
    """The demo cannot be started; the message says what to do about it."""


@dataclass(frozen=True)
class Options:
    """Where to serve, how large, and where the data lives."""

    host: str
    port: int
    smtp_port: int
    mail_port: int
    sms_port: int
    wechat_port: int
    scale: str
    seed: str
    data: Path
    database_url: str
    reset: bool
    processes: int

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104
        return f"http://{host}:{self.port}"

    @property
    def mail_address(self) -> str:
        return self.address.rsplit(":", 1)[0] + f":{self.mail_port}"

    @property
    def wechat_address(self) -> str:
        """Where a browser says whose WeChat it is; the house asks there, too."""
        return self.address.rsplit(":", 1)[0] + f":{self.wechat_port}"


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LaunchError(f"{name}={text} is not a port number (1 to 65535).")
    return int(text)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise LaunchError(f"Port {port} needs more rights; choose one above 1023.") from error
        except OSError:
            return False
    return True


def choose_port(name: str, default: int, host: str, taken: set[int]) -> int:
    """The port asked for, which must be free, or the next free one after the default."""
    asked = bool(os.environ.get(name, "").strip())
    port = _number(name, default)
    for candidate in [port] if asked else range(port, port + PORTS_TO_TRY):
        if candidate not in taken and _is_free(host, candidate):
            taken.add(candidate)
            return candidate
    if asked:
        raise LaunchError(f"Port {port} is in use. Choose another one: make demo {name}={port + 1}")
    raise LaunchError(f"No free port from {port} on. Choose one: make demo {name}=…")


def hold_port(host: str, port: int) -> socket.socket:
    """Keep others from choosing ``port`` until the web server has it.

    Bound and not listening: the web server may bind beside it (SO_REUSEPORT), a prober may not.
    """
    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    # Without SO_REUSEADDR, which would let a prober in too.
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    with contextlib.suppress(OSError):  # connections of an earlier run that have not faded yet
        held.bind((host, port))
    return held


def prepare_folder(data: Path, scale: str) -> None:
    """Make the data folder and see that it can hold what is coming."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise LaunchError(
            f"The data folder {data} cannot be written ({error.strerror}). "
            "Choose another one: make demo WUTONG_DATA=/some/folder"
        ) from error
    free = shutil.disk_usage(data).free // 1_000_000
    if free < SPACE[scale] and not (data / "postgresql" / "pgdata").exists():
        raise LaunchError(
            f"{data} has {free:,} MB free; the demo of this size needs {SPACE[scale]:,} MB. "
            "Make room or choose another folder with WUTONG_DATA."
        )


def read_options() -> Options:
    """The options from the environment, ports chosen and folder made."""
    scale = os.environ.get("SCALE", "").strip() or "small"
    if scale not in SCALES:
        raise LaunchError(f"SCALE={scale} is not known: small or article.")
    data = Path(os.environ.get("WUTONG_DATA", "").strip() or REPOSITORY / ".data").resolve()
    prepare_folder(data, scale)
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    taken: set[int] = set()
    return Options(
        host=host,
        port=choose_port("PORT", 8000, host, taken),
        smtp_port=choose_port("SMTP_PORT", 8025, "127.0.0.1", taken),
        mail_port=choose_port("MAIL_PORT", 8026, host, taken),
        sms_port=choose_port("SMS_PORT", 8027, "127.0.0.1", taken),
        wechat_port=choose_port("WECHAT_PORT", 8028, host, taken),
        scale=scale,
        seed=os.environ.get("SEED", "").strip() or "wutong",
        data=data,
        database_url=os.environ.get("DATABASE_URL", "").strip(),
        reset=os.environ.get("RESET", "").strip().lower() in {"1", "yes", "true"},
        processes=max(1, min(4, (os.cpu_count() or 2) // 2 + 1)),
    )
