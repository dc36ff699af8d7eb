"""Whom a row is about: asked of the database for a whole chunk at a time.

The student number comes first. Then name and identity document, name and date of birth; then, where the file or the record
has no date of birth, name with college and year, or name with a phone number or e-mail address.
A candidate whose sex differs, or who has another student number for the same level and year of
entry, is somebody else. More than one candidate is no match: a person decides. Where there is no
match, `lookalikes` says who it may be nevertheless, or what speaks for each of several.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from wutong.core.people.importing.lookalikes import (
    LookAlike,
    OtherNames,
    class_of,
    look_alikes,
    may_be,
)
from wutong.core.people.importing.lookups import Lookups
from wutong.core.people.importing.parsing import Parsed
from wutong.core.people.importing.records import Record, load_records
from wutong.kernel.hanzi import simplify
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
# What the study has to say comes along: the same college and year is a match, a class or a year
# alone may be one.
_BY_STUDY = """
SELECT k.i, found.*
FROM unnest(%s::int[], %s::text[], %s::int[], %s::int[], %s::bigint[])
     AS k(i, name, entry, leave, class)
CROSS JOIN LATERAL (
    SELECT p.id, p.sex, d.unit_id, d.class_group_id, d.entry_year, d.leave_year, d.level,
           d.student_no
    FROM people_person p JOIN people_degree d ON d.person_id = p.id
    WHERE p.name = k.name {condition} AND p.merged_into_id IS NULL
      AND (d.entry_year = k.entry OR d.leave_year = k.leave OR d.class_group_id = k.class)
    OFFSET 0) AS found
"""
_BY_CONTACT = """
SELECT k.i, found.id, found.name
FROM unnest(%s::int[], %s::bytea[]) AS k(i, hash)
CROSS JOIN LATERAL (
    SELECT p.id, p.name FROM people_contactpoint c JOIN people_person p ON p.id = c.person_id
    WHERE c.value_hash = k.hash AND c.valid_to IS NULL AND p.merged_into_id IS NULL
    OFFSET 0) AS found
"""
_BY_DOCUMENT = """
SELECT k.i, found.id, found.name
FROM unnest(%s::int[], %s::bytea[]) AS k(i, hash)
CROSS JOIN LATERAL (
    SELECT p.id, p.name FROM people_persondocument d JOIN people_person p ON p.id = d.person_id
    WHERE d.number_hash = k.hash AND p.merged_into_id IS NULL
    OFFSET 0) AS found
