"""A college answers line by line, and signs."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.errors import ContactNotUnderstoodError
from wutong.core.people.public import contact_columns
from wutong.core.reference.enums import Completion
from wutong.core.reference.public import unit_with_ancestors
from wutong.kernel.clock import now
from wutong.kernel.hanzi import fold
from wutong.platform.audit.public import record
from wutong.programs.verification.enums import Answer
from wutong.programs.verification.errors import VerificationError
from wutong.programs.verification.facts import EDITABLE, LABELS, shown_of
from wutong.programs.verification.models import Line, UnitList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

Changes = dict[str, dict[str, str]]
LONGEST = 200
LANGUAGES = ("zh-hans", "en")
# Where somebody at the college looked at the record and found it right, it is confirmed.
_CONFIRM = """
INSERT INTO people_provenance (person_id, target, fields, source_kind, source_label,
                               confirmed_by, confidence)
SELECT l.person_id, t.target, t.fields, 'staff', %(label)s, %(by)s, 'B'
FROM verification_line l
CROSS JOIN LATERAL (
    SELECT 'person' AS target, ARRAY['name']::varchar[] AS fields
  UNION ALL
    SELECT 'degree:' || d.id,
           ARRAY['major', 'class_group', 'leave_year', 'completion']::varchar[]
    FROM people_degree d WHERE d.person_id = l.person_id AND d.unit_id = ANY(%(units)s)
) AS t
WHERE l.unit_list_id = %(list)s AND l.answer = 'right'
"""


@transaction.atomic
def answer_line(
    *, actor: Actor, line_id: int, answer: str, given: Mapping[str, str] | None = None
) -> Line:
    """Say what a line is; `given` are new values for `changed`. Nothing changes on record.

    Raises `VerificationError` for a signed list, or for a change that changes nothing.
    """
    line = Line.objects.select_for_update(of=("self",)).select_related("unit_list").get(pk=line_id)
    demand_open(line.unit_list)
    shown = shown_of(line.unit_list, [line.person_id])[line.person_id]
    changes = read_changes(shown.values, given or {}) if answer == Answer.CHANGED else {}
    if answer == Answer.CHANGED and not changes:
        raise VerificationError(_("Fill in what is different."))
    set_answer(actor, line, answer, changes)
    line.save()
    recount(line.unit_list_id)
    return line


def set_answer(actor: Actor, line: Line, answer: str, changes: Changes) -> None:
    """What was said, by whom, when; a review that was done before counts no more."""
    line.answer = Answer(answer)
    line.changes = changes
    line.answered_by = actor.label[:120] if answer else ""
    line.answered_at = now() if answer else None
    line.review, line.reviewed_by, line.reviewed_at = "", "", None


def read_changes(before: Mapping[str, str], given: Mapping[str, str]) -> Changes:
    """What differs from what was shown, checked like everywhere else. Raises
    `VerificationError` that names the field.
    """
    changes: Changes = {}
    for key in EDITABLE:
        text = fold(given.get(key, ""))
        if not text or text == before.get(key, ""):
            continue
        if len(text) > LONGEST:
            raise VerificationError(_("%(field)s: this is too long.") % {"field": LABELS[key]})
        changes[key] = {"old": before.get(key, ""), "new": _checked(key, text)}
    return changes


def _checked(key: str, text: str) -> str:
    if key in {"phone", "email"}:
        try:
            return contact_columns(key, text).normalised
        except ContactNotUnderstoodError as error:
            raise VerificationError(f"{LABELS[key]}: {error}") from error
    if key == "completion" and completion_of(text) is None:
        words = _(", ").join(str(label) for label in Completion.labels)
        raise VerificationError(
            _("%(field)s: choose one of %(words)s.") % {"field": LABELS[key], "words": words}
        )
    return text


def completion_of(text: str) -> str | None:
    """The code of a word for how a study ended, in either language."""
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in Completion.choices:
                if str(label) == text:
                    return str(code)
    return None


def demand_open(unit_list: UnitList) -> None:
    """A signed list stands as it was signed."""
    if unit_list.is_signed:
        raise VerificationError(_("This list is signed. The office can open it again."))


def recount(list_id: int) -> UnitList:
    """The numbers of a list, counted anew."""
    counts = Line.objects.filter(unit_list=list_id).aggregate(
        people=Count("pk"),
        right=Count("pk", filter=Q(answer=Answer.RIGHT)),
        changed=Count("pk", filter=Q(answer=Answer.CHANGED)),
        unknown=Count("pk", filter=Q(answer=Answer.UNKNOWN)),
    )
    looked_at = counts["right"] + counts["changed"] + counts["unknown"]
    UnitList.objects.filter(pk=list_id).update(**counts, looked_at=looked_at)
    return UnitList.objects.get(pk=list_id)


@transaction.atomic
def sign_list(*, actor: Actor, user: User, list_id: int, name: str) -> UnitList:
    """Put the college's name to the list: every answer is pinned by a digest, and what was found
    right is confirmed on record. Raises `VerificationError` when nobody has looked at anything.
    """
    unit_list = _locked(list_id)
    demand_open(unit_list)
    unit_list = recount(list_id)
    if not unit_list.looked_at:
        raise VerificationError(_("Nobody has looked at this list yet."))
    if not name.strip():
        raise VerificationError(_("Write your name."))
    unit_list.signed_by, unit_list.signed_name = user, name.strip()[:120]
    unit_list.signed_at, unit_list.digest = now(), digest_of(unit_list)
    unit_list.save()
    _confirm(actor, unit_list)
    _written(actor, unit_list, "verification.signed")
    return unit_list


@transaction.atomic
def reopen_list(*, actor: Actor, list_id: int) -> UnitList:
    """Let the college go on; the earlier signature stays in the audit trail."""
    unit_list = _locked(list_id)
    if not unit_list.is_signed:
        return unit_list
    _written(actor, unit_list, "verification.reopened")
    unit_list.signed_by, unit_list.signed_at, unit_list.signed_name = None, None, ""
    unit_list.digest = ""
    unit_list.save()
    return unit_list


def digest_of(unit_list: UnitList) -> str:
    """SHA-256 over every answer, in the order of the lines."""
    rows = unit_list.lines.order_by("pk").values_list("person", "answer", "changes")
    text = json.dumps(list(rows), sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _locked(list_id: int) -> UnitList:
    lists = UnitList.objects.select_for_update(of=("self",)).select_related("unit", "round")
    return lists.get(pk=list_id)


def _confirm(actor: Actor, unit_list: UnitList) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _CONFIRM,
            {
                "list": unit_list.pk,
                "units": sorted(units_of(unit_list)),
                "label": str(unit_list)[:200],
                "by": actor.label[:120],
            },
        )


def units_of(unit_list: UnitList) -> frozenset[int]:
    """The college and what it grew out of."""
    return unit_with_ancestors(unit_list.unit_id)


def _written(actor: Actor, unit_list: UnitList, verb: str) -> None:
    names = ("people", "right", "changed", "unknown", "signed_name", "digest")
    record(
        actor=actor,
        verb=verb,
        subject=unit_list.ref,
        subject_label=str(unit_list),
        data={name: getattr(unit_list, name) for name in names},
    )
