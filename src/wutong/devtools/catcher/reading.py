"""A caught mail opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage


@dataclass(frozen=True)
class Opened:
    """The parts a person looks at; ``html`` is None when there is none."""

    headers: list[tuple[str, str]]
    text: str
    html: str | None
    attachments: list[str]


def open_mail(raw: bytes) -> Opened:
    """Parse a mail; what cannot be decoded is shown as well as it can be."""
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    return Opened(
        headers=[(name, str(value)) for name, value in message.items()],
        text=_body(message, "plain") or "",
        html=_body(message, "html"),
        attachments=[
            part.get_filename() or part.get_content_type() for part in message.iter_attachments()
        ],
    )


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
