"""The door of tables: what importers, exporters and their screens may call."""

from wutong.platform.tabular.models import BatchState, ImportBatch, ImportRow, Verdict
from wutong.platform.tabular.reading.cells import cell_name
from wutong.platform.tabular.registry import Copy
from wutong.platform.tabular.services.staging import array_text, copy_of, json_text
from wutong.platform.tabular.values import (
    LOST_DIGITS,
    fold_word,
    narrow,
    parse_date,
    parse_year,
    split_list,
    starts_like_formula,
)

__all__ = [
    "LOST_DIGITS",
    "BatchState",
    "Copy",
    "ImportBatch",
    "ImportRow",
    "Verdict",
    "array_text",
    "cell_name",
    "copy_of",
    "fold_word",
    "json_text",
    "narrow",
    "parse_date",
    "parse_year",
    "split_list",
    "starts_like_formula",
]
