"""Making, deciding and putting away lists of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from wutong.core.people.public import visible_people
from wutong.engines.audiences.enums import LineVerdict, MatchedBy
from wutong.engines.audiences.errors import ListError
from wutong.engines.audiences.matching import match_lines
from wutong.engines.audiences.models import ListLine, PeopleList
from wutong.engines.audiences.sharing import NOBODY, SharedWith
from wutong.kernel import clock
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.engines.audiences.matching import Match
    from wutong.engines.audiences.reading import Line
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

CHUNK = 2_000


@transaction.atomic
def make_list(
    *,
    actor: Actor,
    owner: User,
    name: str,
    lines: Sequence[Line],
    source: str,
    note: str = "",
    shared: SharedWith = NOBODY,
) -> PeopleList:
    """Recognise the people of ``lines`` among those ``owner`` may see, and keep them with every
    line's verdict.
    """
    now = clock.now()
    made = PeopleList(
        owner=owner, name=name, note=note, source=source[:200], created_at=now, updated_at=now
    )
    shared.put_on(made)
    made.save()
    rows = [_row(made, found) for found in match_lines(lines, people=visible_people(owner))]
    ListLine.objects.bulk_create(rows, batch_size=CHUNK)
    _count(made)
    record(
        actor=actor,
        verb="lists.read",
        subject=made.ref,
        subject_label=name,
        data={"source": made.source, "counts": made.counts},
    )
    return made


def _row(made: PeopleList, found: Match) -> ListLine:
    return ListLine(
        people_list=made,
        place=found.line.place,
        text="" if found.verdict == LineVerdict.MATCHED else found.line.text,
        verdict=found.verdict,
        matched_by=found.matched_by,
        person_id=found.person_id,
        candidates=list(found.candidates),
    )


def _count(made: PeopleList) -> None:
    lines = ListLine.objects.filter(people_list=made).order_by()
    made.counts = dict(lines.values_list("verdict").annotate(lines=Count("pk")))
    matched = lines.filter(verdict=LineVerdict.MATCHED)
    made.people = matched.aggregate(people=Count("person", distinct=True))["people"]
    made.updated_at = clock.now()
    made.save(update_fields=["counts", "people", "updated_at"])


@transaction.atomic
def decide_line(
    *, actor: Actor, user: User, people_list: PeopleList, line_id: int, person_id: int | None
) -> ListLine:
    """Say who is meant by a line, or (None) that nobody on record is; can be said again.

    Raises ListError for somebody ``user`` may not see or who is on the list already.
    """
    made = PeopleList.objects.select_for_update().get(pk=people_list.pk)
    line = ListLine.objects.filter(people_list=made, pk=line_id).first()
    if line is None:
        raise ListError(_("This line is no longer there."))
    if person_id is None:
        line.verdict, line.person_id, line.matched_by = LineVerdict.UNKNOWN, None, ""
    else:
        if not visible_people(user).filter(pk=person_id).exists():
            raise ListError(_("Nobody you may see is found by this."))
        others = ListLine.objects.filter(people_list=made, person=person_id).exclude(pk=line.pk)
        if others.filter(verdict=LineVerdict.MATCHED).exists():
            raise ListError(_("This person is on the list already."))
        line.verdict, line.person_id = LineVerdict.MATCHED, person_id
        line.matched_by = MatchedBy.CHOSEN
    line.save(update_fields=["verdict", "person", "matched_by"])
    _count(made)
    record(
        actor=actor,
        verb="lists.decided",
        subject=made.ref,
        subject_label=made.name,
        data={"line": line.place, "person": person_id},
    )
    return line


@transaction.atomic
def archive_list(*, actor: Actor, people_list: PeopleList) -> None:
    """Put a list away: it can no longer be chosen; segments that name it keep working."""
    PeopleList.objects.filter(pk=people_list.pk).update(archived_at=clock.now())
    record(
        actor=actor,
        verb="lists.archived",
        subject=people_list.ref,
        subject_label=people_list.name,
    )


@transaction.atomic
def restore_list(*, actor: Actor, people_list: PeopleList) -> None:
    """Take a list out again (undo of putting it away)."""
    PeopleList.objects.filter(pk=people_list.pk).update(archived_at=None)
    record(
        actor=actor,
        verb="lists.restored",
        subject=people_list.ref,
        subject_label=people_list.name,
    )
