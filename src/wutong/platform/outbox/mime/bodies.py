"""Bodies split at their places, ready to be spliced as 8bit or as base64."""

from __future__ import annotations

from binascii import b2a_base64
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.platform.outbox.mime.templates import Template

LINE_LIMIT = 998  # RFC 5321 4.5.3.1.6 less CRLF; strict servers refuse more
VALUE_BUDGET = 300  # bytes a value may take in an 8bit line; a longer one goes out as base64
_GROUP = 57  # bytes of one full base64 line of 76 characters


class Body(Protocol):
    """One part of the message, split at its places; ``keys`` are the values it needs."""

    keys: tuple[str, ...]

    def splice(self, values: Sequence[bytes], out: list[bytes]) -> None:
        """Append the part with ``values`` (one per key, in order) to ``out``."""
        ...


def canonical(text: str) -> str:
    """CRLF line ends and one at the end."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return unix.replace("\n", "\r\n") + "\r\n"


def canonical_literals(template: Template) -> list[bytes]:
    """The literals with CRLF line ends; joined by values they end with one."""
    marker = "\ue000\ue001"
    whole = canonical(marker.join(template.literals))
    return [piece.encode("utf-8") for piece in whole.split(marker)]


class EightBit:
    """Sent as it is: dots doubled at line starts, no line over the limit."""

    def __init__(self, template: Template) -> None:
        self.keys = template.keys
        literals = canonical_literals(template)
        self._starts_line = [
            (literal.endswith(b"\n") or (index == 0 and not literal))
            for index, literal in enumerate(literals[:-1])
        ]
        self._dots = any(self._starts_line)
        stuffed = []
        for index, literal in enumerate(literals):
            doubled = literal.replace(b"\r\n.", b"\r\n..")
            if index == 0 and doubled.startswith(b"."):
                doubled = b"." + doubled
            stuffed.append(doubled)
        self._first = stuffed[0]
        self._rest = stuffed[1:]
        self.fits = self._longest_line(literals) <= LINE_LIMIT

    def _longest_line(self, literals: list[bytes]) -> int:
        longest = current = 0
        for index, literal in enumerate(literals):
            lines = literal.split(b"\r\n")
            current += len(lines[0])
            for line in lines[1:]:
                longest = max(longest, current)
                current = len(line)
            if index < len(self.keys):
                current += VALUE_BUDGET
        return max(longest, current) + 1

    def splice(self, values: Sequence[bytes], out: list[bytes]) -> None:
        out.append(self._first)
        if self._dots:
            for value, literal, starts in zip(values, self._rest, self._starts_line, strict=True):
                out.append(b"." + value if starts and value.startswith(b".") else value)
                out.append(literal)
            return
        for value, literal in zip(values, self._rest, strict=True):
            out.append(value)
            out.append(literal)


def base64_lines(raw: bytes) -> bytes:
    """``raw`` as base64 lines of at most 76 characters, each ended by CRLF."""
    if len(raw) <= _GROUP:
        return b2a_base64(raw, newline=False) + b"\r\n" if raw else b""
    return b"".join(
        b2a_base64(raw[start : start + _GROUP], newline=False) + b"\r\n"
        for start in range(0, len(raw), _GROUP)
    )


class Base64:
    """Encoded beforehand in each of the three alignments a value can leave behind.

    A value's bytes and those that complete its group of three are encoded when it is spliced;
    everything between two places was encoded once. A decoder ignores where lines end.
    """

    def __init__(self, template: Template) -> None:
        self.keys = template.keys
        self._literals = canonical_literals(template)
        self._ready = [
            [self._aligned(literal, head) for head in range(3)] for literal in self._literals
        ]

    @staticmethod
    def _aligned(literal: bytes, head: int) -> tuple[bytes, bytes, bytes]:
        whole = max(len(literal) - head, 0) // 3 * 3
        middle = literal[head : head + whole]
        return literal[:head], base64_lines(middle), literal[head + whole :]

    def splice(self, values: Sequence[bytes], out: list[bytes]) -> None:
        carry = b""
        last = len(values)
        for index, ready in enumerate(self._ready):
            need = -len(carry) % 3
            head, middle, tail = ready[need]
            if len(head) < need:  # a literal too short to complete the group
                carry += head
            else:
                carry += head
                if carry:
                    out.append(base64_lines(carry))
                out.append(middle)
                carry = tail
            if index < last:
                carry += values[index]
        if carry:
            out.append(base64_lines(carry))
