"""A round is opened: every college gets its list, in one statement each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wutong.core.reference.enums import Grade, UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import unit_with_ancestors
from wutong.kernel.clock import now
from wutong.platform.audit.public import record
from wutong.programs.verification.errors import VerificationError
from wutong.programs.verification.models import UnitList, VerificationRound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

# Those who studied there, by class and name; the sensitive are on nobody's list.
_LINES = """
INSERT INTO verification_line (unit_list_id, person_id, answer, changes, answered_by, review,
                               reviewed_by)
SELECT %(list)s, p.id, '', '{}', '', '', ''
FROM people_person p
JOIN LATERAL (
    SELECT d.leave_year, c.name AS class_name FROM people_degree d
    LEFT JOIN reference_classgroup c ON c.id = d.class_group_id
    WHERE d.person_id = p.id AND d.unit_id = ANY(%(units)s) AND d.completion <> 'studying'
      AND (%(from)s::int IS NULL OR d.leave_year >= %(from)s)
      AND (%(to)s::int IS NULL OR d.leave_year <= %(to)s)
    ORDER BY d.leave_year DESC NULLS LAST, d.id DESC LIMIT 1
) AS study ON TRUE
WHERE p.id IN (SELECT person_id FROM people_degree WHERE unit_id = ANY(%(units)s))
  AND NOT p.deceased AND p.merged_into_id IS NULL AND p.grade < %(sensitive)s
ORDER BY study.leave_year DESC NULLS LAST, study.class_name, p.name_pinyin, p.id
"""


@transaction.atomic
def open_round(*, actor: Actor, user: User, values: Mapping[str, Any]) -> VerificationRound:
    """A list for every college that stands today; empty ones are left out."""
    opened = VerificationRound.objects.create(created_by=user, created_at=now(), **values)
    total = 0
    for unit in AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True):
        unit_list = UnitList.objects.create(round=opened, unit=unit)
        with connection.cursor() as cursor:
            cursor.execute(
                _LINES,
                {
                    "list": unit_list.pk,
                    "units": sorted(unit_with_ancestors(unit.pk)),
                    "from": opened.leave_from,
                    "to": opened.leave_to,
                    "sensitive": Grade.SENSITIVE.value,
                },
            )
            unit_list.people = cursor.rowcount
        if unit_list.people:
            unit_list.save(update_fields=["people"])
            total += unit_list.people
        else:
            unit_list.delete()
    if not total:
        raise VerificationError(_("No college has anybody who left in these years."))
    record(
        actor=actor,
        verb="verification.opened",
        subject=opened.ref,
        subject_label=opened.title,
        data={"lists": opened.lists.count(), "people": total},
    )
    return opened
