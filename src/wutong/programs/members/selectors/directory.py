"""The directory. Every condition on a field goes together with the right to see that field: nobody
is found by what they do not show, so that a search cannot be used to guess it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q

from wutong.core.consent.enums import Audience
from wutong.core.consent.models import Visibility
from wutong.core.consent.public import VISIBLE_FIELDS
from wutong.core.people.models import Degree, Employment, Person
from wutong.core.people.public import search
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit, Region
from wutong.core.reference.public import unit_with_ancestors
from wutong.kernel.hanzi import fold, is_han, pinyin_of_name, simplify
from wutong.programs.members.selectors.cards import holds_card
from wutong.programs.members.selectors.fields import values_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


PAGE = 20
PAGES = 10
"""Whoever wants more than two hundred people has to ask more narrowly."""
LONGEST = 60
AFTER_ALL = "\U0010ffff"
INDUSTRIES_SECONDS = 3600
_LETTERS = re.compile(r"[a-z' ]+")
_VOWEL = re.compile(r"[aeiouv]")


@dataclass(frozen=True)
class Asked:
    """What is searched for; empty means anything."""

    name: str = ""
    class_name: str = ""
    college: int | None = None
    place: int | None = None
    industry: str = ""
    page: int = 1


@dataclass(frozen=True)
class Entry:
    """One person of the list, with the fields that this reader may see."""

    pk: int
    name: str
    lines: list[tuple[str, str]]
    classmate: bool


@dataclass(frozen=True)
class Found:
    """A page of the list."""

    entries: list[Entry]
    more: bool
    at_the_end: bool
    """The last page that is shown although there are more."""


@dataclass(frozen=True)
class Reader:
    """Who reads: only holders of a standing card do. ``classmates`` are ids of persons."""

    person: Person
    classmates: frozenset[int] = field(default_factory=frozenset)


def reader_of(person: Person) -> Reader | None:
    """The reader behind a person; None for who has no standing card."""
    if person.deceased or not holds_card(person.pk):
        return None
    classes = Degree.objects.filter(person=person, class_group__isnull=False)
    mates = Degree.objects.filter(class_group__in=classes.values("class_group"))
    ids = frozenset(mates.values_list("person_id", flat=True)) - {person.pk}
    return Reader(person, ids)


def _seen(reader: Reader, code: str) -> Q:
    """That this reader may see the field ``code``; told of `Visibility`, whose index holds all
    that it asks.
    """
    return Q(**{f"{code}__gte": Audience.MEMBERS}) | Q(
        **{code: Audience.CLASSMATES}, person__in=reader.classmates
    )


def listed(reader: Reader) -> QuerySet[Visibility]:
    """Everybody whose name this reader may see, themselves left out."""
    rows = Visibility.objects.filter(_seen(reader, "name"), name__gt=Audience.OFFICE, stands=True)
    return rows.exclude(person=reader.person.pk)


def matching(reader: Reader, asked: Asked) -> QuerySet[Visibility, int]:
    """Ids of those who match everything that is asked and show it, by pinyin.

    Nothing is selected or asked that the index of the listed does not hold, as far as possible: to
    look at the records themselves would take longer than the page may.
    """
    rows = listed(reader)
    if asked.name:
        rows = rows.filter(_named(asked.name))
    studies = Degree.objects.filter(person=OuterRef("person"))
    if asked.class_name:
        there = studies.filter(class_group__name=asked.class_name)
        rows = rows.filter(_seen(reader, "study"), Exists(there))
    if asked.college is not None:
        units = sorted(unit_with_ancestors(asked.college))
        rows = rows.filter(_seen(reader, "study"), Exists(studies.filter(unit__in=units)))
    if asked.place is not None:
        below = Region.objects.filter(Q(pk=asked.place) | Q(parent=asked.place))
        ids = list(below.values_list("pk", flat=True))
        rows = rows.filter(_seen(reader, "place"), region__in=ids)
    if asked.industry:
        jobs = Employment.objects.filter(
            person=OuterRef("person"), to_date__isnull=True, industry=asked.industry
        )
        rows = rows.filter(_seen(reader, "work"), Exists(jobs))
    return rows.order_by("sort_key", "person_id").values_list("person_id", flat=True)


def search_directory(reader: Reader, asked: Asked) -> Found:
    """One page of them."""
    number = max(1, min(PAGES, asked.page))
    start = (number - 1) * PAGE
    ids = list(matching(reader, asked)[start : start + PAGE + 1])
    return Found(
        entries=_entries(reader, ids[:PAGE]),
        more=len(ids) > PAGE and number < PAGES,
        at_the_end=len(ids) > PAGE and number == PAGES,
    )


def _named(text: str) -> Q:
    """By name alone; the one search knows phone and student numbers as well."""
    name = simplify(fold(text[:LONGEST])).strip()
    if name and all(is_han(char) for char in name):
        if len(name) == 1:
            # read as a surname, which it is only in front of something
            front = pinyin_of_name(f"{name}{name}").surname_pinyin
            return Q(person__surname=name) & _from(front)
        found = search(name, people=Person.objects.filter(name__contains=name))
        return Q(person__in=found.order_by().values("pk"))
    latin = name.lower().replace("ü", "v")
    if not _LETTERS.fullmatch(latin):
        return Q(pk__in=())
    run = latin.replace(" ", "").replace("'", "")
    surnames = [run[:size] for size in range(1, len(run)) if _VOWEL.search(run[:size])]
    fronts = [run, *(f"{surname} {run[len(surname) :]}" for surname in surnames)]
    # All of them lie between the first and the last: one stretch of the index, not the whole.
    within = Q(sort_key__gte=min(fronts), sort_key__lt=max(fronts) + AFTER_ALL)
    return within & reduce(or_, map(_from, fronts))


def _from(front: str) -> Q:
    return Q(sort_key__gte=front, sort_key__lt=front + AFTER_ALL)


def sees(reader: Reader, row: Visibility) -> frozenset[str]:
    """The fields of one person that this reader sees."""
    least = Audience.CLASSMATES if row.person_id in reader.classmates else Audience.MEMBERS
    if row.name < least:
        return frozenset()
    return frozenset(code for code in VISIBLE_FIELDS if getattr(row, code) >= least)


def profile_in_directory(reader: Reader, person_id: int) -> tuple[Person, dict[str, list[str]]]:
    """One person as this reader sees them; raises ``Person.DoesNotExist`` for everybody else."""
    row = listed(reader).select_related("person__region").filter(person=person_id).first()
    if row is None:
        raise Person.DoesNotExist
    return row.person, values_of(row.person, sees(reader, row))


def _entries(reader: Reader, ids: list[int]) -> list[Entry]:
    """The lines of the list in three queries, however long it is; contact points are not in it."""
    rows = Visibility.objects.filter(person__in=ids).order_by("sort_key", "person_id")
    rows = rows.select_related("person__region").only(
        *VISIBLE_FIELDS, "person__name", "person__region__name_zh", "person__region__name_en"
    )
    studies = {
        study.person_id: study
        for study in Degree.objects.filter(person__in=ids)
        .select_related("unit", "class_group")
        .only("person", "leave_year", "unit__name_zh", "unit__name_en", "class_group__name")
        .order_by("leave_year", "entry_year", "pk")
    }
    jobs = {
        job.person_id: job
        for job in Employment.objects.filter(person__in=ids, to_date__isnull=True)
        .only("person", "employer", "title")
        .order_by("as_of", "from_date", "pk")
    }
    return [
        _entry(reader, row, studies.get(row.person_id), jobs.get(row.person_id)) for row in rows
    ]


def _entry(reader: Reader, row: Visibility, study: Degree | None, job: Employment | None) -> Entry:
    fields, lines = sees(reader, row), []
    if study is not None and "study" in fields:
        parts = [str(study.unit), str(study.class_group or study.leave_year or "")]
        lines.append(("degree", " · ".join(part for part in parts if part)))
    if job is not None and "work" in fields:
        lines.append(("briefcase", " · ".join(part for part in (job.employer, job.title) if part)))
    if row.person.region is not None and "place" in fields:
        lines.append(("pin", str(row.person.region)))
    classmate = row.person_id in reader.classmates
    return Entry(row.person_id, row.person.name, lines, classmate=classmate)


def colleges() -> list[AcademicUnit]:
    """The colleges of today, for the choice."""
    return list(
        AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True).order_by("code")
    )


def places() -> list[Region]:
    """Provinces and cities, for the choice."""
    return list(Region.objects.order_by("code"))


def industries() -> list[str]:
    """The industries people work in, read once an hour."""
    known: list[str] | None = cache.get("members.industries")
    if known is None:
        rows = Employment.objects.exclude(industry="").order_by("industry")
        known = list(rows.values_list("industry", flat=True).distinct())
        cache.set("members.industries", known, INDUSTRIES_SECONDS)
    return known
