"""Who may see imports: those who may, all of them; nobody who sees only a college."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.access.registry import Scopes, scoper
from wutong.platform.tabular.models import ImportBatch

if TYPE_CHECKING:
    from django.db.models import QuerySet

VIEW = "imports.view"


@scoper(ImportBatch)
def batch_scope(scopes: Scopes, action: str) -> QuerySet[ImportBatch]:
    """Files of a register hold the whole university's people."""
    batches = ImportBatch.objects.all()
    return batches if scopes.everything else batches.none()
