"""Making the message of a claimed row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from wutong.platform.outbox.addresses import envelope_address
from wutong.platform.outbox.errors import AddressError
from wutong.platform.outbox.keys import BOUNCE_PURPOSE, SINGLE, message_domain
from wutong.platform.outbox.mime.compiled import (
    CompiledMessage,
    Envelope,
    Frame,
    Rendered,
    compile_content,
)
from wutong.platform.outbox.models import SingleMail, Stream
from wutong.platform.outbox.services.signing import signer_for
from wutong.platform.outbox.smtp.items import Outgoing
from wutong.platform.outbox.tokens import delivery_token
from wutong.platform.outbox.values import MessageContent, Sender

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wutong.platform.outbox.dkim.signer import Signer
    from wutong.platform.outbox.pump.outcomes import Claimed


def return_path(row: Claimed, sender_address: str) -> str:
    """The VERP envelope sender of one delivery: ``bounce+<token>@domain``."""
    domain = settings.OUTBOX_BOUNCE_DOMAIN or message_domain(sender_address)
    return f"bounce+{delivery_token(BOUNCE_PURPOSE, row.campaign_month, row.id)}@{domain}"


class StreamComposer:
    """Composes a stream's messages: compiled once per language, spliced per recipient."""

    def __init__(self, stream: Stream) -> None:
        self._sender = Sender(stream.sender_name, stream.sender_address, stream.reply_to)
        self._domain = message_domain(stream.sender_address)
        self._bounces = settings.OUTBOX_BOUNCE_DOMAIN or self._domain
        self._compiled: dict[str, CompiledMessage] = {}
        feedback = f"{stream.key.replace(':', '-')}:{stream.topic}:{stream.legal_body}:wutong"
        for content in stream.contents.order_by("id"):
            self._compiled[content.language] = compile_content(
                MessageContent(content.subject, content.html, content.text, content.fallbacks),
                Frame(
                    sender=self._sender,
                    language=content.language,
                    feedback_id=feedback,
                    list_unsubscribe=stream.list_unsubscribe,
                    auto_submitted=stream.auto_submitted,
                ),
            )
        self._default = next(iter(self._compiled.values()))
        signer = signer_for(self._domain)
        self._render = _spliced if signer is None else partial(_signed, signer)

    def outgoing(self, row: Claimed, late: Mapping[str, str]) -> Outgoing:
        """One message. Raises ``AddressError``."""
        address = envelope_address(row.address)
        token = delivery_token(BOUNCE_PURPOSE, row.campaign_month, row.id)
        compiled = self._compiled.get(row.language, self._default)
        # The same name as in the return path: an answer quotes it (In-Reply-To) and so says itself
        # which delivery it answers.
        envelope = Envelope(row.name, address, f"<{token}@{self._domain}>")
        values = {**row.parts, **late} if late else row.parts
        return Outgoing(
            mail_from=f"bounce+{token}@{self._bounces}",
            rcpt_to=address,
            render=partial(self._render, compiled, envelope, values),
            ref=row,
        )


def _spliced(
    compiled: CompiledMessage, envelope: Envelope, values: Mapping[str, str], eightbit: bool
) -> Rendered:
    return compiled.render(envelope, values, eightbit=eightbit)


def _signed(
    signer: Signer,
    compiled: CompiledMessage,
    envelope: Envelope,
    values: Mapping[str, str],
    eightbit: bool,
) -> Rendered:
    data, eight = compiled.render(envelope, values, eightbit=eightbit)
    return Rendered(signer.sign(data), eight)


def singles_for(rows: Iterable[Claimed]) -> dict[UUID, SingleMail]:
    """The finished messages of single mails, one query."""
    ids = {single_id(row) for row in rows if row.stream.startswith(SINGLE)}
    return SingleMail.objects.in_bulk(ids) if ids else {}


def single_id(row: Claimed) -> UUID:
    return UUID(row.stream.removeprefix(SINGLE))


def single_outgoing(row: Claimed, mail: SingleMail) -> Outgoing:
    """A finished message. Raises ``AddressError``, also when its text was already purged."""
    raw = bytes(mail.raw)
    if not raw:
        raise AddressError("its text is no longer kept")
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    if not stuffed.endswith(b"\r\n"):
        stuffed += b"\r\n"
    signer = signer_for(message_domain(mail.sender_address))
    if signer is not None:
        stuffed = signer.sign(stuffed)
    return Outgoing(
        mail_from=return_path(row, mail.sender_address),
        rcpt_to=envelope_address(row.address),
        render=partial(_finished, stuffed),
        ref=row,
    )


def _finished(raw: bytes, _eightbit: bool) -> Rendered:
    return Rendered(raw, eightbit=False)
