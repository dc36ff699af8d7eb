"""A small SMTP server that does as a test tells it, in threads of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Behaviour:
    """What the server says; every hook may return None for the usual answer.

    ``after_data`` gets the number of the message (from 0) and answers the final dot; ``HANG_UP``
    closes instead, before anything is counted as taken. ``TAKE_AND_HANG_UP`` takes it first.
    """

    pipelining: bool = True
    eightbit: bool = True
    on_rcpt: Callable[[str], str | None] = lambda _address: None
    on_mail: Callable[[int], str | None] = lambda _number: None
    after_data: Callable[[int], str | None] = lambda _number: None
    during_data: Callable[[int], bool] = lambda _number: False
    delay: float = 0.0


HANG_UP = "hang up"
TAKE_AND_HANG_UP = "take and hang up"


@dataclass
class Taken:
    sender: str
    recipient: str
    data: bytes

    @property
    def message_id(self) -> str:
        for line in self.data.split(b"\r\n"):
            if line.lower().startswith(b"message-id: "):
                return line[12:].decode()
        return ""


@dataclass
class Server:
    behaviour: Behaviour = field(default_factory=Behaviour)
    taken: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self):
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._mails = self._contents = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        # A blocked accept() would keep the listening socket alive beyond close().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def recipients(self):
        return sorted(taken.recipient for taken in self.taken)

    def _accept(self):
        while True:
            try:
                peer, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer, peer.makefile("rwb") as wire:
            try:
                self._talk(wire)
            except (OSError, ValueError):
                return

    def _say(self, wire, text):
        wire.write(text.encode() + b"\r\n")
        wire.flush()

    def _talk(self, wire):  # noqa: C901 - one command after another
        self._say(wire, "220 test")
        sender = recipient = ""
        while line := wire.readline():
            text = line.decode().strip()
            self.commands.append(text)
            verb = text[:4].upper()
            if verb == "EHLO":
                self._ehlo(wire)
            elif verb == "MAIL":
                with self._lock:
                    number, self._mails = self._mails, self._mails + 1
                answer = self.behaviour.on_mail(number)
                sender = "" if answer else text[text.index("<") + 1 : text.index(">")]
                self._say(wire, answer or "250 ok")
                if answer and answer.startswith("421"):
                    return
            elif verb == "RCPT":
                address = text[text.index("<") + 1 : text.index(">")]
                answer = self.behaviour.on_rcpt(address) if sender else "503 no sender"
                recipient = "" if answer else address
                self._say(wire, answer or "250 ok")
            elif verb == "DATA":
                if not recipient:
                    self._say(wire, "554 no valid recipients")
                    continue
                if not self._data(wire, sender, recipient):
                    return
                sender = recipient = ""
            elif verb == "RSET":
                sender = recipient = ""
                self._say(wire, "250 ok")
            elif verb == "QUIT":
                self._say(wire, "221 bye")
                return
            else:
                self._say(wire, "502 what")

    def _ehlo(self, wire):
        names = ["test"]
        if self.behaviour.pipelining:
            names.append("PIPELINING")
        if self.behaviour.eightbit:
            names.append("8BITMIME")
        for name in names:
            self._say(wire, f"250-{name}")
        self._say(wire, "250 SIZE")

    def _data(self, wire, sender, recipient):
        self._say(wire, "354 go")
        with self._lock:
            number, self._contents = self._contents, self._contents + 1
        lines = []
        while (line := wire.readline()) != b".\r\n":
            if not line or self.behaviour.during_data(number):
                return False
            assert len(line) <= 1000, len(line)
            lines.append(line[1:] if line.startswith(b".") else line)
        time.sleep(self.behaviour.delay)
        answer = self.behaviour.after_data(number)
        if answer == HANG_UP:
            return False
        if answer in (None, TAKE_AND_HANG_UP):
            with self._lock:
                self.taken.append(Taken(sender, recipient, b"".join(lines)))
        if answer == TAKE_AND_HANG_UP:
            return False
        self._say(wire, answer or "250 2.0.0 taken")
        return not (answer or "").startswith("421")
