"""The list of people as rows of a file: one statement for all of it, and no object per row.

The same columns as the table of the screen (`PeopleTable`), whose words a test compares with
these. 300,000 people leave in seconds, and memory stays flat because a cursor of the server
hands them out.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.reference.enums import DegreeLevel
from wutong.core.reference.models import AcademicUnit, Region
from wutong.kernel.clock import CAMPUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from wutong.core.people.models import Person

    More = Sequence[Callable[[Sequence[int]], Mapping[int, str]]]

_CHUNK = 5_000
# `chosen` are the people of the list in its order; the rest is what `latest_studies` and `dress`
# say of them.
_ROWS = """
WITH chosen AS MATERIALIZED (
    SELECT id, row_number() OVER () AS place FROM ({people}) AS list (id)
), study AS (
    SELECT DISTINCT ON (d.person_id) d.person_id, d.unit_id, d.class_group_id, d.level,
           concat_ws('–', d.entry_year, d.leave_year) AS years, d.student_no
    FROM people_degree d WHERE d.person_id IN (SELECT id FROM chosen)
    ORDER BY d.person_id, d.leave_year DESC, d.entry_year DESC, d.id DESC
), reach AS (
    SELECT DISTINCT ON (c.person_id, c.kind) c.person_id, c.kind, c.masked
    FROM people_contactpoint c
    WHERE c.person_id IN (SELECT id FROM chosen) AND c.kind IN ('phone', 'email')
      AND c.valid_to IS NULL AND c.status = 'ok'
    ORDER BY c.person_id, c.kind, c.is_primary DESC, c.id
), job AS (
    SELECT DISTINCT ON (e.person_id) e.person_id, e.employer
    FROM people_employment e
    WHERE e.person_id IN (SELECT id FROM chosen) AND e.to_date IS NULL
    ORDER BY e.person_id, e.id DESC
)
SELECT p.name, s.unit_id, g.name, s.level, s.years, s.student_no, p.region_id, j.employer,
       phone.masked, email.masked, p.deceased, p.contactable,
       p.updated_at AT TIME ZONE '{zone}', p.id
FROM chosen JOIN people_person p ON p.id = chosen.id
LEFT JOIN study s ON s.person_id = p.id
LEFT JOIN reference_classgroup g ON g.id = s.class_group_id
LEFT JOIN job j ON j.person_id = p.id
LEFT JOIN reach phone ON phone.person_id = p.id AND phone.kind = 'phone'
LEFT JOIN reach email ON email.person_id = p.id AND email.kind = 'email'
ORDER BY chosen.place
"""
COLUMNS = (
    "name", "unit", "class_group", "level", "years", "student_no", "region", "employer",
    "phone", "email", "state", "updated_at",
)  # fmt: skip


def statement(people: QuerySet[Person]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of all rows, and its parameters."""
    sql, parameters = people.values_list("pk").query.sql_with_params()
    return _ROWS.format(people=sql, zone=CAMPUS.key), parameters


def rows_as_file(people: QuerySet[Person], more: More = ()) -> Iterator[Sequence[Any]]:
    """The values of `COLUMNS` and of `more` (for thousands of people at once) for each, in the
    order of the queryset and in the language that is active when they are asked for. In a
    transaction: the cursor is one of the server.
    """
    units: dict[int | None, str] = {unit.pk: str(unit) for unit in AcademicUnit.objects.all()}
    places: dict[int | None, str] = {place.pk: str(place) for place in Region.objects.all()}
    levels: dict[str | None, str] = {code: str(word) for code, word in DegreeLevel.choices}
    words = {
        (deceased, contactable): _("Deceased")
        if deceased
        else _("Contactable")
        if contactable
        else _("Lost")
        for deceased in (True, False)
        for contactable in (True, False)
    }
    told = _told(statement(people), units, places, levels, words, keyed=bool(more))
    language = translation.get_language() or settings.LANGUAGE_CODE
    return _with_more(told, more, language) if more else told


def _with_more(
    told: Iterator[tuple[Any, ...]], more: More, language: str
) -> Iterator[Sequence[Any]]:
    while chunk := list(islice(told, _CHUNK)):
        ids = [row[-1] for row in chunk]
        with translation.override(language):
            said = [words(ids) for words in more]
        for row in chunk:
            yield (*row[:-1], *(words.get(row[-1], "") or "–" for words in said))


def _told(
    asked: tuple[str, tuple[Any, ...]],
    units: dict[int | None, str],
    places: dict[int | None, str],
    levels: dict[str | None, str],
    words: dict[tuple[bool, bool], str],
    *,
    keyed: bool,
) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        # Sorts and hashes of the whole register stay in memory; in this transaction only.
        cursor.execute("SET LOCAL work_mem = '64MB'")
    with connection.chunked_cursor() as cursor:
        cursor.execute(*asked)
        while chunk := cursor.fetchmany(_CHUNK):
            for (
                name, unit, group, level, years, number, place, employer, phone, email,
                deceased, contactable, updated, key,
            ) in chunk:  # fmt: skip
                values = (
                    name, units.get(unit, ""), group or "", levels.get(level, ""), years or "",
                    number or "", places.get(place, ""), employer or "", phone or "–",
                    email or "–", words[deceased, contactable], updated,
                )  # fmt: skip
                yield (*values, key) if keyed else values
