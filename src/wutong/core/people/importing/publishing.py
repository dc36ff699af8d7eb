"""What is staged becomes record: a few set-based statements in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from wutong.core.people.enums import MatchStrength, SourcedFrom, SourceKind
from wutong.core.people.services.states import (
    open_contact_states,
    settle_contact_states,
    settle_memberships,
)
from wutong.core.reference.enums import SourceGrade
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from wutong.platform.tabular.public import ImportBatch
    from wutong.platform.tabular.registry import Report

# Rows whose record, or whose absence from the record, is no longer what the check saw.
_MOVED = """
WITH moved AS (
    UPDATE people_registerrow r SET outcome = 'moved'
    WHERE r.batch_id = %(batch)s AND r.outcome = '' AND (
        (r.base_version IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM people_person p
            WHERE p.id = r.person_id AND p.version = r.base_version
              AND p.merged_into_id IS NULL))
        OR (r.base_version IS NULL AND r.student_no <> '' AND EXISTS (
            SELECT 1 FROM people_degree d
            WHERE d.student_no = r.student_no AND d.student_no <> ''))
        OR (r.base_version IS NULL AND r.birth_date IS NOT NULL AND EXISTS (
            SELECT 1 FROM people_person p
            WHERE p.name = r.name AND p.birth_date = r.birth_date
              AND p.created_at > %(checked)s)))
    RETURNING r.row_no, r.person_id, r.action
), followers AS (
    UPDATE people_registerrow r SET outcome = 'moved'
    FROM moved m
    WHERE r.batch_id = %(batch)s AND r.person_id = m.person_id AND r.action = 'follow'
      AND m.action = 'new' AND r.row_no <> m.row_no AND r.outcome = ''
    RETURNING r.row_no
), left_alone AS (
    SELECT row_no FROM moved UNION SELECT row_no FROM followers
), told AS (
    UPDATE tabular_importrow t
    SET outcome = 'moved', reasons = jsonb_build_array(jsonb_build_object('code', 'moved')) || t.reasons
    FROM left_alone a WHERE t.batch_id = %(batch)s AND t.row_no = a.row_no
)
SELECT count(*) FROM left_alone
"""
_LOCK = """
SELECT count(*) FROM (
    SELECT 1 FROM people_person p
    JOIN (SELECT DISTINCT person_id FROM people_registerrow
          WHERE batch_id = %(batch)s AND base_version IS NOT NULL) r ON r.person_id = p.id
    ORDER BY p.id FOR UPDATE OF p) AS locked
"""
_CLASSES = """
INSERT INTO reference_classgroup (id, code, name, unit_id, major_zh, major_en, level, entry_year)
SELECT class_id, code, name, unit_id, major, '', level, entry_year
FROM people_registerclass c WHERE batch_id = %(batch)s
ON CONFLICT (code) DO NOTHING
"""
_PERSONS = """
INSERT INTO people_person (
    id, name, name_latin, former_names, sex, birth_date, region_id, surname, surname_pinyin,
    name_pinyin, search_tokens, contactable, email_ok)
SELECT person_id, name, name_latin, former_names, sex, birth_date, region_id, surname,
       surname_pinyin, name_pinyin, search_tokens, reachable, mailable
FROM people_registerrow
WHERE batch_id = %(batch)s AND action = 'new' AND outcome = ''
ORDER BY row_no
"""
_CHANGED_PERSONS = """
UPDATE people_person p SET
    name = CASE WHEN 'name' = ANY(r.changed) THEN r.name ELSE p.name END,
    surname = CASE WHEN 'name' = ANY(r.changed) THEN r.surname ELSE p.surname END,
    surname_pinyin = CASE WHEN 'name' = ANY(r.changed) THEN r.surname_pinyin
                          ELSE p.surname_pinyin END,
    name_pinyin = CASE WHEN 'name' = ANY(r.changed) THEN r.name_pinyin ELSE p.name_pinyin END,
    name_latin = CASE WHEN 'name_latin' = ANY(r.changed) THEN r.name_latin
                      ELSE p.name_latin END,
    former_names = CASE WHEN 'former_names' = ANY(r.changed) THEN r.former_names::varchar[]
                        ELSE p.former_names END,
    sex = CASE WHEN 'sex' = ANY(r.changed) THEN r.sex ELSE p.sex END,
    birth_date = CASE WHEN 'birth_date' = ANY(r.changed) THEN r.birth_date
                      ELSE p.birth_date END,
    region_id = CASE WHEN 'region_id' = ANY(r.changed) THEN r.region_id ELSE p.region_id END,
    search_tokens = r.search_tokens,
    version = p.version + 1,
    updated_at = now()
