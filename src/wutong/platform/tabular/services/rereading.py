"""Rows read once more from their staging, without the file.

What was blanked when they were staged stays blank: cells of refused and sealed fields, and those
in which an identity number stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.tabular.models import ImportRow
from wutong.platform.tabular.redaction import REMOVED
from wutong.platform.tabular.registry import SourceRow, importers

if TYPE_CHECKING:
    from collections.abc import Collection

    from wutong.platform.tabular.models import ImportBatch


def read_again(batch: ImportBatch, row_nos: Collection[int]) -> list[SourceRow]:
    """The rows of these numbers, in the order of the file."""
    specs = {spec.key: spec for spec in importers.get(batch.importer).fields}
    columns = [
        (key, column)
        for key, column in batch.mapping.items()
        if not (specs[key].refused or specs[key].sealed)
    ]
    found = ImportRow.objects.filter(batch=batch, row_no__in=row_nos).order_by("row_no")
    return [_source_row(row_no, raw, columns) for row_no, raw in found.values_list("row_no", "raw")]


def _source_row(row_no: int, raw: list[str], columns: list[tuple[str, int]]) -> SourceRow:
    cells = {key: raw[column] for key, column in columns if column < len(raw) and raw[column]}
    values = {key: text for key, text in cells.items() if text != REMOVED}
    return SourceRow(row_no, raw, values, tuple(key for key in cells if key not in values))
