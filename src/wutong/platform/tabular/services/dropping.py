"""The staging of an import, removed."""

from wutong.platform.tabular.models import ImportBatch, ImportRow
from wutong.platform.tabular.registry import importers


def drop_staging(batch: ImportBatch) -> None:
    """Remove the rows as read and what the importer staged of them."""
    importers.get(batch.importer).discard(batch)
    ImportRow.objects.filter(batch=batch)._raw_delete("default")  # noqa: SLF001 -- no cascade below
