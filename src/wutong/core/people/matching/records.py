"""People as a matcher sees them: names in every spelling, years, numbers, and hashes instead of
what could be used to reach somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.kernel.hanzi import fold, is_han, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

CHUNK = 20_000
_DEFAULT_BIRTH_YEARS = (1900, 1901)
# One row a person; contact points only as keyed hashes, ended and wrong ones too: they were
# somebody's once. 16 hexadecimal digits are enough to tell a few million apart.
_PEOPLE = """
SELECT p.id, p.name, p.name_latin, p.former_names, p.name_pinyin, p.surname, p.sex, p.birth_date,
       p.region_id, p.grade, p.user_id IS NOT NULL, p.deceased,
       d.numbers, d.classes, d.units, d.levels, d.entries, d.leaves,
       c.phones, c.emails, e.employers, i.documents
FROM people_person p
LEFT JOIN (
    SELECT person_id, array_agg(student_no) AS numbers, array_agg(class_group_id) AS classes,
           array_agg(unit_id) AS units, array_agg(level::text) AS levels,
           array_agg(entry_year) AS entries, array_agg(leave_year) AS leaves
    FROM people_degree {of} GROUP BY person_id
) d ON d.person_id = p.id
LEFT JOIN (
    SELECT person_id,
           array_agg(DISTINCT left(encode(value_hash, 'hex'), 16)) FILTER (WHERE kind = 'phone')
               AS phones,
           array_agg(DISTINCT left(encode(value_hash, 'hex'), 16)) FILTER (WHERE kind = 'email')
               AS emails
    FROM people_contactpoint {of} GROUP BY person_id
) c ON c.person_id = p.id
LEFT JOIN (
    SELECT person_id, array_agg(DISTINCT employer) AS employers
    FROM people_employment {of} GROUP BY person_id
) e ON e.person_id = p.id
LEFT JOIN (
    SELECT person_id, array_agg(kind || '|' || encode(number_hash, 'hex')) AS documents
    FROM people_persondocument {of} GROUP BY person_id
) i ON i.person_id = p.id
WHERE p.merged_into_id IS NULL {these}
ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A person for comparing. `studies` are "unit|level|year of entry"; `phones` and `emails`
    are parts of keyed hashes, `documents` "kind|keyed hash"; `shapes` are the digits of a student number in no order, so that two
    swapped ones do not matter; an empty tuple means that nothing is known.
    """

    id: int
    name: str
    names: tuple[str, ...]
    pinyin: str
    surname: str
    sex: str
    birth: date | None
    numbers: tuple[str, ...]
    shapes: tuple[str, ...]
    classes: tuple[int, ...]
    studies: tuple[str, ...]
    years: tuple[str, ...]
    units: tuple[int, ...]
    begun: int | None
    ended: int | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    employers: tuple[str, ...]
    region: int | None
    near: tuple[str, ...]
    has_account: bool
    deceased: bool
    documents: tuple[str, ...] = ()


def match_records(person_ids: Iterable[int] | None = None) -> Iterator[MatchRecord]:
    """Everybody who stands on a record of their own, or these; by id."""
    ids = None if person_ids is None else sorted(person_ids)
    statement = _PEOPLE.format(
        of="" if ids is None else "WHERE person_id = ANY(%(ids)s)",
        these="" if ids is None else "AND p.id = ANY(%(ids)s)",
    )
    # a cursor of the server's: a university does not fit into memory twice
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, {"ids": ids})
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                yield match_record(row)


def plain_name(name: str) -> str:
    """A name as one spelling: folded, simplified, without spaces and dots, lower case."""
    return simplify(fold(name)).replace(" ", "").replace("·", "").casefold()


def plain_text(text: str) -> str:
    """Any text as one spelling."""
    return simplify(fold(text)).replace(" ", "").casefold()


def match_record(row: Any) -> MatchRecord:
    """The columns of ``_PEOPLE`` as a record."""
    (key, name, latin, former, pinyin, surname, sex, birth, region, _grade, account, deceased,
     numbers, classes, units, levels, entries, leaves, phones, emails, employers,
     documents) = row  # fmt: skip
    spelled = plain_name(name)
    names = [spelled, *(plain_name(one) for one in former or ())]
    if latin:
        names.append(plain_name(latin.partition("(")[0]))
    studies = [
        f"{unit}|{level}|{entry}"
        for unit, level, entry in zip(units or (), levels or (), entries or (), strict=True)
        if entry
    ]
    if birth is not None and birth.year in _DEFAULT_BIRTH_YEARS:
        birth = None
    return MatchRecord(
        id=key,
        name=spelled,
        names=_unique(names),
        pinyin=pinyin.replace(" ", ""),
        surname=surname,
        sex=sex,
        birth=birth,
        numbers=_unique(_plain_number(number) for number in numbers or () if number),
        shapes=_unique(
            f"{level}|{entry}|{''.join(sorted(_plain_number(number)))}"
            for number, level, entry in zip(numbers or (), levels or (), entries or (), strict=True)
            if number
        ),
        classes=_unique(one for one in classes or () if one),
        studies=_unique(studies),
        years=_unique(
            f"{level}|{entry}"
            for level, entry in zip(levels or (), entries or (), strict=True)
            if entry
        ),
        units=_unique(units or ()),
        begun=min((one for one in entries or () if one), default=None),
        ended=max((one for one in leaves or () if one), default=None),
        phones=_unique(phones or ()),
        emails=_unique(emails or ()),
        employers=_unique(plain_text(one) for one in employers or ()),
        region=region,
        near=_near(spelled, surname, pinyin.partition(" ")[0], studies),
        has_account=account,
        deceased=deceased,
        documents=_unique(documents or ()),
    )


def _plain_number(number: str) -> str:
    """A student number as one spelling; the letter O is a nought that was mistyped."""
    return fold(number).replace(" ", "").upper().replace("O", "0")


def _near(name: str, surname: str, read: str, studies: Iterable[str]) -> tuple[str, ...]:
    """Keys under which names of one class that differ in one character meet: the study, how the
    surname is read, and one of the characters of the given name.
    """
    if len(name) < 2 or not all(is_han(char) for char in name):
        return ()
    given = dict.fromkeys(name[len(surname) or 1 :])
    return tuple(f"{study}|{read}|{char}" for study in studies for char in given)


def _unique(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
