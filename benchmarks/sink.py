"""A small SMTP server that accepts everything and logs Message-IDs.

Stands in for Postfix's ``smtp-sink`` where that is not installed. ``python -m benchmarks.sink
--log FILE`` prints ``PORT <n>`` once it listens. It offers PIPELINING and 8BITMIME, keeps no
message, and writes one Message-ID per line to the log before it answers the final dot.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pwd
import re
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

OURS = "wutong-sink"
_EHLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE\r\n"
_OK = b"250 2.0.0 Ok\r\n"
_GO = b"354 go\r\n"
_END = b"\r\n.\r\n"
_HEADER = b"\nMessage-ID: "


class SinkProtocol(asyncio.Protocol):
    """One connection: commands line by line, content up to the lone dot."""

    def __init__(self, log: FileIO | None) -> None:
        self._log = log
        self._buffer = bytearray()
        self._in_content = False
        self._searched = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answers: list[bytes] = []
        while self._content(answers) if self._in_content else self._command(answers):
            pass
        if answers and not self._transport.is_closing():
            self._transport.write(b"".join(answers))

    def _content(self, answers: list[bytes]) -> bool:
        """Take one message if it is whole."""
        buffer = self._buffer
        end = buffer.find(_END, self._searched)
        if end < 0:
            self._searched = max(len(buffer) - 4, 0)
            return False
        self._note(end)
        del buffer[: end + 5]
        self._searched = 0
        self._in_content = False
        answers.append(_OK)
        return True

    def _command(self, answers: list[bytes]) -> bool:
        """Take one command line if it is whole."""
        buffer = self._buffer
        end = buffer.find(b"\r\n")
        if end < 0:
            return False
        verb = bytes(buffer[:4]).upper()
        del buffer[: end + 2]
        if verb == b"DATA":
            self._in_content = True
            answers.append(_GO)
        elif verb in {b"EHLO", b"HELO"}:
            answers.append(_EHLO)
        elif verb == b"QUIT":
            self._transport.write(b"".join(answers) + b"221 bye\r\n")
            self._transport.close()
            return False
        else:
            answers.append(_OK)
        return True

    def _note(self, end: int) -> None:
        if self._log is None:
            return
        start = self._buffer.find(_HEADER, 0, end)
        stop = self._buffer.find(b"\r\n", start + len(_HEADER), end)
        found = self._buffer[start + len(_HEADER) : stop] if start >= 0 else b"-"
        self._log.write(found + b"\n")


async def serve(port: int, log_path: str) -> None:
    """Listen on loopback until killed; every taken message is one unbuffered line in the log."""
    loop = asyncio.get_running_loop()
    log = Path(log_path).open("ab", buffering=0) if log_path else None  # noqa: SIM115, ASYNC230
    server = await loop.create_server(lambda: SinkProtocol(log), "127.0.0.1", port)
    sys.stdout.write(f"PORT {server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@dataclass(frozen=True)
class Sink:
    """A running sink; ``name`` is what a benchmark's JSON says was used."""

    name: str
    port: int
    log: Path
    dump: Path | None = None  # where smtp-sink writes whole mails: the only place of its IDs

    def message_ids(self) -> list[str]:
        """Every Message-ID taken since the start or ``forget``, in order."""
        if self.dump is None:
            return self.log.read_text(encoding="ascii").split() if self.log.exists() else []
        with self.dump.open("rb") as mails:
            return [
                line[12:].decode("ascii").strip()
                for line in mails
                if line.startswith(b"Message-ID: ")
            ]

    def count(self) -> int:
        """How many messages were taken since the start."""
        if self.dump is None:
            return self.log.read_bytes().count(b"\n") if self.log.exists() else 0
        counted = re.findall(rb"mesg=(\d+)", self.log.read_bytes())
        return int(counted[-1]) if counted else 0

    def forget(self) -> None:
        """Give back the room of whole mails."""
        if self.dump is not None and self.dump.exists():
            os.truncate(self.dump, 0)


@contextmanager
def running_sink(folder: Path) -> Iterator[Sink]:
    """Postfix's smtp-sink where it is installed and works, else our own; in its own process."""
    found = _postfix_sink()
    if found is not None:
        with _started_postfix(found, folder) as sink:
            if _accepts(sink):
                yield sink
                return
    log = folder / "message-ids.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sink", "--log", str(log)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parent.parent,
        text=True,
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[1])
        yield Sink(OURS, port, log)
    finally:
        process.terminate()
        process.wait(10)


def _postfix_sink() -> str | None:
    for folder in (None, "/usr/sbin", "/usr/lib/postfix/sbin"):
        if found := shutil.which("smtp-sink", path=folder):
            return found
    return None


@contextmanager
def _started_postfix(program: str, folder: Path) -> Iterator[Sink]:
    """``-c`` prints a running count; Message-IDs it only has in the mails it is told to keep.

    Those are kept in memory where the system has a folder there: 20,000 of them take 650 MB.
    """
    log = folder / "smtp-sink.log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else folder) as kept,
        log.open("wb") as out,
    ):
        words = [program, "-c", "-D", f"{kept}/mails", f"127.0.0.1:{port}", "1000"]
        if os.geteuid() == 0:  # it refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(kept, nobody.pw_uid, nobody.pw_gid)
            words[1:1] = ["-u", "nobody"]
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL)
        try:
            yield Sink("smtp-sink", port, log, Path(kept) / "mails")
        finally:
            process.terminate()
            process.wait(10)


def _accepts(sink: Sink) -> bool:
    """Whether one mail gets through and is counted."""
    for _attempt in range(20):
        try:
            with smtplib.SMTP("127.0.0.1", sink.port, timeout=2) as client:
                client.sendmail("a@b.test", ["c@d.test"], "Message-ID: <probe@b.test>\r\n\r\nx\r\n")
            time.sleep(0.2)
        except (OSError, smtplib.SMTPException):
            time.sleep(0.1)
        else:
            return sink.count() > 0
    return False


def main() -> None:
    """Run the sink in the foreground."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", default="")
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.log))


if __name__ == "__main__":
    main()
