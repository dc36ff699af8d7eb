"""Whose moment a day is, as a condition on people that becomes part of one statement."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Case, F, OuterRef, Q, Subquery, When

from wutong.core.engagement.models import Act
from wutong.core.people.models import Degree
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.programs.moments.almanac import FIRST_YEAR, lunar_births, solar_birthdays
from wutong.programs.moments.enums import BirthdayCalendar, CapsuleState, MomentKind
from wutong.programs.moments.models import Arrival, BirthdayChoice, Occurrence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.programs.moments.models import Moment

JOINED = "member.joined"
"""The kind of act that joining writes into the ledger."""
EVERYBODY = Q(pk__isnull=False)
KNOWN = date(FIRST_YEAR + 1, 1, 1)
"""Registers give 1900 and 1901 where they do not know."""


def whose(moment: Moment, on: date) -> Q:
    """The condition on ``Person`` that makes ``on`` their day."""
    if moment.kind == MomentKind.BIRTHDAY:
        return birthday(on)
    if moment.kind == MomentKind.GRADUATION:
        return Q(pk__in=leavers([on.year - years for years in moment.years]))
    if moment.kind == MomentKind.CALL:
        return Q(pk__in=leavers([on.year]))
    if moment.kind == MomentKind.WELCOME:
        joined = on - timedelta(days=moment.days_after or 0)
        return Q(pk__in=joiners(joined, joined).values("person_id"))
    if moment.kind == MomentKind.CAPSULE:
        return Q(pk__in=awaiting(moment, on).values("person"), email_ok=True)
    return EVERYBODY


def awaiting(moment: Moment, on: date) -> QuerySet[Arrival]:
    """Letters to the future that are due and not under way with the sending of another day."""
    mine = Occurrence.objects.filter(moment=moment, on=on, campaign__isnull=False)
    return Arrival.objects.filter(
        Q(campaign__isnull=True) | Q(campaign__in=mine.values("campaign")),
        arrived_on__isnull=True, capsule__opens_on__lte=on,
    ).exclude(capsule__state=CapsuleState.WITHDRAWN)  # fmt: skip


def birthday(on: date) -> Q:
    """Born on this day of the year, or for those who keep it so on this lunar day."""
    lunar = BirthdayChoice.objects.filter(calendar=BirthdayCalendar.LUNAR).values("person")
    days = [Q(birth_date__month=month, birth_date__day=day) for month, day in solar_birthdays(on)]
    solar = reduce(or_, days) & Q(birth_date__gte=KNOWN, birth_date__lt=on) & ~Q(pk__in=lunar)
    births = [born for born in lunar_births(on) if KNOWN <= born < on]
    return solar | Q(pk__in=lunar, birth_date__in=births)


def leavers(years: list[int]) -> QuerySet[Degree, int]:
    """Who left in one of ``years`` with the study that letters speak of: that of ``years_since``."""
    main = (
        Degree.objects.filter(person=OuterRef("person"))
        .annotate(
            classless=Case(When(class_group__isnull=True, then=1), default=0),
            later=Case(When(level=DegreeLevel.BACHELOR, then=0), default=1),
        )
        .order_by("classless", "later", F("leave_year").asc(nulls_last=True), "pk")
    )
    studies = Degree.objects.filter(leave_year__in=years, completion=Completion.GRADUATED)
    return (
        studies.annotate(main=Subquery(main.values("pk")[:1]))
        .filter(main=F("pk"))
        .values_list("person_id", flat=True)
    )


def joiners(first: date, last: date) -> QuerySet[Act]:
    """The acts of joining between two days."""
    return Act.objects.filter(
        kind=JOINED, occurred_on__range=(first, last), voided_at__isnull=True,
        person__isnull=False,
    )  # fmt: skip
