"""Taking a merge back, today or years later.

Every row the merge changed returns to what it was, unless somebody changed it since: then the
later word stands. What came onto the record after the merge stays with the kept person or goes
to the other, as a clerk says or as `facts_since` suggests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wutong.core.people.enums import MatchDecision, MatchStrength, StateKind
from wutong.core.people.errors import MergeRefusedError
from wutong.core.people.indexing import refresh_search
from wutong.core.people.merging import tables
from wutong.core.people.models import (
    ContactPoint,
    Degree,
    MatchCandidate,
    Merge,
    MergeMove,
    Person,
    PersonState,
    Provenance,
)
from wutong.core.people.services.locking import ref, touch_person
from wutong.core.people.services.states import settle_contact_states, settle_memberships
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date

    from wutong.core.people.merging.tables import Row, Share
    from wutong.kernel.actors import Actor

_STATES = PersonState._meta.db_table
_FOLLOWS = frozenset((_STATES, Provenance._meta.db_table))
# Derived from other columns, or counting changes: never a reason to say "changed since".
_DERIVED = frozenset(
    ("search_tokens", "surname", "surname_pinyin", "name_pinyin", "version", "updated_at",
     "contactable", "deceased", "email_ok")
)  # fmt: skip


@dataclass(frozen=True)
class SinceFact:
    """A row that came onto the record after the merge. `ref` names it in a form; `to_gone` is
    what the rules suggest.
    """

    ref: str
    table: str
    key: Row
    what: str
    detail: str
    to_gone: bool


@dataclass(frozen=True)
class Undone:
    """What a merge taken back came to: rows returned, and left as later changes have them."""

    returned: int
    left: int
    assigned: int


def facts_since(merge: Merge) -> list[SinceFact]:
    """What came onto the record after the merge, to be asked about."""
    holder = _holder(merge)
    if holder is None:
        return []
    known = _not_since(merge)
    found = tables.shares()
    by_table = {share.table: share for share in found}
    evidence = _Evidence(merge)
    facts = []
    for (table, key_text), row in tables.rows_of(found, [holder]).items():
        if table == tables.PEOPLE or table in _FOLLOWS or (table, key_text) in known:
            continue
        share = by_table[table]
        facts.append(
            SinceFact(
                ref=f"{table}|{key_text}",
                table=table,
                key=json.loads(key_text),
                what=_what(table),
                detail=_detail(row, share),
                to_gone=evidence.speaks_for_gone(table, row),
            )
        )
    return facts


def _not_since(merge: Merge) -> set[tuple[str, str]]:
    """Rows that are no news of this merge: those that were there, those it made, and those that
    later merges brought from other people.
    """
    known = _known(merge) | _keys(merge.moves.all())
    on_the_way = _onwards(merge)
    later = Merge.objects.filter(undone_at__isnull=True, pk__gt=merge.pk)
    for other in later.filter(kept__in={merge.kept_id, *(one.kept_id for one in on_the_way)}):
        brought = _keys(other.moves.filter(was__in=(other.gone_id, f"person:{other.gone_id}")))
        known |= _keys(other.moves.filter(kind=MergeMove.Kind.ADDED))
        known |= _known(other) - brought if other in on_the_way else brought
    return known


def _known(merge: Merge) -> set[tuple[str, str]]:
    return {(table, key) for table, keys in merge.known.items() for key in keys}


def _keys(moves: Iterable[MergeMove]) -> set[tuple[str, str]]:
    return {(move.table, json.dumps(move.key, sort_keys=True)) for move in moves}


def _onwards(merge: Merge) -> list[Merge]:
    """The merges by which the kept record itself went on into others."""
    found: list[Merge] = []
    at = merge.kept_id
    while True:
        further = Merge.objects.filter(gone_id=at, undone_at__isnull=True).first()
        if further is None:
            return found
        found.append(further)
        at = further.kept_id


class _Evidence:
    """What tells that a later fact belongs to the record that went: the same number, address or
    occasion as one of its own.
    """

    def __init__(self, merge: Merge) -> None:
        moved = merge.moves.filter(kind=MergeMove.Kind.CHANGED, was=merge.gone_id)
        keys = {(move.table, move.key.get("id")) for move in moved}
        own = [key for table, key in keys if table == ContactPoint._meta.db_table]
        points = ContactPoint.objects.filter(pk__in=own) | ContactPoint.objects.filter(
            person=merge.gone_id
        )
        self.hashes = {f"\\x{bytes(value).hex()}" for value in points.values_list("value_hash", flat=True)}  # fmt: skip
        own = [key for table, key in keys if table == Degree._meta.db_table]
        degrees = Degree.objects.filter(pk__in=own) | Degree.objects.filter(person=merge.gone_id)
        self.numbers = set(degrees.exclude(student_no="").values_list("student_no", flat=True))

    def speaks_for_gone(self, table: str, row: Row) -> bool:
        if table == ContactPoint._meta.db_table:
            return row["value_hash"] in self.hashes
        return table == Degree._meta.db_table and row["student_no"] in self.numbers


def _what(table: str) -> str:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return capfirst(str(model._meta.verbose_name))
    return table


_TELLING = (
    "kind", "topic", "masked", "employer", "major", "title", "student_no", "value", "occurred_on",
    "given_at", "changed_at", "replied_at", "created_at",
)  # fmt: skip


def _detail(row: Row, share: Share) -> str:
    told = [str(row[name])[:40] for name in _TELLING if row.get(name)]
    return " · ".join(told[:4])


@transaction.atomic
def unmerge(
    *,
    actor: Actor,
    merge_id: int,
    to_gone: Collection[str] | None = None,
    decision: str = MatchDecision.DIFFERENT,
) -> Undone:
    """Take a merge back. `to_gone` names the facts since (by `ref`) that belong to the record
    that went; None follows the rules. `decision` is what is remembered of the pair: different
    people by default, so that they are not merged again.
    """
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    holder = _holder(merge)
    if merge.undone_at is not None or holder is None:
        raise MergeRefusedError(_("This merge has been taken back already."))
    people = Person.objects.select_for_update(of=("self",)).order_by("pk")
    list(people.filter(pk__in={merge.kept_id, merge.gone_id, holder}))
    since = facts_since(merge)
    wanted = {fact.ref for fact in since if fact.to_gone} if to_gone is None else set(to_gone)
    states_since = _states_since(merge, holder)
    overtaken = states_since[0].valid_from if states_since else None
    returned, left = _Return(merge, holder, overtaken).run()
    assigned = [fact for fact in since if fact.ref in wanted]
    for fact in assigned:
        _assign(fact, merge, holder)
    merge.undone_at, merge.undone_by_label = now(), actor.label[:120]
    merge.save(update_fields=["undone_at", "undone_by_label"])
    if left or since or states_since:
        _settle({merge.kept_id, merge.gone_id, holder})
    _decide(actor, merge, decision)
    record(
        actor=actor,
        verb="person.unmerged",
        subject=ref(merge.kept_id),
        subject_label=merge.kept.name,
        data={"merge": merge.pk, "gone": merge.gone_id, "returned": returned, "left": left},
    )
    return Undone(returned=returned, left=left, assigned=len(assigned))


def _holder(merge: Merge) -> int | None:
    """Who holds the merged record now: the kept one, or whoever that was merged into since."""
    return Person.objects.values_list("merged_into_id", flat=True).get(pk=merge.gone_id)


class _Return:
    """Row by row back to what was."""

    def __init__(self, merge: Merge, holder: int, overtaken: date | None) -> None:
        self.merge = merge
        self.holder = holder
        self.overtaken = overtaken
        self.columns = {(share.table, share.column): share for share in tables.shares()}
        self.columns["people_person", "merged_into_id"] = tables.Share(
            tables.PEOPLE, "merged_into_id", ("id",)
        )
        self.returned = self.left = 0

    def run(self) -> tuple[int, int]:
        moves = list(self.merge.moves.order_by("pk"))
        for kind, does in (
            (MergeMove.Kind.ADDED, self._take_away),
            (MergeMove.Kind.CHANGED, self._change_back),
            (MergeMove.Kind.REMOVED, self._put_back),
        ):
            for move in moves:
                if move.kind == kind:
                    self._try(move, does)
        return self.returned, self.left

    def _try(self, move: MergeMove, does: Callable[[MergeMove], bool]) -> None:
        try:
            with transaction.atomic():
                done = does(move)
        except IntegrityError:
            done = False
        if done:
            self.returned += 1
        elif move.column not in _DERIVED:
            self.left += 1

    def _take_away(self, move: MergeMove) -> bool:
        row = tables.read_row(move.table, move.key)
        if row is None:
            return False
        if row != move.became and not _is_contact_state(move.table, row):
            return False
        tables.delete_row(move.table, move.key)
        return True

    def _change_back(self, move: MergeMove) -> bool:
        row = tables.read_row(move.table, move.key)
        if row is None:
            return False
        share = self.columns.get((move.table, move.column))
        moved_on = share is not None and row[move.column] == share.value(self.holder)
        if row[move.column] != move.became and not moved_on:
            return False
        tables.write_column(move.table, move.key, move.column, move.was)
        return True

    def _put_back(self, move: MergeMove) -> bool:
        if tables.read_row(move.table, move.key) is not None:
            return False
        row: Row = dict(move.was or {})
        if self.overtaken and _is_contact_state(move.table, row) and row["valid_to"] is None:
            # a later state has begun since: this one ended on that day
            row["valid_to"] = max(row["valid_from"], self.overtaken.isoformat())
        tables.insert_row(move.table, row)
        return True


def _is_contact_state(table: str, row: Row) -> bool:
    return table == _STATES and row["kind"] == StateKind.CONTACT


def _states_since(merge: Merge, holder: int) -> list[PersonState]:
    """Contact states that began after the merge."""
    known = {json.loads(key)["id"] for table, key in _not_since(merge) if table == _STATES}
    return list(
        PersonState.objects.filter(person=holder, kind=StateKind.CONTACT)
        .exclude(pk__in=known)
        .order_by("valid_from", "pk")
    )


def _assign(fact: SinceFact, merge: Merge, holder: int) -> None:
    share = next(
        share
        for share in tables.shares()
        if share.table == fact.table
        and (tables.read_row(fact.table, fact.key) or {}).get(share.column) == share.value(holder)
    )
    tables.write_column(fact.table, fact.key, share.column, share.value(merge.gone_id))
    names = {
        ContactPoint._meta.db_table: "contact",
        Degree._meta.db_table: "degree",
        "people_employment": "employment",
    }
    if fact.table in names:
        Provenance.objects.filter(
            person=holder, target=f"{names[fact.table]}:{fact.key['id']}"
        ).update(person=merge.gone_id)


def _settle(person_ids: set[int]) -> None:
    """Make what is derived follow, where life went on after the merge."""
    for person in Person.objects.filter(pk__in=person_ids):
        touch_person(person)
    refresh_search(person_ids)
    settle_memberships(person_ids)
    settle_contact_states(person_ids, on=today())


def _decide(actor: Actor, merge: Merge, decision: str) -> None:
    first, second = sorted((merge.kept_id, merge.gone_id))
    values = {
        "decision": decision,
        "decided_by_id": actor.user_id,
        "decided_label": actor.label[:120],
        "decided_at": now(),
        "merge": None,
    }
    if decision == MatchDecision.OPEN:
        values |= {"decided_by_id": None, "decided_label": "", "decided_at": None}
    MatchCandidate.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults=values,
        create_defaults={
            **values,
            "score": 0.0,
            "strength": MatchStrength.POSSIBLE,
            "found_at": now(),
        },
    )
