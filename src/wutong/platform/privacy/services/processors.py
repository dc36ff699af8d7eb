"""Keeping the register of processors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record
from wutong.platform.privacy.models import Processor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor

FIELDS = (
    "name", "kind", "legal_body", "purpose", "data_types", "safeguards", "abroad", "contact",
    "contract", "valid_from", "valid_to",
)  # fmt: skip


@transaction.atomic
def save_processor(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    processor_id: int | None = None,
    version: int | None = None,
) -> Processor:
    """Add a processor or change one; `ConflictError` when somebody was quicker."""
    if processor_id is None:
        row = Processor()
    else:
        row = Processor.objects.select_for_update().get(pk=processor_id)
        if version is not None and row.version != version:
            raise ConflictError(_("Somebody else has changed this entry meanwhile."))
        row.version += 1
    changed = [name for name in FIELDS if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    row.full_clean()
    row.save()
    record(
        actor=actor,
        verb="privacy.processor_saved",
        subject=f"processor:{row.pk}",
        subject_label=row.name,
        data={"fields": changed},
        body=row.legal_body,
    )
    return row
