# ruff: noqa: S608 -- the statements are put together from constants of this module
"""An import taken back: what it made goes, what it changed returns, unless somebody has worked
on it since. One transaction of set-based statements, from the same staging.

A new person is *touched* if the record was changed, merged, given an account, or if anything
hangs on it that this import did not make. Of people who were on record before, each field that
still has the imported value returns to what it was; a field edited since stays.
"""

from typing import Any

from django.db import connection
from django.db.models import PROTECT, Exists, ForeignObjectRel, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from wutong.core.people.enums import SourcedFrom
from wutong.core.people.importing.touching import foreign_rows, uses
from wutong.core.people.indexing import refresh_search
from wutong.core.people.models import RegisterClass
from wutong.core.people.services.states import settle_contact_states, settle_memberships
from wutong.core.reference.models import ClassGroup
from wutong.kernel.clock import today
from wutong.platform.tabular.public import ImportBatch
from wutong.platform.tabular.registry import Report, UndoPreview

_TOUCHED = """
CREATE TEMPORARY TABLE register_touched ON COMMIT DROP AS
SELECT r.person_id, r.row_no, r.action,
       CASE WHEN p.id IS NULL THEN 'gone'
            WHEN p.merged_into_id IS NOT NULL THEN 'merged'
            WHEN r.action = 'changed' AND p.version <> r.base_version + 1 THEN 'edited'
            WHEN r.action = 'new' AND p.version > 1 THEN 'edited'
            WHEN r.action = 'new' AND p.user_id IS NOT NULL THEN 'account'
            WHEN r.action = 'new' AND ({added}) THEN 'added'
            WHEN r.action = 'new' AND ({used}) THEN 'used'
            ELSE '' END AS why,
       '[]'::jsonb AS uses
FROM people_registerrow r LEFT JOIN people_person p ON p.id = r.person_id
WHERE r.batch_id = %(batch)s AND r.outcome <> 'moved' AND r.action IN ('new', 'changed')
"""
_ADDED = """
EXISTS (SELECT 1 FROM people_degree d WHERE d.person_id = p.id AND NOT EXISTS (
    SELECT 1 FROM people_registerrow o WHERE o.batch_id = r.batch_id
    AND o.person_id = p.id AND o.degree_id = d.id))
OR EXISTS (SELECT 1 FROM people_contactpoint c WHERE c.person_id = p.id
    AND (c.valid_to IS NOT NULL OR c.status <> 'ok' OR c.verified_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM people_registercontact o WHERE o.contact_id = c.id
        AND o.batch_id = r.batch_id)))
OR EXISTS (SELECT 1 FROM people_persondocument i WHERE i.person_id = p.id AND NOT EXISTS (
    SELECT 1 FROM people_registerdocument o WHERE o.document_id = i.id
    AND o.batch_id = r.batch_id))
OR EXISTS (SELECT 1 FROM people_employment e WHERE e.person_id = p.id AND NOT EXISTS (
    SELECT 1 FROM people_registerrow o WHERE o.batch_id = r.batch_id
    AND o.person_id = p.id AND o.employment_id = e.id))
OR EXISTS (SELECT 1 FROM people_personstate s WHERE s.person_id = p.id
    AND s.batch_id IS DISTINCT FROM r.batch_id)
OR EXISTS (SELECT 1 FROM people_provenance v WHERE v.person_id = p.id
    AND v.batch_id IS DISTINCT FROM r.batch_id)
"""
_INDEX = "CREATE INDEX ON register_touched (person_id)"
_COUNT = """
SELECT count(*) FILTER (WHERE action = 'new' AND why = ''),
       count(*) FILTER (WHERE action = 'changed' AND why = ''),
       count(*) FILTER (WHERE why NOT IN ('', 'gone'))
FROM register_touched
"""
# How the rooms above use those who are kept for it.
_USES = """
UPDATE register_touched k
SET uses = k.uses || jsonb_build_array(jsonb_build_object('code', %(code)s::text, 'count', u.number))
FROM (SELECT row_no, {count} AS number FROM register_touched t WHERE t.why = 'used') u
WHERE u.row_no = k.row_no AND u.number > 0
"""
_TELL = """
WITH told AS (
    UPDATE tabular_importrow t
    SET outcome = 'kept',
        reasons = jsonb_build_array(jsonb_build_object('code', 'kept', 'why', k.why))
                  || k.uses || t.reasons
    FROM register_touched k
    WHERE k.why NOT IN ('', 'gone') AND t.batch_id = %(batch)s AND t.row_no = k.row_no
)
UPDATE people_registerrow r SET outcome = 'kept'
FROM register_touched k
WHERE k.why NOT IN ('', 'gone') AND r.batch_id = %(batch)s AND r.row_no = k.row_no
"""
# Those whose every trace goes: people of this import that nobody has touched.
_GOING = "SELECT person_id FROM register_touched WHERE action = 'new' AND why = ''"
_REMOVE_WITH_PERSON = [
    f"DELETE FROM {table} WHERE {column} IN ({_GOING})"
    for table, column in (
        ("people_provenance", "person_id"),
        ("people_personstate", "person_id"),
        ("people_contactpoint", "person_id"),
        ("people_persondocument", "person_id"),
        ("people_employment", "person_id"),
        ("people_degree", "person_id"),
        ("people_matchcandidate", "first_id"),
        ("people_matchcandidate", "second_id"),
        ("people_person", "id"),
    )
]
# Of people on record before: what this import added and nobody has worked on.
_OTHERS = """
SELECT r.* FROM people_registerrow r
WHERE r.batch_id = %(batch)s AND r.base_version IS NOT NULL AND r.outcome <> 'moved'
"""
_REMOVE_CONTACTS = f"""
DELETE FROM people_contactpoint c USING people_registercontact o, ({_OTHERS}) r
WHERE o.batch_id = %(batch)s AND o.row_no = r.row_no AND c.id = o.contact_id
  AND c.value = o.value AND c.status = 'ok' AND c.verified_at IS NULL AND c.valid_to IS NULL
  AND NOT EXISTS (SELECT 1 FROM people_provenance v WHERE v.person_id = c.person_id
                  AND v.target = 'contact:' || c.id AND v.batch_id IS DISTINCT FROM o.batch_id)
"""
_REMOVE_DOCUMENTS = f"""
DELETE FROM people_persondocument i USING people_registerdocument o, ({_OTHERS}) r
WHERE o.batch_id = %(batch)s AND o.row_no = r.row_no AND i.id = o.document_id
  AND NOT EXISTS (SELECT 1 FROM people_provenance v WHERE v.person_id = i.person_id
                  AND v.target = 'document:' || i.id AND v.batch_id IS DISTINCT FROM o.batch_id)
"""
_REMOVE_DEGREES = f"""
DELETE FROM people_degree d USING ({_OTHERS}) r
WHERE r.degree_action = 'new' AND d.id = r.degree_id AND d.person_id = r.person_id
  AND (d.unit_id, d.major, d.level, d.student_no, d.completion, d.supervisor)
      = (r.unit_id, r.major, r.level, r.student_no, r.completion, r.supervisor)
  AND (d.entry_year, d.leave_year) IS NOT DISTINCT FROM (r.entry_year, r.leave_year)
"""
_REMOVE_EMPLOYMENTS = f"""
DELETE FROM people_employment e USING ({_OTHERS}) r
WHERE e.id = r.employment_id AND e.person_id = r.person_id AND e.to_date IS NULL
  AND (e.employer, e.title, e.industry) = (r.employer, r.title, r.industry)
"""
_DEGREE_FIELDS = (
    ("unit_id", "bigint"), ("class_group_id", "bigint"), ("major", "text"), ("level", "text"),
    ("student_no", "text"), ("entry_year", "int"), ("leave_year", "int"), ("completion", "text"),
    ("supervisor", "text"),
)  # fmt: skip
_PERSON_FIELDS = (
    ("name", "text"), ("name_latin", "text"), ("sex", "text"), ("birth_date", "date"),
    ("region_id", "bigint"),
)  # fmt: skip


