"""Text messages to one and to many: opening a stream of them, and one-time codes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.kernel.ids import uuid7
from wutong.platform.audit.public import record
from wutong.platform.outbox import tasks
from wutong.platform.outbox.enums import Approval, Lane, Medium, TextKind
from wutong.platform.outbox.errors import AddressError, ContentError
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.mime.templates import Template
from wutong.platform.outbox.models import TextSignature, TextTemplate
from wutong.platform.outbox.services.opening import open_row
from wutong.platform.outbox.services.partitions import ensure_partitions, month_of
from wutong.platform.outbox.sms.composing import LONGEST_VALUE
from wutong.platform.outbox.sms.gateways import NoGatewayError, gateway_named, gateways
from wutong.platform.outbox.sms.numbers import is_domestic, number_hash, takes_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import StreamRef, TextContent


@transaction.atomic
def open_text_stream(
    *,
    actor: Actor,
    key: str,
    label: str,
    gateway: str,
    signature: str,
    contents: Mapping[str, TextContent],
    topic: str = "",
    legal_body: str = "",
) -> StreamRef:
    """Open a stream of text messages; recipients are inserted afterwards as for mail, with the
    number in E.164 as address. Raises NoGatewayError or ContentError; nothing is stored then.
    """
    gateway_named(gateway)
    for content in contents.values():
        _check(content)
    return open_row(
        actor=actor,
        key=key,
        label=label,
        topic=topic,
        legal_body=legal_body,
        medium=Medium.TEXT,
        gateway=gateway,
        sender_name=signature,
        list_unsubscribe=False,
        contents={language: asdict(content) for language, content in contents.items()},
    )


def _check(content: TextContent) -> None:
    if not content.text.strip():
        raise ContentError(_("A text message needs words."))
    template = Template.parse(content.text)
    for key in template.keys:
        if key not in content.fallbacks and not key.endswith("_url"):
            raise ContentError(
                _("The place “%(key)s” has no text for people without a value.") % {"key": key}
            )
    if any("【" in literal or "】" in literal for literal in template.literals):
        raise ContentError(_("The signature 【…】 is put in front by the carrier; take it out."))


def code_template(language: str, number: str = "+86") -> tuple[TextTemplate, TextSignature] | None:
    """What a one-time code can leave by: an approved template and signature of a gateway that is
    set up and serves the number; in the reader's language where there is one.
    """
    serving = [code for code, one in gateways().items() if is_domestic(number) or one.serves_abroad]
    approved = TextTemplate.objects.filter(
        gateway__in=serving, kind=TextKind.CODE, state=Approval.APPROVED
    ).exclude(code="")
    found = sorted(approved, key=lambda one: (one.language != language, serving.index(one.gateway)))
    for template in found:
        signature = TextSignature.objects.filter(
            gateway=template.gateway, state=Approval.APPROVED
        ).order_by("pk").first()  # fmt: skip
        if signature is not None:
            return template, signature
    return None


@transaction.atomic
def enqueue_code(
    *, actor: Actor, to: str, code: str, language: str = "zh-hans", subject_ref: str = ""
) -> UUID:
    """Send a one-time code to a number in E.164 by text message, now, in the caller's transaction.

    Neither the do-not-send list nor quiet hours hold it back: its owner is waiting for it. Raises
    AddressError for a landline and NoGatewayError.
    """
    way = code_template(language, to)
    if way is None:
        raise NoGatewayError(_("No gateway for text messages is set up here."))
    template, signature = way
    key = enqueue_text(
        to=to,
        gateway=template.gateway,
        signature=signature.text,
        template=template.code,
        text=template.body,
        values={"code": code},
        language=language,
        subject_ref=subject_ref,
    )
    record(actor=actor, verb="outbox.code_sent", subject=f"delivery:{key}")
    return key


ANSWER = "answer"
"""The place of an approved notice that takes a colleague's own words."""


def answer_template(gateway: str) -> TextTemplate | None:
    """The approved notice of a gateway by which somebody's text can be answered: it has a place
    ``{{ answer }}`` and no other.
    """
    if gateway not in gateways():
        return None
    found = TextTemplate.objects.filter(
        gateway=gateway, kind=TextKind.NOTICE, state=Approval.APPROVED
    ).exclude(code="")
    fitting = (one for one in found.order_by("-language", "pk")
               if set(Template.parse(one.body).keys) == {ANSWER})  # fmt: skip
    return next(fitting, None)


@transaction.atomic
def enqueue_answer(
    *, to: str, gateway: str, signature: str, words: str, subject_ref: str = ""
) -> UUID:
    """Answer somebody's text by the gateway it came through, in the caller's transaction. Raises
    NoGatewayError without an approved notice for it, ContentError for words that do not fit.
    """
    template = answer_template(gateway)
    approved = TextSignature.objects.filter(gateway=gateway, state=Approval.APPROVED)
    named = approved.filter(text=signature).first() or approved.order_by("pk").first()
    if template is None or named is None:
        raise NoGatewayError(
            _("The carrier has approved no template with the place {{ answer }} yet.")
        )
    tidy = " ".join(words.split())
    if not 0 < len(tidy) <= LONGEST_VALUE:
        raise ContentError(
            _("The carrier takes answers of 1 to %(most)s characters.") % {"most": LONGEST_VALUE}
        )
    return enqueue_text(
        to=to,
        gateway=gateway,
        signature=named.text,
        template=template.code,
        text=template.body,
        values={ANSWER: tidy},
        subject_ref=subject_ref,
    )


@transaction.atomic
def enqueue_text(
    *,
    to: str,
    gateway: str,
    signature: str,
    template: str,
    text: str,
    values: Mapping[str, str],
    language: str = "zh-hans",
    subject_ref: str = "",
) -> UUID:
    """Send one text to one number, now, in the caller's transaction; ``text`` is the template's
    with its places. Raises AddressError and NoGatewayError.
    """
    if not takes_text(to):
        raise AddressError(_("This number cannot take text messages; please give a mobile number."))
    gateway_named(gateway)
    parts = {
        "_gateway": gateway,
        "_signature": signature,
        "_template": template,
        "_text": text,
        **values,
    }
    return queue_single(
        to=to, hashed=number_hash(to), parts=parts, language=language, subject_ref=subject_ref
    )


def queue_single(
    *, to: str, hashed: bytes, parts: Mapping[str, str], language: str, subject_ref: str
) -> UUID:
    """One message outside any stream, by text or on WeChat, in the caller's transaction; ``parts``
    names its ``_gateway`` and whatever that needs.
    """
    key = uuid7()
    month = month_of(clock.today())
    ensure_partitions(months=[month])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_delivery (campaign_month, stream, lane, subject_ref, address,"
            " address_hash, language, parts) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                month, f"{SINGLE}{key}", Lane.TEXT, subject_ref, to, hashed, language,
                json.dumps(dict(parts)),
            ],
        )  # fmt: skip
    tasks.defer_single_texts()
    return key
