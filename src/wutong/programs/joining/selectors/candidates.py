"""Which records come near what somebody gave, and how near."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from wutong.core.engagement.models import Act
from wutong.core.people.enums import STUDENT, ContactStatus
from wutong.core.people.models import ContactPoint, Degree, Person, PersonState
from wutong.core.reference.enums import Grade
from wutong.core.reference.public import units_with_ancestors
from wutong.kernel.clock import CAMPUS, today
from wutong.kernel.hanzi import fold
from wutong.programs.joining.deciding import Candidate, Fit, Holder, Holding, is_fresh

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

MOST = 60
YOUNG = timedelta(days=30)
"""So long a contact that nobody confirmed opens nothing by itself."""


@dataclass(frozen=True)
class Claim:
    """What somebody gave of themselves. ``college`` is the id of a unit."""

    name: str
    contact_hash: bytes
    student_no: str = ""
    college: int | None = None
    entry_year: int | None = None
    class_name: str = ""
    units: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls,
        *,
        name: str,
        contact_hash: bytes,
        student_no: str = "",
        college: int | None = None,
        entry_year: int | None = None,
        class_name: str = "",
    ) -> Claim:
        """Folded; the college stands for what it grew out of as well."""
        units = frozenset(units_with_ancestors([college])) if college else frozenset()
        return cls(
            fold(name), bytes(contact_hash), plain(student_no), college, entry_year,
            plain(class_name), units,
        )  # fmt: skip


def plain(text: str) -> str:
    """As compared: folded, without spaces, capitals."""
    return "".join(fold(text).split()).upper()


def candidates_for(claim: Claim) -> list[Candidate]:
    """Every record with the number; of the name with the class, or college and year; or with the
    contact. Merged records answer as the one that stayed.
    """
    ids = _near(claim)
    people = Person.objects.filter(pk__in=ids, merged_into__isnull=True).select_related("user")
    studies: dict[int, list[Degree]] = defaultdict(list)
    for degree in Degree.objects.filter(person__in=ids).select_related("class_group"):
        studies[degree.person_id].append(degree)
    holdings = holdings_of(claim.contact_hash, ids)
    alumni = set(
        PersonState.objects.filter(person__in=ids, kind="membership", valid_to__isnull=True)
        .exclude(value=STUDENT)
        .values_list("person_id", flat=True)
    )
    return [
        candidate(claim, person, studies[person.pk], holdings[person.pk], person.pk in alumni)
        for person in people.order_by("pk")
    ]


def _near(claim: Claim) -> set[int]:
    found: set[int] = set()
    if claim.student_no:
        numbered = Degree.objects.filter(
            student_no__in={claim.student_no, claim.student_no.lower()}
        )
        found.update(numbered.values_list("person_id", flat=True)[:MOST])
    named = (
        Q(person__name=claim.name)
        | Q(person__former_names__contains=[claim.name])
        | Q(person__name_latin__iexact=claim.name)
    )
    if claim.class_name:
        in_class = Degree.objects.filter(
            Q(class_group__name__iexact=claim.class_name) & named, person__merged_into__isnull=True
        )
        found.update(in_class.values_list("person_id", flat=True)[:MOST])
    if claim.units and claim.entry_year:
        there = Degree.objects.filter(
            named, unit__in=claim.units, entry_year=claim.entry_year,
            person__merged_into__isnull=True,
        )  # fmt: skip
        found.update(there.values_list("person_id", flat=True)[:MOST])
    held = ContactPoint.objects.filter(value_hash=claim.contact_hash)
    found.update(held.values_list("person_id", flat=True)[:MOST])
    stayed = Person.objects.filter(pk__in=found, merged_into__isnull=False)
    return found | set(stayed.values_list("merged_into_id", flat=True))


def candidate(
    claim: Claim, person: Person, degrees: list[Degree], holding: Holding, alumnus: bool
) -> Candidate:
    """One record beside the claim, by the time of study that agrees best."""
    names = {person.name, *person.former_names}
    latin = plain(person.name_latin)
    named = claim.name in names or bool(latin and plain(claim.name) == latin)
    number, group, college, year = max(
        (_fits(claim, degree) for degree in degrees),
        key=lambda fits: (fits.count(Fit.AGREES), -fits.count(Fit.DIFFERS)),
        default=(Fit.SILENT,) * 4,
    )
    return Candidate(
        person_id=person.pk,
        name=Fit.AGREES if named else Fit.DIFFERS,
        number=number,
        group=group,
        college=college,
        year=year,
        contact=holding,
        deceased=person.deceased,
        guarded=person.grade == Grade.SENSITIVE,
        has_account=person.user is not None and person.user.is_active,
        alumnus=alumnus,
    )


def _fits(claim: Claim, degree: Degree) -> tuple[Fit, Fit, Fit, Fit]:
    group = degree.class_group
    in_class = bool(group and claim.class_name and plain(group.name) == claim.class_name)
    return (
        _fit(claim.student_no, plain(degree.student_no)),
        Fit.AGREES if in_class else Fit.SILENT,  # people write their class in many ways
        _fit(claim.college, degree.unit_id if degree.unit_id not in claim.units else claim.college),
        _fit(claim.entry_year, degree.entry_year),
    )


def _fit(given: object, known: object) -> Fit:
    if not given or not known:
        return Fit.SILENT
    return Fit.AGREES if given == known else Fit.DIFFERS


def holdings_of(contact_hash: bytes, ids: Collection[int]) -> dict[int, Holding]:
    """Whose contact it is, seen from each record of ``ids``."""
    rows = list(
        ContactPoint.objects.filter(
            value_hash=contact_hash, person__merged_into__isnull=True
        ).select_related("person__user")
    )
    current = {row.person_id for row in rows if row.valid_to is None}
    alive = alive_on(row.person_id for row in rows)
    held: dict[int, Holding] = {}
    for person_id in ids:
        own = [row for row in rows if row.person_id == person_id]
        if current - {person_id}:
            held[person_id] = Holding.ELSEWHERE
        elif any(_sound(row, alive.get(person_id)) for row in own):
            held[person_id] = Holding.OWN
        else:
            held[person_id] = Holding.DORMANT if own else Holding.UNKNOWN
    return held


def _works(row: ContactPoint) -> bool:
    """In use, and confirmed or on record for a while: what a forwarded link added yesterday is no
    key to the record.
    """
    in_use = row.valid_to is None and row.status == ContactStatus.OK
    young = row.valid_from is not None and today() - row.valid_from < YOUNG
    return in_use and (row.verified_at is not None or not young)


def _sound(row: ContactPoint, alive: date | None) -> bool:
    return _works(row) and is_fresh(
        max(filter(None, (alive, _day(row.verified_at))), default=None), today()
    )


def alive_on(person_ids: Iterable[int]) -> dict[int, date]:
    """The last sign of life of each: an act in the ledger, or a sign-in."""
    ids = set(person_ids)
    acts = Act.objects.filter(person__in=ids, voided_at__isnull=True).values_list("person_id")
    last: dict[int, date] = {key: day for key, day in acts.annotate(Max("occurred_on")) if key}
    signed = Person.objects.filter(pk__in=ids, user__last_login__isnull=False)
    for key, moment in signed.values_list("pk", "user__last_login"):
        day = _day(moment)
        if day is not None:
            last[key] = max(day, last.get(key, day))
    return last


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CAMPUS).date() if moment else None


def holders_of(contact_hash: bytes) -> list[Holder]:
    """Living records that name the contact, for whoever comes back with a code alone."""
    rows = list(
        ContactPoint.objects.filter(
            value_hash=contact_hash,
            person__merged_into__isnull=True,
            person__deceased=False,
            person__grade__lt=Grade.SENSITIVE,
        ).order_by("person_id")
    )
    alive = alive_on(row.person_id for row in rows)
    holders: dict[int, Holder] = {}
    for row in rows:
        days = [alive.get(row.person_id), _day(row.verified_at)]
        doubtful = not _works(row)
        fresh = max(filter(None, days), default=None)
        known = holders.get(row.person_id)
        if known is None or known.doubtful:
            holders[row.person_id] = Holder(row.person_id, fresh, doubtful)
    return list(holders.values())


def facts_fit(person_id: int, *, student_no: str, entry_year: int | None, class_name: str) -> bool:
    """Whether every fact that was given is one of the record's, and at least one was given."""
    given = (plain(student_no), entry_year, plain(class_name))
    if not any(given):
        return False
    for degree in Degree.objects.filter(person=person_id).select_related("class_group"):
        group = plain(degree.class_group.name) if degree.class_group else ""
        known = (plain(degree.student_no), degree.entry_year, group)
        if all(not one or one == other for one, other in zip(given, known, strict=True)):
            return True
    return False
