"""How many parts a text is sent and billed in."""

from __future__ import annotations

from dataclasses import dataclass

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")
WIDE = (70, 67)
NARROW = (160, 153)


@dataclass(frozen=True, slots=True)
class Segments:
    """``length`` in the units of ``encoding``; ``room`` is what the last part still takes."""

    encoding: str
    length: int
    parts: int
    room: int


def count_segments(text: str, *, domestic: bool = True) -> Segments:
    """Parts of ``text``, the signature included by the caller.

    Carriers of the mainland count every character alike, Latin or Chinese: 70 in one message, 67
    in each of several. Abroad a text in the GSM alphabet has 160 or 153.
    """
    gsm = not domestic and all(one in _GSM or one in _GSM_TWICE for one in text)
    if gsm:
        length = sum(2 if one in _GSM_TWICE else 1 for one in text)
        whole, part = NARROW
    else:
        length = len(text.encode("utf-16-le")) // 2
        whole, part = WIDE
    parts = 1 if length <= whole else -(-length // part)
    room = (whole if parts == 1 else parts * part) - length
    return Segments("GSM-7" if gsm else "UCS-2", length, max(parts, 1), room)