FROM people_registerrow r
WHERE r.batch_id = %(batch)s AND r.action = 'changed' AND r.outcome = '' AND p.id = r.person_id
"""
_FOLLOWED = """
UPDATE people_person p SET
    search_tokens = ARRAY(
        SELECT DISTINCT token FROM (
            SELECT unnest(p.search_tokens) AS token
            UNION SELECT unnest(r.search_tokens) FROM people_registerrow r
            WHERE r.batch_id = %(batch)s AND r.person_id = p.id AND r.action = 'follow'
              AND r.outcome = '') AS both_parts
        ORDER BY token)
WHERE p.id IN (SELECT person_id FROM people_registerrow
               WHERE batch_id = %(batch)s AND action = 'follow' AND outcome = '')
"""
_DEGREES = """
INSERT INTO people_degree (
    id, person_id, unit_id, class_group_id, major, level, student_no, entry_year, leave_year,
    completion, supervisor)
SELECT r.degree_id, r.person_id, r.unit_id, c.id, r.major, r.level, r.student_no, r.entry_year,
       r.leave_year, r.completion, r.supervisor
FROM people_registerrow r
LEFT JOIN reference_classgroup c ON c.id = r.class_group_id
WHERE r.batch_id = %(batch)s AND r.degree_action = 'new' AND r.outcome = ''
ORDER BY r.row_no
"""
_CHANGED_DEGREES = """
UPDATE people_degree d SET
    unit_id = CASE WHEN 'unit_id' = ANY(r.degree_changed) THEN r.unit_id ELSE d.unit_id END,
    class_group_id = CASE WHEN 'class_group_id' = ANY(r.degree_changed)
                          THEN (SELECT c.id FROM reference_classgroup c
                                WHERE c.id = r.class_group_id)
                          ELSE d.class_group_id END,
    major = CASE WHEN 'major' = ANY(r.degree_changed) THEN r.major ELSE d.major END,
    level = CASE WHEN 'level' = ANY(r.degree_changed) THEN r.level ELSE d.level END,
    student_no = CASE WHEN 'student_no' = ANY(r.degree_changed) THEN r.student_no
                      ELSE d.student_no END,
    entry_year = CASE WHEN 'entry_year' = ANY(r.degree_changed) THEN r.entry_year
                      ELSE d.entry_year END,
    leave_year = CASE WHEN 'leave_year' = ANY(r.degree_changed) THEN r.leave_year
                      ELSE d.leave_year END,
    completion = CASE WHEN 'completion' = ANY(r.degree_changed) THEN r.completion
                      ELSE d.completion END,
    supervisor = CASE WHEN 'supervisor' = ANY(r.degree_changed) THEN r.supervisor
                      ELSE d.supervisor END
FROM people_registerrow r
WHERE r.batch_id = %(batch)s AND r.degree_action = 'changed' AND r.outcome = ''
  AND d.id = r.degree_id
"""
_CONTACTS = """
INSERT INTO people_contactpoint (
    id, person_id, kind, value, normalised, masked, value_hash, is_primary, valid_from)
SELECT c.contact_id, c.person_id, c.kind, c.value, c.normalised, c.masked, c.value_hash,
       c.is_primary, %(on)s
