"""Records as a table of DuckDB."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.core.people.matching.records import MatchRecord

TABLE = "people"
MEMORY = "2GB"
_TEXTS = pa.list_(pa.string())
_NUMBERS = pa.list_(pa.int64())
SCHEMA = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("name", pa.string()),
        ("names", _TEXTS),
        ("pinyin", pa.string()),
        ("surname", pa.string()),
        ("sex", pa.string()),
        ("birth", pa.date32()),
        ("numbers", _TEXTS),
        ("shapes", _TEXTS),
        ("classes", _NUMBERS),
        ("studies", _TEXTS),
        ("years", _TEXTS),
        ("units", _NUMBERS),
        ("begun", pa.int64()),
        ("ended", pa.int64()),
        ("phones", _TEXTS),
        ("emails", _TEXTS),
        ("employers", _TEXTS),
        ("region", pa.int64()),
        ("near", _TEXTS),
    ]
)
_SOURCES = ["id", *(name for name in SCHEMA.names if name != "unique_id")]
_CHUNK = 20_000


def open_duckdb(folder: str, *, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own that spills to `folder` beyond `MEMORY`."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET threads = {threads:d}")
    connection.execute("SET temp_directory = ?", [folder])
    connection.execute("SET preserve_insertion_order = false")
    return connection


def load(connection: duckdb.DuckDBPyConnection, records: Iterable[MatchRecord]) -> int:
    """Write the table `people`; empty lists and texts become NULL, because nothing known is not
    the same as nothing in common. Returns how many.
    """
    connection.register("_empty", pa.Table.from_pylist([], schema=SCHEMA))
    connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS SELECT * FROM _empty")  # noqa: S608 -- a constant
    connection.unregister("_empty")
    source, count = iter(records), 0
    while chunk := list(islice(source, _CHUNK)):
        columns = [
            pa.array([_known(getattr(record, name)) for record in chunk], type=field.type)
            for name, field in zip(_SOURCES, SCHEMA, strict=True)
        ]
        connection.register("_chunk", pa.table(columns, schema=SCHEMA))
        connection.execute(f"INSERT INTO {TABLE} SELECT * FROM _chunk")  # noqa: S608 -- a constant
        connection.unregister("_chunk")
        count += len(chunk)
    return count


def _known(value: object) -> object:
    return None if value in ("", ()) else value