"""
SHARED_BY = 3
"""A number that more people of other names have is an office's or a dormitory's."""


@dataclass(slots=True)
class Match:
    """`record` if one was found; `candidates` if several might be meant; `by_number` if the
    student number decided; `alike` who looks like the row, where not exactly one was found.
    """

    record: Record | None = None
    candidates: list[Record] = field(default_factory=list)
    by_number: bool = False
    alike: list[LookAlike] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """People by place of the row: those who match, and those to look at; beside it the name in
    simplified characters and the class, as far as they were asked.
    """

    matched: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    maybe: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    plain: dict[int, str] = field(default_factory=dict)
    classes: dict[int, int | None] = field(default_factory=dict)


def match_rows(rows: Sequence[Parsed], lookups: Lookups, others: OtherNames) -> list[Match]:
    """A match per row, in order."""
    found = _Found()
    numbered = _numbers(rows, found)
    rest = [index for index in range(len(rows)) if index not in numbered]
    _names(rows, rest, found, lookups)
    records = load_records(
        {person for people in found.matched.values() for person in people},
        documents=any(row.document for row in rows),
    )
    matches = []
    asked: dict[int, Iterable[int]] = {}
    for index, row in enumerate(rows):
        people = [records[pk] for pk in sorted(found.matched.get(index, ())) if pk in records]
        by_number = index in numbered
        if not by_number:
            if people:
                found.maybe[index].update(record.id for record in people)
                people = [record for record in people if not _somebody_else(row, record)]
            if not people:
                named = others.of(row, found.plain[index], found.classes[index])
                if named or index in found.maybe:
                    asked[index] = {*found.maybe.get(index, ()), *named}
        if len(people) == 1:
            matches.append(Match(record=people[0], by_number=by_number))
        else:
            matches.append(Match(candidates=people))
            if people:
                asked[index] = [record.id for record in people]
    for index, alike in look_alikes(rows, asked, lookups).items():
        matches[index].alike = alike
    return matches


def _numbers(rows: Sequence[Parsed], found: _Found) -> set[int]:
    asked = [(index, row.student_no) for index, row in enumerate(rows) if row.student_no]
    for index, person_id in _ask(_BY_NUMBER, asked):
        found.matched[index].add(person_id)
    return set(found.matched)


def _names(rows: Sequence[Parsed], rest: Iterable[int], found: _Found, lookups: Lookups) -> None:
    """Asks by the name as it stands; by another spelling or a former name under the negative of
    the place, which can only be somebody to look at.
    """
    documents: list[tuple[Any, ...]] = []
    births: list[tuple[Any, ...]] = []
    dated: list[tuple[Any, ...]] = []
    undated: list[tuple[Any, ...]] = []
    contacts: list[tuple[Any, ...]] = []
    for index in rest:
        row = rows[index]
        if row.document:
            documents.append((index, row.document.number_hash))
        name, birth, entry, leave = row.name, row.birth_date, row.entry_year, row.leave_year
        class_id = found.classes[index] = class_of(row, lookups)
        plain = found.plain[index] = simplify(name)
        if birth:
            births.append((index, name, birth))
        if entry or leave or class_id:
            (dated if birth else undated).append((index, name, entry, leave, class_id))
        if plain != name or row.former_names:
            for other in {plain, *row.former_names} - {name}:
                if birth:
                    births.append((~index, other, birth))
                (dated if birth else undated).append((~index, other, entry, leave, class_id))
        contacts += [
            (index, point.value_hash) for point in row.contacts if point.kind in {"phone", "email"}
        ]
    _by_address(_ask(_BY_DOCUMENT, documents), rows, found)
    for place, person_id in _ask(_BY_BIRTH, births):
        _add(found, place, person_id, exact=True)
    _by_study(
        _ask(_BY_STUDY.format(condition="AND p.birth_date IS NULL"), dated), rows, found, lookups
    )
    _by_study(_ask(_BY_STUDY.format(condition=""), undated), rows, found, lookups)
    _by_address(_ask(_BY_CONTACT, contacts), rows, found)


def _by_study(
    answers: Iterable[tuple[Any, ...]], rows: Sequence[Parsed], found: _Found, lookups: Lookups
) -> None:
    """The same college and year with the name as it stands is a match."""
    for place, person_id, *degree in answers:
        index = max(place, ~place)
        row = rows[index]
        _sex, unit, _class, entry, leave, _level, _number = degree
        exact = unit == row.unit_id and (
            (entry is not None and entry == row.entry_year)
            or (leave is not None and leave == row.leave_year)
        )
        if (exact and place >= 0) or may_be(row, degree, found.classes[index], lookups):
            _add(found, place, person_id, exact=exact)


def _add(found: _Found, place: int, person_id: int, *, exact: bool) -> None:
    matched = exact and place >= 0
    (found.matched if matched else found.maybe)[max(place, ~place)].add(person_id)


def _by_address(
    answers: Iterable[tuple[int, int, str]], rows: Sequence[Parsed], found: _Found
) -> None:
    """Document, phone or e-mail: with the same name a match, with another somebody to look at."""
    named_otherwise: dict[int, set[int]] = defaultdict(set)
    for index, person_id, name in answers:
        if name == rows[index].name:
            found.matched[index].add(person_id)
        else:
            named_otherwise[index].add(person_id)
    for index, people in named_otherwise.items():
        if len(people) <= SHARED_BY:
            found.maybe[index] |= people


def _ask(statement: str, asked: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    if not asked:
        return []
    columns = [_array(column) for column in zip(*asked, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


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
    """Nothing but gaps is an empty array: `unnest` fills up what is shorter."""
    if not any(values):
        return "{}"
    return "{" + ",".join("NULL" if value is None else f'"{value}"' for value in values) + "}"
