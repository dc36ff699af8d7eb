"""Single mails: log-in codes, receipts, notices; they leave at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from wutong.kernel import clock
from wutong.platform.outbox import tasks
from wutong.platform.outbox.addresses import address_hash, envelope_address
from wutong.platform.outbox.enums import Lane
from wutong.platform.outbox.keys import SINGLE, message_domain
from wutong.platform.outbox.mime.compiled import Envelope, Frame, compile_finished
from wutong.platform.outbox.models import SingleMail
from wutong.platform.outbox.senders import default_sender
from wutong.platform.outbox.services.partitions import ensure_partitions, month_of
from wutong.platform.outbox.tokens import message_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import Sender


@transaction.atomic
def enqueue_single(  # noqa: PLR0913 - a door's keyword-only arguments
    *,
    actor: Actor,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    to_name: str = "",
    language: str = "",
    sender: Sender | None = None,
    subject_ref: str = "",
    lane: Lane = Lane.PRIORITY,
    in_reply_to: str = "",
    automatic: bool = True,
) -> UUID:
    """Send one mail to one address, now, in the caller's transaction.

    The texts are final: braces in them mean nothing. The do-not-send list does not hold back a
    single mail (a person who unsubscribed must still be able to sign in). ``in_reply_to`` is the
    Message-ID it answers; ``automatic`` False says that a person wrote it. Raises ``AddressError``.
    """
    address = envelope_address(to)
    author = sender or default_sender()
    mail = SingleMail(subject=subject[:300], sender_address=author.address, actor=actor.label[:200])
    stream = f"{SINGLE}{mail.id}"
    compiled = compile_finished(
        subject=subject,
        text=text,
        html=html,
        frame=Frame(
            sender=author, language=language, auto_submitted=automatic, in_reply_to=in_reply_to
        ),
    )
    hashed = address_hash(address)
    rendered = compiled.render(
        Envelope(to_name, address, message_id(stream, hashed, message_domain(author.address))),
        {},
        eightbit=False,
    )
    mail.raw = rendered.data
    store_single(mail, recipients=[(address, to_name)], subject_ref=subject_ref, lane=lane)
    return mail.id


@transaction.atomic
def store_single(
    mail: SingleMail,
    *,
    recipients: Sequence[tuple[str, str]],
    subject_ref: str = "",
    lane: Lane = Lane.PRIORITY,
) -> None:
    """Store a finished message and one delivery per (address, name); wake the pump."""
    mail.save(force_insert=True)
    month = month_of(clock.today())
    ensure_partitions(months=[month])
    stream = f"{SINGLE}{mail.id}"
    rows: list[tuple[Any, ...]] = [
        (month, stream, lane, subject_ref, address, name, address_hash(address), Jsonb({}))
        for address, name in recipients
    ]
    with connection.cursor() as cursor:
        for row in rows:  # not executemany: the history context adds parameters of its own
            cursor.execute(
                "INSERT INTO outbox_delivery (campaign_month, stream, lane, subject_ref, address,"
                " name, address_hash, parts) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                row,
            )
    tasks.defer_priority()
