"""Who gets an issue by post and who does not, and why: one statement over all who want it.

The readers' wishes (``core.consent``), their addresses and the rule of the issue become a single
``INSERT … SELECT``; everybody has one reason, the weightiest.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    Q,
    Value,
    When,
)

from wutong.core.consent.models import ConsentRecord, Preference
from wutong.core.consent.public import Channel, blocked_reason
from wutong.core.people.public import visible_people
from wutong.core.reference.enums import Grade
from wutong.engines.audiences.public import people_of
from wutong.kernel import clock
from wutong.programs.journal import postal
from wutong.programs.journal.enums import REASONS, TOPIC, PrintRule
from wutong.programs.journal.errors import AlreadyPostedError, PermitMissingError
from wutong.programs.journal.models import Issue, Judged
from wutong.programs.journal.once import asks_for_paper, comes_otherwise

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User

_STATEMENT = """
WITH chosen AS MATERIALIZED ({chosen}),
gone AS (
    DELETE FROM journal_judged j
     WHERE j.issue_id = %(issue)s AND j.channel = 'post'
       AND NOT EXISTS (SELECT FROM chosen WHERE id = j.person_id)
),
known AS MATERIALIZED (
    SELECT person_id, id, value_hash, normalised, is_primary, verified_at,
           normalised ~ %(mainland)s AS mainland,
           normalised ~* %(outside)s
               OR (normalised !~ %(han)s AND normalised !~* %(china)s) AS outside
      FROM people_contactpoint
     WHERE kind = 'address' AND status = 'ok' AND valid_to IS NULL
       AND person_id IN (SELECT id FROM chosen)
),
place AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) *
      FROM known
     ORDER BY person_id, outside, is_primary DESC, verified_at DESC NULLS LAST, id
),
judged AS MATERIALIZED (
    SELECT c.id, a.id AS contact_id, a.value_hash,
           CASE WHEN c.deceased THEN 'deceased'
                WHEN c.grade >= %(sensitive)s THEN 'sensitive'
                WHEN c.merged_into_id IS NOT NULL THEN 'merged'
                WHEN c.blocked <> '' THEN c.blocked
                WHEN NOT c.on_paper THEN 'not_asked'
                WHEN c.otherwise THEN 'elsewhere'
                WHEN a.id IS NULL THEN
                     CASE WHEN EXISTS (SELECT FROM people_contactpoint b
                                        WHERE b.person_id = c.id AND b.kind = 'address'
                                          AND b.status <> 'ok' AND b.valid_to IS NULL)
                          THEN 'returned' ELSE 'no_address' END
                WHEN %(internal)s AND (a.outside OR (c.lives_abroad AND NOT a.mainland))
                     THEN 'abroad'
                WHEN char_length(a.normalised) < %(shortest)s OR a.normalised !~ %(complete)s
                     THEN 'incomplete'
                ELSE '' END AS reason
      FROM chosen c
      LEFT JOIN place a ON a.person_id = c.id
),
ranked AS (
    SELECT j.*, CASE WHEN reason = ''
                     THEN first_value(id) OVER (PARTITION BY reason, value_hash ORDER BY id)
                END AS first_id
      FROM judged j
)
INSERT INTO journal_judged AS j
    (issue_id, channel, person_id, reason, contact_id, shares_with)
SELECT %(issue)s, 'post', r.id,
       CASE WHEN r.first_id <> r.id THEN 'duplicate' ELSE r.reason END,
       CASE WHEN r.first_id = r.id THEN r.contact_id END,
       CASE WHEN r.first_id <> r.id THEN r.first_id END
  FROM ranked r
 ORDER BY r.id
ON CONFLICT (issue_id, channel, person_id) DO UPDATE
   SET reason = EXCLUDED.reason, contact_id = EXCLUDED.contact_id,
       shares_with = EXCLUDED.shares_with
 WHERE (j.reason, j.contact_id, j.shares_with)
       IS DISTINCT FROM (EXCLUDED.reason, EXCLUDED.contact_id, EXCLUDED.shares_with)
