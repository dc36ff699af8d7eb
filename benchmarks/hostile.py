"""An SMTP server that behaves badly, as it is told while it runs.

``python -m benchmarks.hostile --log FILE --control FILE`` prints ``PORT <n>``. The control file is
JSON and is read again when it changes; every share is between 0 and 1:

``defer`` (421, 450 or 451 instead of taking), ``cut_before`` (hangs up instead of asking for it),
``cut_after`` (hangs up after the final dot without a word, having taken it or not), ``slow``
(seconds, at most, before a reply to a message). Recipients whose local part starts with ``no`` get
550. The log is the judge: one line for each message, written before any answer:

``T <recipient>`` taken; ``C <recipient>`` whole, but its answer was withheld; ``R <recipient>``
refused for good.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.sink import SinkProtocol

if TYPE_CHECKING:
    from io import FileIO

DEFERRALS = (
    b"450 4.2.0 try later\r\n",
    b"451 4.7.1 greylisted\r\n",
    b"421 4.7.0 too many messages\r\n",
)
_GO = b"354 go\r\n"
_OK = b"250 2.0.0 Ok\r\n"
_END = b"\r\n.\r\n"


class Temper:
    """How badly it behaves now."""

    def __init__(self, control: Path, seed: int) -> None:
        self._control = control
        self._read = 0.0
        self.random = random.Random(seed)
        self.shares: dict[str, Any] = {}

    async def watch(self) -> None:
        """Read the control file whenever it changes."""
        while True:
            changed = self._control.stat().st_mtime if self._control.exists() else 0.0
            if changed != self._read:
                self._read = changed
                self.shares = json.loads(self._control.read_text(encoding="utf-8"))
            await asyncio.sleep(0.02)

    def happens(self, what: str) -> bool:
        share = float(self.shares.get(what, 0))
        return share > 0 and self.random.random() < share


class HostileProtocol(SinkProtocol):
    """Takes one recipient a message; ``temper`` decides what goes wrong."""

    def __init__(self, log: FileIO, temper: Temper) -> None:
        super().__init__(None)
        self._lines = log
        self._temper = temper
        self._recipient = ""
        self._deaf = False

    def data_received(self, data: bytes) -> None:
        if not (self._deaf or self._transport.is_closing()):
            super().data_received(data)

    def eof_received(self) -> bool:
        """The other side is done with us, too."""
        return False

    def _hang_up(self, answers: list[bytes]) -> bool:
        """What was answered before still arrives: a reset would take it along."""
        self._transport.write(b"".join(answers))
        answers.clear()
        self._deaf = True
        if self._transport.can_write_eof():
            self._transport.write_eof()
        return False

    def _command(self, answers: list[bytes]) -> bool:
        buffer = self._buffer
        end = buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(buffer[:end])
        verb = line[:4].upper()
        if verb == b"RCPT":
            del buffer[: end + 2]
            self._recipient = line[line.find(b"<") + 1 : line.find(b">")].decode("ascii")
            return self._rcpt(answers)
        if verb == b"DATA" and not self._recipient:
            del buffer[: end + 2]
            answers.append(b"554 no valid recipients\r\n")
            return True
        if verb == b"DATA" and self._temper.happens("cut_before"):
            return self._hang_up(answers)
        return super()._command(answers)

    def _rcpt(self, answers: list[bytes]) -> bool:
        if self._recipient.startswith("no"):
            self._write("R")
            self._recipient = ""
            answers.append(b"550 5.7.1 refused by policy\r\n")
        elif self._temper.happens("defer"):
            self._recipient = ""
            answers.append(self._temper.random.choice(DEFERRALS))
            if answers[-1].startswith(b"421"):
                return self._hang_up(answers)
        else:
            answers.append(_OK)
        return True

    def _content(self, answers: list[bytes]) -> bool:
        buffer = self._buffer
        end = buffer.find(_END, self._searched)
        if end < 0:
            self._searched = max(len(buffer) - 4, 0)
            return False
        del buffer[: end + 5]
        self._searched = 0
        self._in_content = False
        if self._temper.happens("cut_after"):
            if self._temper.random.random() < 0.5:
                self._write("T")
            self._write("C")
            return self._hang_up(answers)
        if self._temper.happens("defer"):
            answers.append(DEFERRALS[1])
        else:
            self._write("T")
            answers.append(_OK)
        slow = float(self._temper.shares.get("slow", 0))
        if slow:
            self._wait(answers, self._temper.random.random() * slow)
            return False
        return True

    def _wait(self, answers: list[bytes], seconds: float) -> None:
        """Say it later; nothing more is read until then."""
        self._transport.write(b"".join(answers[:-1]))
        said = answers[-1]
        answers.clear()
        self._transport.pause_reading()

        def go_on() -> None:
            if not self._transport.is_closing():
                self._transport.write(said)
                self._transport.resume_reading()
                self.data_received(b"")

        asyncio.get_running_loop().call_later(seconds, go_on)

    def _write(self, kind: str) -> None:
        self._lines.write(f"{kind} {self._recipient}\n".encode())


async def serve(port: int, log_path: Path, control: Path, seed: int) -> None:
    """Listen on loopback until killed."""
    loop = asyncio.get_running_loop()
    temper = Temper(control, seed)
    log = log_path.open("ab", buffering=0)
    server = await loop.create_server(lambda: HostileProtocol(log, temper), "127.0.0.1", port)
    sys.stdout.write(f"PORT {server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.gather(server.serve_forever(), temper.watch())


def main() -> None:
    """Run in the foreground."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--control", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.log, options.control, options.seed))


if __name__ == "__main__":
    main()
