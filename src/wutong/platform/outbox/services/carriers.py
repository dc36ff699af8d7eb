"""What the carriers have approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.platform.audit.public import record
from wutong.platform.outbox.models import TextSignature, TextTemplate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor

SIGNATURE_FIELDS = ("gateway", "text", "legal_body", "state", "remark", "decided_on")
TEMPLATE_FIELDS = (
    "gateway", "kind", "language", "title", "body", "code", "state", "remark", "decided_on",
)  # fmt: skip


@transaction.atomic
def save_signature(
    *, actor: Actor, fields: Mapping[str, Any], signature_id: int | None = None
) -> TextSignature:
    """Keep a signature and where it stands with the carrier."""
    row = (
        TextSignature.objects.select_for_update().get(pk=signature_id)
        if signature_id
        else TextSignature()
    )
    for name in SIGNATURE_FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
    row.save()
    record(
        actor=actor,
        verb="outbox.signature_saved",
        subject=f"textsignature:{row.pk}",
        subject_label=str(row),
        data={"gateway": row.gateway, "state": row.state},
    )
    return row


@transaction.atomic
def save_template(
    *, actor: Actor, fields: Mapping[str, Any], template_id: int | None = None
) -> TextTemplate:
    """Keep a template and where it stands with the carrier."""
    row = (
        TextTemplate.objects.select_for_update().get(pk=template_id)
        if template_id
        else TextTemplate()
    )
    for name in TEMPLATE_FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
    row.save()
    record(
        actor=actor,
        verb="outbox.template_saved",
        subject=f"texttemplate:{row.pk}",
        subject_label=row.title,
        data={"gateway": row.gateway, "state": row.state, "code": row.code},
    )
    return row