def _back(alias: str, field: str, cast: str, changed: str, before: str) -> str:
    """Return a field to what it was if it still has the imported value."""
    return (
        f"{field} = CASE WHEN '{field}' = ANY({changed})"
        f" AND {alias}.{field} IS NOT DISTINCT FROM r.{field}"
        f" THEN ({before} ->> '{field}')::{cast} ELSE {alias}.{field} END"
    )


_RESTORE_DEGREES = (
    "UPDATE people_degree d SET "
    + ", ".join(
        _back("d", field, cast, "r.degree_changed", "(r.before -> 'degree')")
        for field, cast in _DEGREE_FIELDS
    )
    + f" FROM ({_OTHERS}) r WHERE r.degree_action = 'changed' AND d.id = r.degree_id"
)
_RESTORE_PERSONS = (
    "UPDATE people_person p SET "
    + ", ".join(_back("p", field, cast, "r.changed", "r.before") for field, cast in _PERSON_FIELDS)
    + f""",
    former_names = CASE WHEN 'former_names' = ANY(r.changed)
        AND p.former_names = r.former_names::varchar[]
        THEN ARRAY(SELECT jsonb_array_elements_text(r.before -> 'former_names'))::varchar[]
        ELSE p.former_names END,
    search_tokens = CASE WHEN k.why = ''
        THEN ARRAY(SELECT jsonb_array_elements_text(r.before -> 'tokens'))
        ELSE p.search_tokens END,
    version = CASE WHEN k.why = '' THEN (r.before ->> 'version')::int ELSE p.version + 1 END,
    updated_at = CASE WHEN k.why = '' THEN (r.before ->> 'updated_at')::timestamptz
                 ELSE now() END
FROM ({_OTHERS}) r JOIN register_touched k ON k.row_no = r.row_no
WHERE r.action = 'changed' AND p.id = r.person_id AND k.why <> 'gone'
"""
)
_RESTORE_STATES = f"""
UPDATE people_personstate s
SET valid_from = (was.item ->> 1)::date, valid_to = (was.item ->> 2)::date
FROM ({_OTHERS}) r JOIN register_touched k ON k.row_no = r.row_no
CROSS JOIN LATERAL jsonb_array_elements(r.before -> 'states') AS was(item)
WHERE k.why = '' AND r.action = 'changed' AND s.id = (was.item ->> 0)::bigint
  AND (s.valid_from, s.valid_to)
      IS DISTINCT FROM ((was.item ->> 1)::date, (was.item ->> 2)::date)
"""
_REMOVE_STATES = """
DELETE FROM people_personstate s USING register_touched k
WHERE s.batch_id = %(batch)s AND s.person_id = k.person_id AND k.action = 'changed'
"""
_REMOVE_PROVENANCE = """
DELETE FROM people_provenance v USING register_touched k
WHERE v.batch_id = %(batch)s AND v.person_id = k.person_id AND k.action = 'changed'
  AND k.why = ''
"""
_FLAGS = """
UPDATE people_person p SET contactable = was.contactable, email_ok = was.email_ok
FROM (
    SELECT k.person_id,
        EXISTS (SELECT 1 FROM people_personstate s WHERE s.person_id = k.person_id
                AND s.kind = 'contact' AND s.value = 'contactable' AND s.valid_to IS NULL)
            AS contactable,
        EXISTS (SELECT 1 FROM people_contactpoint c WHERE c.person_id = k.person_id
                AND c.kind = 'email' AND c.status = 'ok' AND c.valid_to IS NULL) AS email_ok
    FROM register_touched k WHERE k.action = 'changed' AND k.why = ''
) was
WHERE p.id = was.person_id
  AND (p.contactable, p.email_ok) IS DISTINCT FROM (was.contactable, was.email_ok)
  AND NOT p.deceased
"""


