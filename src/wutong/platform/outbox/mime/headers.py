"""Header values that carry personal data: encoded by ourselves, nothing can break a line."""

from __future__ import annotations

import re
from binascii import b2a_base64

# Everything that could end a line, hide text or fail to encode: C0 and C1 controls, line and
# paragraph separators, text-direction overrides, lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_WORD_BYTES = 45  # encodes to 60 characters; with =?utf-8?b? and ?= 72, under RFC 2047's 75
_URL = re.compile(r"https?://[!#-;=?-~]+")
_URL_LIMIT = 900
_NAME_LIMIT = 120


def clean(value: str) -> str:
    """``value`` on one line: every run of control characters becomes one space."""
    if _UNSAFE.search(value) is None:
        return value
    return _UNSAFE.sub(" ", value).strip()


def encoded_words(text: str) -> bytes:
    """RFC 2047 encoded words of UTF-8, folded; never splits a character."""
    raw = text.encode("utf-8")
    words = []
    start = 0
    while start < len(raw):
        end = min(start + _WORD_BYTES, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        words.append(b"=?utf-8?b?" + b2a_base64(raw[start:end], newline=False) + b"?=")
        start = end
    return b"\r\n ".join(words)


def unstructured(text: str) -> bytes:
    """A subject: as it is when it is short ASCII, encoded words otherwise."""
    text = clean(text)
    if text.isascii() and len(text) < 65 and "=?" not in text:
        return text.encode("ascii")
    return encoded_words(text)


def mailbox(name: str, address: str) -> bytes:
    """A To: value. ``address`` must have passed ``addresses.envelope_address``."""
    name = clean(name)[:_NAME_LIMIT]
    spot = b"<" + address.encode("ascii") + b">"
    if not name:
        return address.encode("ascii")
    if not name.isascii() or "=?" in name or len(name) > 60:
        words = encoded_words(name)
        gap = b"\r\n " if len(words) + len(spot) > 70 else b" "
        return words + gap + spot
    if _PLAIN_NAME.fullmatch(name):
        return name.encode("ascii") + b" " + spot
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return b'"' + quoted.encode("ascii") + b'" ' + spot


def http_url(value: str) -> bytes:
    """An address that may stand between < and > in a header; ValueError otherwise."""
    if len(value) > _URL_LIMIT or _URL.fullmatch(value) is None:
        message = "not an address for a List-Unsubscribe header"
        raise ValueError(message)
    return value.encode("ascii")
