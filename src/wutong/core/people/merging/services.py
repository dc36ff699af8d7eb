"""Making two records one, and two again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from wutong.core.people.enums import MatchDecision
from wutong.core.people.errors import MergeRefusedError
from wutong.core.people.indexing import refresh_search
from wutong.core.people.merging import tables
from wutong.core.people.merging.joining import OWN_TABLES, copy_source, join_own_rows
from wutong.core.people.merging.survivors import GONE, joined_values, suggest_choices
from wutong.core.people.models import MatchCandidate, Merge, MergeMove, Person
from wutong.core.people.registry import merge_steps
from wutong.core.people.services.locking import ref
from wutong.core.people.services.states import settle_contact_states
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wutong.core.people.merging.tables import Rows, Share
    from wutong.kernel.actors import Actor


@transaction.atomic
def merge_people(
    *,
    actor: Actor,
    kept_id: int,
    gone_id: int,
    choices: Mapping[str, str] | None = None,
    automatic: bool = False,
    reason: str = "",
) -> Merge:
    """Make `gone_id` part of `kept_id`; `choices` says per field whether the "kept" or the
    "gone" value stays (what is not named follows `suggest_choices`).

    Every row of every room that named the one names the other afterwards, or stays where both
    had it; all of it is written down for `unmerge`. Raises `MergeRefusedError`.
    """
    kept, gone = _both(kept_id, gone_id)
    chosen = {one.name: one.chosen for one in suggest_choices(kept, gone)}
    chosen.update(choices or {})
    found = tables.shares()
    before = tables.rows_of(found, [kept.pk, gone.pk])
    merge = Merge.objects.create(
        kept=kept,
        gone=gone,
        choices=chosen,
        known=_known(before),
        automatic=automatic,
        reason=reason[:300],
        by_id=actor.user_id,
        by_label=actor.label[:120],
        merged_at=now(),
    )
    join_own_rows(kept, gone)
    for step in merge_steps.values():
        step(kept.pk, gone.pk)
    for share in found:
        if share.table not in OWN_TABLES:
            _repoint(share, gone.pk, kept.pk)
    _join_heads(kept, gone, chosen)
    refresh_search([kept.pk])
    settle_contact_states([kept.pk], on=today())
    _write_down(merge, before, tables.rows_of(found, [kept.pk, gone.pk]), found)
    _remember_decision(actor, merge)
    record(
        actor=actor,
        verb="person.merged",
        subject=ref(kept.pk),
        subject_label=kept.name,
        data={"merge": merge.pk, "gone": gone.pk, "by_rule": automatic},
    )
    return merge


def _both(kept_id: int, gone_id: int) -> tuple[Person, Person]:
    people = {
        person.pk: person
        for person in Person.objects.select_for_update(of=("self",))
        .filter(pk__in=(kept_id, gone_id))
        .order_by("pk")
    }
    if len(people) != 2:
        raise MergeRefusedError(_("Two different records are needed."))
    kept, gone = people[kept_id], people[gone_id]
    if kept.merged_into_id or gone.merged_into_id:
        raise MergeRefusedError(_("One of the two has been merged already."))
    if kept.user_id and gone.user_id:
        raise MergeRefusedError(
            _("Both people have an account of their own. Let one of them close theirs first.")
        )
    return kept, gone


def _known(rows: Rows) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for table, key in rows:
        known.setdefault(table, []).append(key)
    return known


def _repoint(share: Share, gone_id: int, kept_id: int) -> None:
    """All rows of one table; where that would clash, those that can."""
    quoted = f'"{share.column}"'
    statement = f"UPDATE {share.table} t SET {quoted} = %s WHERE t.{quoted} = %s"  # noqa: S608 -- names of our own tables
    values: list[Any] = [share.value(kept_id), share.value(gone_id)]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError:
        _repoint_one_by_one(share, statement, values)


def _repoint_one_by_one(share: Share, statement: str, values: list[Any]) -> None:
    columns = ", ".join(f't."{column}"' for column in share.key)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM {share.table} t WHERE t."{share.column}" = %s',  # noqa: S608 -- names of our own tables
            values[1:],
        )
        keys = cursor.fetchall()
    condition = " AND ".join(f't."{column}" = %s' for column in share.key)
    for key in keys:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{statement} AND {condition}", [*values, *key])
        except IntegrityError:
            continue  # both have it: the row stays with the record that goes


def _join_heads(kept: Person, gone: Person, chosen: Mapping[str, str]) -> None:
    changes = joined_values(kept, gone, chosen)
    taken = [name for name in changes if chosen.get(name) == GONE]
    user_id = gone.user_id
    Person.objects.filter(pk=gone.pk).update(
        merged_into=kept, user=None, version=F("version") + 1, updated_at=Now()
    )
    if user_id:
        changes["user_id"] = user_id
    Person.objects.filter(pk=kept.pk).update(**changes, version=F("version") + 1, updated_at=Now())
    copy_source(kept, gone, taken)


def _write_down(merge: Merge, before: Rows, after: Rows, found: Iterable[Share]) -> None:
    """The difference, row by row and column by column."""
    keys = {share.table: share.key for share in found} | {tables.PEOPLE: ("id",)}
    moves = []
    for place in sorted(before.keys() | after.keys()):
        table, key_text = place
        was, became = before.get(place), after.get(place)
        key = json.loads(key_text)
        if was is None or became is None:
            kind = MergeMove.Kind.ADDED if was is None else MergeMove.Kind.REMOVED
            moves.append(
                MergeMove(merge=merge, table=table, key=key, kind=kind, was=was, became=became)
            )
            continue
        moves += [
            MergeMove(
                merge=merge, table=table, key=key, kind=MergeMove.Kind.CHANGED,
                column=column, was=was[column], became=became[column],
            )
            for column in was
            if was[column] != became[column] and column not in keys[table]
        ]  # fmt: skip
    MergeMove.objects.bulk_create(moves, batch_size=500)


def _remember_decision(actor: Actor, merge: Merge) -> None:
    first, second = sorted((merge.kept_id, merge.gone_id))
    MatchCandidate.objects.filter(first_id=first, second_id=second).update(
        decision=MatchDecision.SAME,
        decided_by=merge.by_id,
        decided_label=actor.label[:120],
        decided_at=merge.merged_at,
        merge=merge,
    )
