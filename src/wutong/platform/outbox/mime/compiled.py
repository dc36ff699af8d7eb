"""A stream's message in one language, ready to be spliced for each recipient."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from wutong.platform.outbox.mime.bodies import VALUE_BUDGET, Base64, Body, EightBit
from wutong.platform.outbox.mime.headers import clean, http_url, mailbox, unstructured
from wutong.platform.outbox.mime.templates import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.outbox.values import MessageContent, Sender

UNSUBSCRIBE_KEY = "unsubscribe_url"
_POLICY = SMTP.clone(max_line_length=76)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,240}>")
_SPECIAL = frozenset("&<>\"'")


class Envelope(NamedTuple):
    """What a recipient adds to the message beside the merge values."""

    name: str
    address: str
    message_id: str


class Rendered(NamedTuple):
    """A whole message, dots doubled, without the final dot; ``eightbit`` asks for 8BITMIME."""

    data: bytes
    eightbit: bool


class _Form:
    """One encoding of the whole message: head, text, middle, HTML, end."""

    def __init__(self, skeleton: EmailMessage, text: Body, html: Body | None) -> None:
        self.text = text
        self.html = html
        raw = skeleton.as_bytes(policy=_POLICY)
        head, _mark, rest = raw.partition(_TEXT_MARK + b"\r\n")
        if html is None:
            self.head, self.middle, self.end = head, b"", rest
        else:
            self.head = head
            self.middle, _mark, self.end = rest.partition(_HTML_MARK + b"\r\n")


_TEXT_MARK = b"--wutong-text-goes-here--"
_HTML_MARK = b"--wutong-html-goes-here--"


@dataclass(frozen=True)
class Frame:
    """What stands around every message of a stream."""

    sender: Sender
    language: str = ""
    feedback_id: str = ""
    list_unsubscribe: bool = False
    auto_submitted: bool = False
    in_reply_to: str = ""

    def headers(self) -> dict[str, str | Address]:
        """The headers that are the same for everybody."""
        found: dict[str, str | Address] = {
            "From": Address(display_name=clean(self.sender.name), addr_spec=self.sender.address)
        }
        if self.sender.reply_to:
            found["Reply-To"] = Address(addr_spec=self.sender.reply_to)
        if self.feedback_id:
            found["Feedback-ID"] = clean(self.feedback_id)
        if self.auto_submitted:
            found["Auto-Submitted"] = "auto-generated"
        if _MESSAGE_ID.fullmatch(self.in_reply_to):
            found["In-Reply-To"] = found["References"] = self.in_reply_to
        if self.list_unsubscribe:
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return found


def compile_content(content: MessageContent, frame: Frame) -> CompiledMessage:
    """Compile templates with places."""
    return CompiledMessage(
        subject=Template.parse(content.subject),
        text=Template.parse(content.text),
        html=Template.parse(content.html) if content.html.strip() else None,
        fallbacks=content.fallbacks,
        frame=frame,
    )


def compile_finished(*, subject: str, text: str, html: str, frame: Frame) -> CompiledMessage:
    """Compile texts that are final; braces in them mean nothing."""
    return CompiledMessage(
        subject=Template((subject,), ()),
        text=Template((text,), ()),
        html=Template((html,), ()) if html.strip() else None,
        fallbacks={},
        frame=frame,
    )


class CompiledMessage:
    """Splices personal values into a message whose static parts are already bytes."""

    def __init__(
        self,
        *,
        subject: Template,
        text: Template,
        html: Template | None,
        fallbacks: Mapping[str, str],
        frame: Frame,
    ) -> None:
        self._fallbacks = dict(fallbacks)
        self._list_unsubscribe = frame.list_unsubscribe
        self._headers = frame.headers()
        self._language = "zh-Hans" if frame.language == "zh-hans" else frame.language
        self._subject = subject
        self._fixed_subject = None if subject.keys else unstructured(subject.literals[0])
        eight_text, eight_html = EightBit(text), EightBit(html) if html else None
        self._seven = self._form("base64", Base64(text), Base64(html) if html else None)
        fits = eight_text.fits and (eight_html is None or eight_html.fits)
        self._eight = self._form("8bit", eight_text, eight_html) if fits else None
        self._text_keys = frozenset(text.keys)
        self._html_keys = frozenset(html.keys) if html else frozenset()
        self.keys = frozenset(subject.keys) | self._text_keys | self._html_keys
        self._stamp = (0, b"")

    def _form(self, encoding: str, text: Body, html: Body | None) -> _Form:
        skeleton = EmailMessage(policy=_POLICY)
        for name, value in self._headers.items():
            skeleton[name] = value
        skeleton.set_content(_TEXT_MARK.decode() + "\n", cte="7bit", charset="utf-8")
        parts = [skeleton]
        if html is not None:
            skeleton.add_alternative(
                _HTML_MARK.decode() + "\n", subtype="html", cte="7bit", charset="utf-8"
            )
            skeleton.set_boundary(f"=_wutong_{secrets.token_hex(12)}")
            parts = list(skeleton.iter_parts())  # type: ignore[arg-type]
        if self._language:  # last, because building the parts moves Content-* headers into them
            skeleton["Content-Language"] = self._language
        for part in parts:
            part.replace_header("Content-Transfer-Encoding", encoding)
        return _Form(skeleton, text, html)

    def render(self, envelope: Envelope, values: Mapping[str, str], *, eightbit: bool) -> Rendered:
        """The message for one recipient. ``ValueError`` when the unsubscribe address is bad.

        ``values`` lacking a key get the fallback; ``eightbit`` says the server takes 8bit.
        """
        plain: dict[str, str] = {}
        longest = 0
        for key in self.keys:
            value = clean(values.get(key) or self._fallbacks.get(key, ""))
            plain[key] = value
            longest = max(longest, len(value))
        encoded = {key: plain[key].encode("utf-8") for key in self._text_keys}
        escaped = {key: _escaped(plain[key]) for key in self._html_keys}
        form = self._seven
        if eightbit and self._eight is not None:
            form = self._eight
            if longest > VALUE_BUDGET // 6 and _too_long(encoded, escaped):
                form = self._seven
        out = [self._personal_headers(envelope, values, plain), form.head]
        form.text.splice([encoded[key] for key in form.text.keys], out)
        if form.html is not None:
            out.append(form.middle)
            form.html.splice([escaped[key] for key in form.html.keys], out)
        out.append(form.end)
        return Rendered(b"".join(out), form is self._eight)

    def _personal_headers(
        self, envelope: Envelope, values: Mapping[str, str], plain: Mapping[str, str]
    ) -> bytes:
        subject = self._fixed_subject
        if subject is None:
            pieces = [self._subject.literals[0]]
            for key, literal in zip(self._subject.keys, self._subject.literals[1:], strict=True):
                pieces += [plain[key], literal]
            subject = unstructured("".join(pieces))
        unsubscribe = b""
        if self._list_unsubscribe:
            unsubscribe = (
                b"List-Unsubscribe: <" + http_url(values.get(UNSUBSCRIBE_KEY, "")) + b">\r\n"
            )
        return b"".join(
            (
                b"To: ",
                mailbox(envelope.name, envelope.address),
                b"\r\nSubject: ",
                subject,
                b"\r\nMessage-ID: ",
                envelope.message_id.encode("ascii"),
                b"\r\nDate: ",
                self._date(),
                b"\r\n",
                unsubscribe,
            )
        )

    def _date(self) -> bytes:
        second = int(time.time())
        if self._stamp[0] != second:
            self._stamp = (second, formatdate(second, localtime=False).encode("ascii"))
        return self._stamp[1]


def _escaped(value: str) -> bytes:
    if not _SPECIAL.isdisjoint(value):
        value = escape(value)
    return value.encode("utf-8")


def _too_long(*groups: Mapping[str, bytes]) -> bool:
    return any(len(value) > VALUE_BUDGET for group in groups for value in group.values())
