"""The door of tables: what importers, exporters and their screens may call."""

from wutong.platform.tabular.models import (
    BatchState,
    Choice,
    ImportBatch,
    ImportRow,
    RowChoice,
    Verdict,
)
from wutong.platform.tabular.reading.cells import cell_name
from wutong.platform.tabular.registry import Copy
from wutong.platform.tabular.services.batches import receive_file
from wutong.platform.tabular.services.rereading import read_again
from wutong.platform.tabular.services.staging import (
    array_text,
    copy_of,
    json_text,
    write_copies,
)
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
    "Choice",
    "Copy",
    "ImportBatch",
    "ImportRow",
    "RowChoice",
    "Verdict",
    "array_text",
    "cell_name",
    "copy_of",
    "fold_word",
    "json_text",
    "narrow",
    "parse_date",
    "parse_year",
    "read_again",
    "receive_file",
    "split_list",
    "starts_like_formula",
    "write_copies",
]