FROM people_registercontact c
JOIN people_registerrow r ON r.batch_id = c.batch_id AND r.row_no = c.row_no
WHERE c.batch_id = %(batch)s AND r.outcome = ''
ORDER BY c.contact_id
ON CONFLICT DO NOTHING
"""
_DOCUMENTS = """
INSERT INTO people_persondocument (id, person_id, kind, number, number_hash, masked)
SELECT d.document_id, d.person_id, d.kind, d.number, d.number_hash, d.masked
FROM people_registerdocument d
JOIN people_registerrow r ON r.batch_id = d.batch_id AND r.row_no = d.row_no
WHERE d.batch_id = %(batch)s AND r.outcome = ''
ORDER BY d.document_id
ON CONFLICT DO NOTHING
"""
# Classes that only rows named which are left out, or are somebody's on record.
_UNUSED_CLASSES = """
DELETE FROM people_registerclass c WHERE c.batch_id = %(batch)s AND NOT EXISTS (
    SELECT 1 FROM people_registerrow r
    WHERE r.batch_id = c.batch_id AND r.class_group_id = c.class_id AND r.degree_action <> '')
"""
# Those entered as new who are possibly on record, beside whom they may be: for the desk.
_PAIRS = """
INSERT INTO people_matchcandidate (first_id, second_id, score, strength, evidence, found_at)
SELECT least(r.person_id, p.id), greatest(r.person_id, p.id), 0, %(strength)s,
       asked.item -> 'because', now()
FROM tabular_importrow t
JOIN people_registerrow r ON r.batch_id = t.batch_id AND r.row_no = t.row_no
CROSS JOIN LATERAL jsonb_array_elements(t.reasons) AS asked(item)
JOIN people_person p ON p.id = substr(asked.item ->> 'ref', 8)::bigint
    AND p.merged_into_id IS NULL
WHERE t.batch_id = %(batch)s AND t.verdict = 'possible' AND asked.item ->> 'code' = 'possible'
  AND r.action = 'new' AND r.outcome = ''
ON CONFLICT DO NOTHING
"""
_EMPLOYMENTS = """
INSERT INTO people_employment (id, person_id, employer, title, industry, as_of)
SELECT employment_id, person_id, employer, title, industry, %(on)s
FROM people_registerrow
WHERE batch_id = %(batch)s AND employment_id IS NOT NULL AND outcome = ''
"""
# One row per record and batch with the fields it filled.
_PROVENANCE = """
INSERT INTO people_provenance (
    person_id, target, fields, source_kind, source_label, batch_id, confirmed_by, confidence)
SELECT s.person_id, s.target, s.fields, %(kind)s, %(label)s, %(batch)s, %(by)s, %(grade)s
FROM (
    SELECT person_id, 'person' AS target, fields::varchar[] AS fields
    FROM people_registerrow
    WHERE batch_id = %(batch)s AND outcome = '' AND cardinality(fields) > 0
  UNION ALL
    SELECT person_id, 'degree:' || degree_id, degree_fields::varchar[]
    FROM people_registerrow
    WHERE batch_id = %(batch)s AND outcome = '' AND degree_action <> ''
  UNION ALL
    SELECT person_id, 'employment:' || employment_id,
           ARRAY['employer', 'title', 'industry']::varchar[]
    FROM people_registerrow
    WHERE batch_id = %(batch)s AND outcome = '' AND employment_id IS NOT NULL
  UNION ALL
    SELECT p.person_id, 'contact:' || p.id, ARRAY['value']::varchar[]
    FROM people_registercontact c JOIN people_contactpoint p ON p.id = c.contact_id
    WHERE c.batch_id = %(batch)s
  UNION ALL
    SELECT p.person_id, 'document:' || p.id, ARRAY['number']::varchar[]
    FROM people_registerdocument d JOIN people_persondocument p ON p.id = d.document_id
    WHERE d.batch_id = %(batch)s
) AS s
"""
_ANALYZE = """
ANALYZE people_registerrow
        (batch_id, row_no, action, outcome, person_id, base_version, degree_action, employment_id),
    people_registercontact (batch_id, row_no, contact_id),
    people_registerdocument (batch_id, row_no, document_id)
