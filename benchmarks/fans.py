"""The local simulator of WeChat, in a process of its own, with a log that is the judge.

``python -m benchmarks.fans --log FILE [--callback URL]`` prints ``PORT <n>``. One line for each
notice, written before its answer leaves: ``<seconds> <openid>``.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import template
from wutong.devtools.wechat.account import Behaviour
from wutong.devtools.wechat.demo import KEYS, account_settings
from wutong.devtools.wechat.server import Simulator
from wutong.devtools.wechat.store import WechatStore
from wutong.engines.wechat.demo_words import LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator

CAPACITY = 400_000
BEHAVIOUR = Behaviour(delay=0.01, receipt_delay=1.0)


class LoggedNotices(WechatStore):
    """Notices are logged before they are kept."""

    def __init__(self, path: str, log: Path) -> None:
        super().__init__(path, capacity=CAPACITY)
        self._log = log.open("ab", buffering=0)

    def add(self, openid: str, *, own: bool, title: str, body: str, page: str = "") -> int:
        self._log.write(f"{time.time():.2f} {openid}\n".encode())
        return super().add(openid, own=own, title=title, body=body, page=page)


@dataclass(frozen=True)
class Cloud:
    """A running simulator."""

    port: int
    log: Path

    def taken(self) -> Counter[str]:
        """How often each account got a notice."""
        lines = self.log.read_text(encoding="ascii").splitlines()
        return Counter(line.split(" ")[1] for line in lines)


def settings_for(port: int, rate: int) -> dict[str, str]:
    """The environment that leads the house to the simulator, at any hour of the day."""
    return {
        **account_settings(f"http://127.0.0.1:{port}"),
        "WECHAT_RATE": str(rate),
        "WECHAT_CONNECTIONS": "8",
        "WECHAT_HOURS": "00:00-23:59:59",
    }


@contextlib.contextmanager
def running(folder: Path, *, callback: str = "") -> Iterator[Cloud]:
    """The simulator while it is needed."""
    log = folder / "notices.log"
    log.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fans", "--log", str(log), "--callback", callback],
        stdout=subprocess.PIPE,
        cwd=template.ROOT,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Cloud(int(process.stdout.readline().split()[1]), log)
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    """Run until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--callback", default="")
    options: Any = parser.parse_args()
    simulator = Simulator(
        store=LoggedNotices(":memory:", options.log),
        keys=KEYS,
        templates=list(LISTED),
        behaviour=BEHAVIOUR,
        callback=options.callback,
    )
    sys.stdout.write(f"PORT {simulator.port}\n")
    sys.stdout.flush()
    signal.pause()


if __name__ == "__main__":
    main()
