"""Programs that run side by side: one prefix each, restarted when they fall, stopped together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GRACE_SECONDS = 25.0
MAX_FALLS = 5  # within …
FALL_WINDOW = 120.0  # seconds
COLOURS = {"web": "36", "worker": "33", "mail": "35", "database": "34", "demo": "32"}
_terminal = threading.Lock()


def say(name: str, text: str) -> None:
    """One line of a program, with its name in front; a closed terminal is no reason to fall."""
    label = f"{name:>8} │ "
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        label = f"\033[{COLOURS.get(name, '37')}m{label}\033[0m"
    with _terminal, contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{label}{text}\n")
        sys.stdout.flush()


def _die_with_parent() -> None:
    """Linux: end this child when the launcher is killed hard."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@dataclass
class Child:
    """A program and how often it fell; in a session of its own, so that Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    falls: deque[float] = field(default_factory=deque)
    process: subprocess.Popen[bytes] | None = None
    again_at: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )
        threading.Thread(target=self._relay, args=(self.process,), daemon=True).start()

    def _relay(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        for raw in process.stdout:
            text = raw.decode("utf-8", "replace").rstrip()
            if text:
                say(self.name, text)

    def fell(self) -> int | None:
        """The exit status when it has just ended, else None."""
        if self.process is None:
            return None
        status = self.process.poll()
        if status is not None:
            self._signal(signal.SIGKILL)  # what it may have left behind
            self.process = None
        return status

    def plan_restart(self) -> bool:
        """Whether it may be started again; sets when. Bounded, with growing pauses."""
        now = time.monotonic()
        self.falls.append(now)
        while self.falls and now - self.falls[0] > FALL_WINDOW:
            self.falls.popleft()
        if len(self.falls) > MAX_FALLS:
            return False
        self.again_at = now + min(10.0, 0.5 * 2 ** (len(self.falls) - 1))
        return True

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """SIGTERM to the program itself; it ends its own children."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> bool:
        """Whether it ended before ``until``; its group is cleared in any case."""
        if self.process is None:
            return True
        ended = True
        try:
            self.process.wait(max(0.05, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            ended = False
        self._signal(signal.SIGKILL)
        self.process.wait()
        self.process = None
        return ended


def stop_all(children: Sequence[Child], *, at_once: bool = False) -> None:
    """Ask all, wait for all, then kill who stayed."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + (0.1 if at_once else GRACE_SECONDS)
    for child in children:
        if not child.wait(until) and not at_once:
            say("demo", f"{child.name} did not stop in time and was ended.")