"""
_STUDIED = """
SELECT DISTINCT person_id FROM people_registerrow
WHERE batch_id = %(batch)s AND outcome = '' AND degree_action <> ''
"""
# Whose contact state may already be something else. That of people made here by one row follows
# from what the row brought.
_TOLD_BEFORE = """
SELECT DISTINCT person_id FROM people_registerrow
WHERE batch_id = %(batch)s AND outcome = '' AND action <> 'new'
"""
_MADE_BY_ONE_ROW = """
SELECT r.person_id FROM people_registerrow r
WHERE r.batch_id = %(batch)s AND r.outcome = '' AND r.action = 'new'
  AND r.reachable = %(reachable)s AND NOT EXISTS (
    SELECT 1 FROM people_registerrow f
    WHERE f.batch_id = r.batch_id AND f.person_id = r.person_id AND f.action = 'follow'
      AND f.outcome = '')
"""


def publish_register(batch: ImportBatch, report: Report) -> dict[str, int]:
    """Enter the staged rows; how many records were made, changed and left alone."""
    values: dict[str, Any] = {
        "batch": batch.pk,
        "checked": batch.checked_at,
        "on": today(),
        "kind": SourceKind.IMPORT.value,
        "label": (batch.source_label or batch.file_name)[:200],
        "by": batch.owner_label[:120],
        "grade": SourceGrade.B.value,
        "strength": MatchStrength.POSSIBLE.value,
    }
    done: dict[str, int] = {}
    steps = _steps(batch, values, done)
    with connection.cursor() as cursor:
        # Plans are made from the staging tables' sizes, which grew a moment ago; only the columns
        # that conditions ask for, because tokens and JSON take long to look at.
        cursor.execute(_ANALYZE)
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.register'))")
        # In this transaction only: the search index takes in many rows at once (a sixth faster).
        cursor.execute("SET LOCAL gin_pending_list_limit = '64MB'; SET LOCAL work_mem = '128MB'")
    for number, (message, step) in enumerate(steps):
        report(number, len(steps), message)
        step()
    return done


def _steps(
    batch: ImportBatch, values: dict[str, Any], done: dict[str, int]
) -> list[tuple[str, Callable[[], None]]]:
    def run(statement: str, name: str = "") -> Callable[[], None]:
        def step() -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                if name:
                    done[name] = done.get(name, 0) + cursor.rowcount

        return step

    def settle() -> None:
        studied = _ids(_STUDIED, values)
        settle_memberships(studied, source=SourcedFrom.IMPORT, batch_id=batch.pk)
        on: date = values["on"]
        settle_contact_states(
            _ids(_TOLD_BEFORE, values), on=on, source=SourcedFrom.IMPORT, batch_id=batch.pk
        )
        open_contact_states(
            contactable=_ids(_MADE_BY_ONE_ROW, {**values, "reachable": True}),
            lost=_ids(_MADE_BY_ONE_ROW, {**values, "reachable": False}),
            on=on,
            source=SourcedFrom.IMPORT,
            batch_id=batch.pk,
        )

    def moved() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, values)
            cursor.execute(_MOVED, values)
            done["moved"] = int(cursor.fetchone()[0])

    chosen: list[tuple[str, Callable[[], None]]] = []
    queued: list[tuple[str, Callable[[], None]]] = []
    if batch.count("possible"):
        chosen = [(_("Entering classes"), run(_UNUSED_CLASSES))]
        queued = [(_("Queueing possible duplicates"), run(_PAIRS, "pairs_queued"))]
    return [
        (_("Comparing with the record"), moved),
        *chosen,
        (_("Entering classes"), run(_CLASSES, "classes")),
        (_("Entering people"), run(_PERSONS, "people_added")),
        (_("Changing records"), run(_CHANGED_PERSONS, "people_changed")),
        (_("Changing records"), run(_FOLLOWED)),
        (_("Entering studies"), run(_DEGREES, "degrees_added")),
        (_("Changing studies"), run(_CHANGED_DEGREES)),
        (_("Entering contact points"), run(_CONTACTS, "contacts_added")),
        (_("Entering identity documents"), run(_DOCUMENTS)),
        (_("Entering work"), run(_EMPLOYMENTS)),
        (_("Dating memberships and contact states"), settle),
        (_("Noting the sources"), run(_PROVENANCE)),
        *queued,
    ]


def _ids(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
