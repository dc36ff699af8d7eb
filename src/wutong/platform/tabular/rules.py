"""Who may see imports: those who may, all of them; nobody who sees only a college."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.access.registry import Scopes, scoper
from wutong.platform.tabular.models import ImportBatch, RegisterSource

if TYPE_CHECKING:
    from django.db.models import QuerySet

VIEW = "imports.view"
SOURCES = "imports.sources.change"


@scoper(RegisterSource)
def source_scope(scopes: Scopes, action: str) -> QuerySet[RegisterSource]:
    """Where registers come from concerns the whole university; administrators, who see no people,
    look after the connections.
    """
    return RegisterSource.objects.all()


@scoper(ImportBatch)
def batch_scope(scopes: Scopes, action: str) -> QuerySet[ImportBatch]:
    """Files of a register hold the whole university's people."""
    batches = ImportBatch.objects.all()
    return batches if scopes.everything else batches.none()