_REMOVE_ADDED = [_REMOVE_CONTACTS, _REMOVE_DOCUMENTS, _REMOVE_DEGREES, _REMOVE_EMPLOYMENTS]


def preview_undo(batch: ImportBatch) -> UndoPreview:
    """What `undo_register` would do now; to be called in a transaction of its own."""
    with connection.cursor() as cursor:
        _find_touched(cursor, {"batch": batch.pk})
        cursor.execute(_COUNT)
        removed, restored, kept = cursor.fetchone()
        cursor.execute("DROP TABLE register_touched")
    return UndoPreview(removed=removed, restored=restored, kept=kept)


def undo_register(batch: ImportBatch, report: Report) -> dict[str, int]:
    """Take the import back; how many records went, returned and were left alone."""
    values: dict[str, Any] = {"batch": batch.pk}
    steps = [
        (_("Removing what was added"), _REMOVE_WITH_PERSON),
        (_("Removing what was added"), _REMOVE_ADDED),
        (_("Returning what was changed"), [_RESTORE_DEGREES, _RESTORE_PERSONS]),
        (_("Returning what was changed"), [_REMOVE_STATES, _RESTORE_STATES, _FLAGS]),
        (_("Returning what was changed"), [_REMOVE_PROVENANCE]),
    ]
    total = len(steps) + 1
    report(0, total, _("Comparing with the record"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.register'))")
        _find_touched(cursor, values)
        cursor.execute(_COUNT)
        removed, restored, kept = cursor.fetchone()
        for code, count in uses("t.person_id"):
            cursor.execute(_USES.format(count=count), {"code": code})
        cursor.execute(_TELL, values)
        for number, (message, statements) in enumerate(steps, 1):
            report(number, total, message)
            for statement in statements:
                cursor.execute(statement, values)
        _remove_classes(batch)
        cursor.execute(
            "SELECT person_id FROM register_touched WHERE action = 'changed' AND why = 'edited'"
        )
        edited = [row[0] for row in cursor.fetchall()]
    if edited:
        refresh_search(edited)
        settle_memberships(edited, source=SourcedFrom.RULE)
        settle_contact_states(edited, on=today(), source=SourcedFrom.RULE)
    return {"undone_removed": removed, "undone_restored": restored, "undone_kept": kept}


def _remove_classes(batch: ImportBatch) -> None:
    """Classes that the import made and nobody studies in; what other rooms keep count of goes
    with them, what they protect stays.
    """
    made = RegisterClass.objects.filter(batch_id=batch.pk).values("class_id")
    classes = ClassGroup.objects.filter(pk__in=made)
    for relation in ClassGroup._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            model: type[Model] = relation.related_model
            named: QuerySet[Model] = QuerySet(model).filter(**{relation.field.name: OuterRef("pk")})
            classes = classes.filter(~Exists(named))
    classes.delete()


def _find_touched(cursor: Any, values: dict[str, Any]) -> None:
    used = " OR ".join(foreign_rows()) or "FALSE"
    cursor.execute(_TOUCHED.format(added=_ADDED, used=used), values)
    cursor.execute(_INDEX)
    cursor.execute("ANALYZE register_touched")