"""
MANY = 1_000  # changed rows after which the planner is told
HOME_ABROAD = ("71", "81", "82")
"""Codes of places that are not abroad and yet not in the mainland."""


@transaction.atomic
def count_post(*, issue: Issue, user: User) -> dict[str, int]:
    """Judge every reader of the postal list anew, as ``user`` may see them; people by reason.

    Raises ``PermitMissingError`` for internal matter without its number, ``AlreadyPostedError``
    once the list is fixed.
    """
    locked = (
        Issue.objects.select_for_update(of=("self",))
        .select_related("campaign", "notice")
        .get(pk=issue.pk)
    )
    if locked.internal and not locked.permit_number.strip():
        raise PermitMissingError
    if locked.posted_on is not None:
        raise AlreadyPostedError
    inner, parameters = _chosen(locked, user).query.sql_with_params()
    names: dict[str, Any] = {
        "issue": locked.pk,
        "sensitive": int(Grade.SENSITIVE),
        "internal": locked.internal,
        "mainland": postal.MAINLAND,
        "outside": postal.OUTSIDE,
        "han": postal.HAN,
        "china": postal.CHINA,
        "complete": postal.COMPLETE,
        "shortest": postal.SHORTEST,
    }
    names |= {f"chosen_{number}": value for number, value in enumerate(parameters)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_STATEMENT.format(chosen=named(inner)), names)
        if cursor.rowcount > MANY:
            cursor.execute("ANALYZE journal_judged")
    issue.counts, issue.counted_at = count_reasons(locked), clock.now()
    issue.save(update_fields=["counts", "counted_at"])
    return issue.counts


def named(sql: str, prefix: str = "chosen") -> str:
    """``%s`` one after another become named parameters; an escaped ``%%`` stays."""
    numbers = count()
    return re.sub(
        "%%|%s", lambda hit: "%%" if hit[0] == "%%" else f"%({prefix}_{next(numbers)})s", sql
    )


def count_reasons(issue: Issue) -> dict[str, int]:
    """People by reason, weightiest first, "" (gets a copy) in front."""
    rows = dict(
        Judged.objects.filter(issue=issue, channel=Channel.POST)
        .order_by()
        .values_list("reason")
        .annotate(people=Count("person_id"))
    )
    return {
        reason: rows.get(reason, 0) for reason in ["", *REASONS] if not reason or rows.get(reason)
    }


def wanting(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those who ever said anything about the journal: agreed to it, asked for it or left it."""
    agreed = ConsentRecord.objects.filter(topic=TOPIC).values("person_id")
    wished = Preference.objects.filter(topic=TOPIC).values("person_id")
    return people.filter(Q(pk__in=agreed) | Q(pk__in=wished))


def readers_of(issue: Issue, user: User) -> QuerySet[Person]:
    """Whom the issue is for, of those ``user`` may see: its segment, else all who said a word."""
    if issue.segment is not None:
        return people_of(issue.segment, user)
    return wanting(visible_people(user))


def _chosen(issue: Issue, user: User) -> QuerySet[Person, tuple[object, ...]]:
    """The readers with what the statement needs to judge them."""
    return (
        readers_of(issue, user)
        .order_by()
        .annotate(
            blocked=blocked_reason(TOPIC, Channel.POST),
            on_paper=_on_paper(issue.print_rule),
            otherwise=_as_column(comes_otherwise(issue, Channel.POST)),
            lives_abroad=_lives_abroad(),
        )
        .values_list(
            "id",
            "deceased",
            "grade",
            "merged_into_id",
            "blocked",
            "on_paper",
            "otherwise",
            "lives_abroad",
        )
    )


def _on_paper(rule: str) -> ExpressionWrapper[Q]:
    """Whether the rule of the issue gives somebody a printed copy."""
    condition = Q(asks_for_paper())
    if rule == PrintRule.OFFLINE:
        condition |= Q(email_ok=False)
    elif rule == PrintRule.ALL:
        condition |= Q(pk__isnull=False)
    return _as_column(condition)


def _as_column(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _lives_abroad() -> Case:
    """The place on record lies outside the mainland."""
    outside = Q(region__is_overseas=True)
    for code in HOME_ABROAD:
        outside |= Q(region__code__startswith=code)
    return Case(
        When(outside, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
