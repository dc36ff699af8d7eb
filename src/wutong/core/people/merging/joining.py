"""What becomes of this room's own rows when two records become one.

What only one of the two has moves to the one that stays; what both have stays where it is, and
the kept one is filled from the other. Dated states are brought together so that every past day
still counts one person, contactable where either was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from wutong.core.people.enums import ContactState, SourcedFrom, StateKind
from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    Person,
    PersonDocument,
    PersonState,
    Provenance,
)
from wutong.core.reference.public import units_with_ancestors
from wutong.kernel.hanzi import fold, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

OWN_TABLES = frozenset(
    model._meta.db_table
    for model in (ContactPoint, Degree, Employment, PersonDocument, PersonState, Provenance)
)
_FILLED = {
    "degree": ("class_group", "major", "student_no", "entry_year", "leave_year", "supervisor"),
    "employment": ("title", "industry", "region", "from_date", "to_date", "as_of"),
}


def join_own_rows(kept: Person, gone: Person) -> None:
    """Studies, employments, contact points, states, and where all of it came from."""
    moved = [
        *_join_studies(kept, gone),
        *_join_employments(kept, gone),
        *_join_contacts(kept, gone),
        *_join_documents(kept, gone),
    ]
    Provenance.objects.filter(person=gone, target__in=moved).update(person=kept)
    _join_life(kept, gone)
    _join_memberships(kept, gone)
    _join_contact_states(kept, gone)


def _join_studies(kept: Person, gone: Person) -> Iterable[str]:
    known = list(Degree.objects.filter(person=kept))
    for degree in Degree.objects.filter(person=gone):
        same = next((one for one in known if same_study(one, degree)), None)
        if same is not None:
            _fill(same, degree, _FILLED["degree"])
        else:
            Degree.objects.filter(pk=degree.pk).update(person=kept)
            yield f"degree:{degree.pk}"


def same_study(one: Degree, other: Degree) -> bool:
    """Whether two rows are the same time of study, perhaps written down twice."""
    if one.level != other.level:
        return False
    years = [
        (one.entry_year, other.entry_year),
        (one.leave_year, other.leave_year),
    ]
    told = [(mine, theirs) for mine, theirs in years if mine and theirs]
    if not any(mine == theirs for mine, theirs in told):
        return bool(one.student_no) and one.student_no == other.student_no
    if one.unit_id == other.unit_id:
        return True
    return other.unit_id in units_with_ancestors([one.unit_id]) or (
        one.unit_id in units_with_ancestors([other.unit_id])
    )


def _join_employments(kept: Person, gone: Person) -> Iterable[str]:
    known = {_plain(job.employer): job for job in Employment.objects.filter(person=kept)}
    for job in Employment.objects.filter(person=gone):
        same = known.get(_plain(job.employer))
        if same is not None:
            _fill(same, job, _FILLED["employment"])
        else:
            Employment.objects.filter(pk=job.pk).update(person=kept)
            yield f"employment:{job.pk}"


def _plain(text: str) -> str:
    return simplify(fold(text)).casefold()


def _join_contacts(kept: Person, gone: Person) -> Iterable[str]:
    known = {
        (point.kind, bytes(point.value_hash)): point
        for point in ContactPoint.objects.filter(person=kept).order_by("-valid_to")
    }
    preferred = set(
        ContactPoint.objects.filter(
            person=kept, is_primary=True, valid_to__isnull=True
        ).values_list("kind", flat=True)
    )
    for point in ContactPoint.objects.filter(person=gone):
        same = known.get((point.kind, bytes(point.value_hash)))
        if same is not None and (same.valid_to is None or point.valid_to is not None):
            if point.verified_at and (not same.verified_at or point.verified_at > same.verified_at):
                same.status, same.verified_at = point.status, point.verified_at
                same.save(update_fields=["status", "verified_at"])
            continue
        point.person = kept
        point.is_primary = point.is_primary and point.kind not in preferred
        point.save(update_fields=["person", "is_primary"])
        yield f"contact:{point.pk}"


def _join_documents(kept: Person, gone: Person) -> Iterable[str]:
    known = set(_document_hashes(kept).values())
    for key, digest in _document_hashes(gone).items():
        if digest not in known:
            PersonDocument.objects.filter(pk=key).update(person=kept)
            yield f"document:{key}"


def _document_hashes(person: Person) -> dict[int, bytes]:
    rows = PersonDocument.objects.filter(person=person).values_list("pk", "number_hash")
    return {key: bytes(digest) for key, digest in rows}


def _fill(row: Any, other: Any, names: Iterable[str]) -> None:
    """What `row` does not say and `other` does."""
    filled = [name for name in names if not getattr(row, name) and getattr(other, name)]
    for name in filled:
        setattr(row, name, getattr(other, name))
    if filled:
        row.save(update_fields=filled)


def _join_life(kept: Person, gone: Person) -> None:
    if not PersonState.objects.filter(person=kept, kind=StateKind.LIFE).exists():
        PersonState.objects.filter(person=gone, kind=StateKind.LIFE).update(person=kept)


def _join_memberships(kept: Person, gone: Person) -> None:
    known = {
        state.value: state
        for state in PersonState.objects.filter(
            person=kept, kind=StateKind.MEMBERSHIP, valid_to__isnull=True
        )
    }
    for state in PersonState.objects.filter(person=gone, kind=StateKind.MEMBERSHIP):
        same = known.get(state.value)
        if same is None:
            PersonState.objects.filter(pk=state.pk).update(person=kept)
        elif state.valid_from < same.valid_from:
            same.valid_from = state.valid_from
            same.save(update_fields=["valid_from"])


def _join_contact_states(kept: Person, gone: Person) -> None:
    """Contactable on every day on which either was, lost on the others; nothing after death."""
    rows = list(
        PersonState.objects.filter(person__in=(kept, gone), kind=StateKind.CONTACT).order_by(
            "valid_from", "pk"
        )
    )
    died = (
        PersonState.objects.filter(person=kept, kind=StateKind.LIFE, valid_to__isnull=True)
        .values_list("valid_from", flat=True)
        .first()
    )
    wanted = joined_spans([(row.valid_from, row.valid_to, row.value) for row in rows], died)
    own = {
        (row.valid_from, row.valid_to, row.value): row for row in rows if row.person_id == kept.pk
    }
    superfluous = [row.pk for span, row in own.items() if span not in wanted]
    PersonState.objects.filter(pk__in=superfluous).delete()
    PersonState.objects.bulk_create(
        PersonState(
            person=kept,
            kind=StateKind.CONTACT,
            value=value,
            valid_from=begins,
            valid_to=ends,
            source=SourcedFrom.RULE,
        )
        for begins, ends, value in wanted
        if (begins, ends, value) not in own
    )


Span = tuple["date", "date | None", str]


def joined_spans(spans: list[Span], died: date | None) -> list[Span]:
    """The spans of two records as those of one person."""
    if died is not None:
        spans = [
            (begins, died if ends is None or ends > died else ends, value)
            for begins, ends, value in spans
            if begins < died
        ]
    days = sorted(
        {day for begins, ends, _value in spans for day in (begins, ends) if day is not None}
    )
    joined: list[Span] = []
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else None
        holding = {
            value for begins, ends, value in spans if begins <= day and (ends is None or ends > day)
        }
        if not holding:
            continue
        value = (
            ContactState.CONTACTABLE.value
            if ContactState.CONTACTABLE in holding
            else ContactState.LOST.value
        )
        if joined and joined[-1][1] == day and joined[-1][2] == value:
            joined[-1] = (joined[-1][0], until, value)
        else:
            joined.append((day, until, value))
    return joined


def copy_source(kept: Person, gone: Person, fields: Iterable[str]) -> None:
    """Where the values taken from the record that went come from, on the one that stays."""
    for name in fields:
        source = (
            Provenance.objects.filter(Q(fields__contains=[name]), person=gone, target="person")
            .order_by("-recorded_at", "-pk")
            .first()
        )
        if source is None:
            continue
        source.pk = None
        source.person = kept
        source.fields = [name]
        source.save(force_insert=True)
