"""What a row will enter, as it goes into the typed staging tables."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

from wutong.core.people.contactpoints import ContactColumns
from wutong.core.people.documents import PURPOSE, DocumentColumns
from wutong.core.people.models import (
    RegisterClass,
    RegisterContact,
    RegisterDocument,
    RegisterRow,
)
from wutong.platform.tabular.public import Copy, array_text, copy_of, json_text
from wutong.platform.vault.public import encrypt_text


@dataclass(slots=True)
class Staged:
    """The columns of `RegisterRow` but the batch; see there."""

    row_no: int
    action: str
    person_id: int
    base_version: int | None = None
    changed: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    name_latin: str = ""
    former_names: list[str] = field(default_factory=list)
    sex: str = ""
    birth_date: dt.date | None = None
    region_id: int | None = None
    surname: str = ""
    surname_pinyin: str = ""
    name_pinyin: str = ""
    search_tokens: list[str] = field(default_factory=list)
    reachable: bool = False
    mailable: bool = False
    degree_id: int | None = None
    degree_action: str = ""
    degree_changed: list[str] = field(default_factory=list)
    unit_id: int | None = None
    class_group_id: int | None = None
    major: str = ""
    level: str = ""
    student_no: str = ""
    entry_year: int | None = None
    leave_year: int | None = None
    completion: str = ""
    supervisor: str = ""
    employment_id: int | None = None
    employer: str = ""
    title: str = ""
    industry: str = ""
    fields: list[str] = field(default_factory=list)
    degree_fields: list[str] = field(default_factory=list)


@dataclass(slots=True)
class StagedContact:
    """The columns of `RegisterContact` but the batch."""

    row_no: int
    contact_id: int
    person_id: int
    columns: ContactColumns
    is_primary: bool


@dataclass(slots=True)
class StagedDocument:
    """The columns of `RegisterDocument` but the batch; the number still plain."""

    row_no: int
    document_id: int
    person_id: int
    columns: DocumentColumns


@dataclass(slots=True)
class StagedClass:
    """The columns of `RegisterClass` but the batch."""

    class_id: int
    code: str
    name: str
    unit_id: int
    major: str
    level: str
    entry_year: int | None


_COLUMNS = tuple(item.name for item in fields(Staged))
_ARRAYS = frozenset(
    ("changed", "former_names", "search_tokens", "degree_changed", "fields", "degree_fields")
)
_ARRAY_PLACES = tuple(place for place, name in enumerate(_COLUMNS, 1) if name in _ARRAYS)
_BEFORE = _COLUMNS.index("before") + 1
_values = attrgetter(*_COLUMNS)


def staging(
    batch_id: UUID,
    rows: Iterable[Staged],
    contacts: Iterable[StagedContact],
    classes: Iterable[StagedClass],
    documents: Iterable[StagedDocument],
) -> list[Copy]:
    """A chunk as it is copied into the staging tables."""
    batch = str(batch_id)
    return [
        copy_of(RegisterRow._meta.db_table, ("batch_id", *_COLUMNS), _lines(batch, rows)),
        copy_of(
            RegisterContact._meta.db_table,
            ("batch_id", "row_no", "contact_id", "person_id", "kind", "value", "normalised",
             "masked", "value_hash", "is_primary"),
            (
                (batch, c.row_no, c.contact_id, c.person_id, c.columns.kind, c.columns.value,
                 c.columns.normalised, c.columns.masked, c.columns.value_hash, c.is_primary)
                for c in contacts
            ),
        ),
        copy_of(
            RegisterClass._meta.db_table,
            ("batch_id", "class_id", "code", "name", "unit_id", "major", "level", "entry_year"),
            (
                (batch, c.class_id, c.code, c.name, c.unit_id, c.major, c.level, c.entry_year)
                for c in classes
            ),
        ),
        copy_of(
            RegisterDocument._meta.db_table,
            ("batch_id", "row_no", "document_id", "person_id", "kind", "number", "number_hash",
             "masked"),
            (
                (batch, d.row_no, d.document_id, d.person_id, d.columns.kind,
                 encrypt_text(PURPOSE, d.columns.number), d.columns.number_hash, d.columns.masked)
                for d in documents
            ),
        ),
    ]  # fmt: skip


def _lines(batch: str, rows: Iterable[Staged]) -> Iterable[Sequence[Any]]:
    for row in rows:
        line: list[Any] = [batch, *_values(row)]
        for place in _ARRAY_PLACES:
            line[place] = array_text(line[place])
        line[_BEFORE] = json_text(line[_BEFORE])
        yield line


class IdSource:
    """Ids drawn from a table's sequence, a block at a time. Ids that are never used leave
    gaps, which is what sequences do anyway.
    """

    def __init__(self, table: str, block: int = 5_000) -> None:
        self._table = table
        self._block = block
        self._next, self._last = 0, -1

    def next(self) -> int:
        """An id nobody else will get."""
        if self._next > self._last:
            self._draw()
        self._next += 1
        return self._next - 1

    def _draw(self) -> None:
        """A block without gaps; one that others drew from meanwhile is let go."""
        with connection.cursor() as cursor:
            while True:
                cursor.execute(
                    "SELECT min(id), max(id) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                    " AS id FROM generate_series(1, %s)) AS drawn",
                    [self._table, self._block],
                )
                first, last = cursor.fetchone()
                if last - first + 1 == self._block:
                    self._next, self._last = first, last
                    return
