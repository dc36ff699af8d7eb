"""Whom a row is about: asked of the database for a whole chunk at a time.

The student number comes first. Then name and identity document, name and date of birth; then, where the file or the record
has no date of birth, name with college and year, or name with a phone number or e-mail address.
A candidate whose sex differs, or who has another student number for the same level and year of
entry, is somebody else. More than one candidate is no match: a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from wutong.core.people.importing.parsing import Parsed
from wutong.core.people.importing.records import Record, load_records
from wutong.platform.tabular.public import array_text

# `LATERAL … OFFSET 0` makes each key one walk down an index. Left to itself the planner reads the
# whole table for every chunk, in parallel, and that costs the check more than all the rest.
_BY_NUMBER = """
SELECT k.i, found.id
FROM unnest(%s::int[], %s::text[]) AS k(i, no)
CROSS JOIN LATERAL (
    SELECT COALESCE(p.merged_into_id, p.id) AS id
    FROM people_degree d JOIN people_person p ON p.id = d.person_id
    WHERE d.student_no = k.no AND d.student_no <> '' OFFSET 0) AS found
"""
_BY_BIRTH = """
SELECT k.i, found.id
FROM unnest(%s::int[], %s::text[], %s::date[]) AS k(i, name, birth)
CROSS JOIN LATERAL (
    SELECT p.id FROM people_person p
    WHERE p.name = k.name AND p.birth_date = k.birth AND p.merged_into_id IS NULL
    OFFSET 0) AS found
"""
_BY_STUDY = """
SELECT k.i, found.id
FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::int[], %s::int[])
     AS k(i, name, unit, entry, leave)
CROSS JOIN LATERAL (
    SELECT p.id FROM people_person p
    WHERE p.name = k.name {condition} AND p.merged_into_id IS NULL AND EXISTS (
        SELECT 1 FROM people_degree d
        WHERE d.person_id = p.id AND d.unit_id = k.unit
          AND (d.entry_year = k.entry OR d.leave_year = k.leave))
    OFFSET 0) AS found
"""
_BY_CONTACT = """
SELECT k.i, found.id
FROM unnest(%s::int[], %s::text[], %s::bytea[]) AS k(i, name, hash)
CROSS JOIN LATERAL (
    SELECT p.id FROM people_contactpoint c JOIN people_person p ON p.id = c.person_id
    WHERE c.value_hash = k.hash AND c.valid_to IS NULL AND p.name = k.name
      AND p.merged_into_id IS NULL
    OFFSET 0) AS found
"""


_BY_DOCUMENT = """
SELECT k.i, found.id
FROM unnest(%s::int[], %s::text[], %s::bytea[]) AS k(i, name, hash)
CROSS JOIN LATERAL (
    SELECT p.id FROM people_persondocument d JOIN people_person p ON p.id = d.person_id
    WHERE d.number_hash = k.hash AND p.name = k.name AND p.merged_into_id IS NULL
    OFFSET 0) AS found
"""


@dataclass(slots=True)
class Match:
    """`record` if one was found; `candidates` if several might be meant; `by_number` if the
    student number decided.
    """

    record: Record | None = None
    candidates: list[Record] = field(default_factory=list)
    by_number: bool = False


def match_rows(rows: Sequence[Parsed]) -> list[Match]:
    """A match per row, in order."""
    found: dict[int, set[int]] = defaultdict(set)
    numbered = _numbers(rows, found)
    rest = [index for index in range(len(rows)) if index not in numbered]
    _names(rows, rest, found)
    records = load_records(
        {person for people in found.values() for person in people},
        documents=any(row.document for row in rows),
    )
    matches = []
    for index, row in enumerate(rows):
        people = [records[pk] for pk in sorted(found.get(index, ())) if pk in records]
        by_number = index in numbered
        if not by_number:
            people = [record for record in people if not _somebody_else(row, record)]
        if len(people) == 1:
            matches.append(Match(record=people[0], by_number=by_number))
        else:
            matches.append(Match(candidates=people))
    return matches


def _numbers(rows: Sequence[Parsed], found: dict[int, set[int]]) -> set[int]:
    asked = [(index, row.student_no) for index, row in enumerate(rows) if row.student_no]
    _collect(_BY_NUMBER, asked, found)
    return set(found)


def _names(rows: Sequence[Parsed], rest: Iterable[int], found: dict[int, set[int]]) -> None:
    documents: list[tuple[Any, ...]] = []
    births: list[tuple[Any, ...]] = []
    studies_dated: list[tuple[Any, ...]] = []
    studies_undated: list[tuple[Any, ...]] = []
    contacts: list[tuple[Any, ...]] = []
    for index in rest:
        row = rows[index]
        if row.document:
            documents.append((index, row.name, row.document.number_hash))
        if row.birth_date:
            births.append((index, row.name, row.birth_date))
        if row.unit_id and (row.entry_year or row.leave_year):
            asked = (index, row.name, row.unit_id, row.entry_year, row.leave_year)
            (studies_dated if row.birth_date else studies_undated).append(asked)
        contacts += [
            (index, row.name, point.value_hash)
            for point in row.contacts
            if point.kind in {"phone", "email"}
        ]
    _collect(_BY_DOCUMENT, documents, found)
    _collect(_BY_BIRTH, births, found)
    dated = _BY_STUDY.format(condition="AND p.birth_date IS NULL")
    _collect(dated, studies_dated, found)
    _collect(_BY_STUDY.format(condition=""), studies_undated, found)
    _collect(_BY_CONTACT, contacts, found)


def _collect(statement: str, asked: Sequence[tuple[Any, ...]], found: dict[int, set[int]]) -> None:
    if not asked:
        return
    columns = [_array(column) for column in zip(*asked, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        for index, person_id in cursor.fetchall():
            found[index].add(person_id)


def _somebody_else(row: Parsed, record: Record) -> bool:
    if row.sex and record.sex and row.sex != record.sex:
        return True
    if row.birth_date and record.birth_date and row.birth_date != record.birth_date:
        return True
    if other_document(row, record):
        return True
    return any(
        row.student_no
        and degree.student_no
        and row.student_no != degree.student_no
        and row.level == degree.level
        and row.entry_year is not None
        and row.entry_year == degree.entry_year
        for degree in record.degrees
    )


def other_document(row: Parsed, record: Record) -> bool:
    """Whether the record has a document of the same kind, and not this one."""
    return (
        row.document is not None
        and row.document.number_hash not in record.documents
        and row.document.kind in record.documents.values()
    )


def _array(values: tuple[Any, ...]) -> str:
    """An array parameter as text: the statement casts it."""
    return (
        array_text(
            [
                value
                if type(value) is str
                else f"\\x{value.hex()}"
                if type(value) is bytes
                else str(value)
                for value in values
            ]
        )
        if None not in values
        else _array_with_gaps(values)
    )


def _array_with_gaps(values: tuple[Any, ...]) -> str:
    return "{" + ",".join("NULL" if value is None else f'"{value}"' for value in values) + "}"
