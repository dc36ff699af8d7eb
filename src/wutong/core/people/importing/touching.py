"""Which tables outside this room's own name a person: asked of the database and of the rooms.

The catalogue of constraints is complete where the models are not: partitioned tables get their
foreign keys by hand.
"""

from django.db import connection

from wutong.core.people.registry import PersonColumn, person_columns

_OURS = frozenset(
    (
        "people_contactpoint",
        "people_degree",
        "people_persondocument",
        "people_employment",
        "people_personstate",
        "people_provenance",
    )
)
_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, a.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass AND c.conparentid = 0
ORDER BY 1, 2
"""


def foreign_rows() -> list[str]:
    """SQL conditions on `p`, one per column, that hold where a row names the person."""
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS)
        named = [(table, column, "p.id") for table, column in cursor.fetchall()]
    named += [(item.table, item.column, _value(item, "p.id")) for item in person_columns.values()]
    return [
        f'EXISTS (SELECT 1 FROM {table} x WHERE x."{column}" = {value})'  # noqa: S608 -- names of our own tables
        for table, column, value in dict.fromkeys(named)
        if table not in _OURS
    ]


def uses(person: str) -> list[tuple[str, str]]:
    """Code of the reason and SQL that counts the rows naming `person`, for rooms that say how
    they use people.
    """
    return [
        (
            item.reason,
            f'(SELECT count(*) FROM {item.table} x WHERE x."{item.column}" = {_value(item, person)})',  # noqa: S608 -- names of our own tables
        )
        for item in person_columns.values()
        if item.reason
    ]


def _value(item: PersonColumn, person: str) -> str:
    return f"'person:' || {person}" if item.is_ref else person
