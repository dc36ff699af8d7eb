"""Demo acts: seventeen years in the four modes, the same for a seed at any scale.

The proportions follow an office that grew: in the year 2020 about 4.3 % of all people give, in
2019 about 1.7 %; returns to campus break off in 2020 and what happens online rises.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min

from wutong.core.organisations.models import Appointment
from wutong.core.people.enums import LifeState, StateKind
from wutong.core.people.models import Degree, Person, PersonState

from .appointments import SERVED
from .partitions import analyse
from .registry import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from wutong.kernel.demo import DemoWorld

FIRST_YEAR = 2010
COLUMNS = (
    "id", "occurred_on", "recorded_at", "subject_kind", "person_id", "subject_ref", "kind",
    "case_mode", "counts_for_aem", "quantity", "unit", "population", "legal_body", "office_role",
    "source_ref", "source_grade", "grade", "note", "idempotency_key", "batch_ref",
)  # fmt: skip
GROWTH = {2010: 0.25, 2013: 0.4, 2016: 0.6, 2019: 0.8, 2020: 1.0, 2022: 0.95, 2026: 1.3}


@dataclass(frozen=True)
class Share:
    """How many of a hundred thousand people do something in a full year, and how it is known."""

    kind: str
    per_100k: int
    grades: str
    role: str = "host"
    body: str = "department"
    special: tuple[tuple[int, int], ...] = ()

    def expected(self, year: int, people: int) -> float:
        """Acts of the kind in a full ``year`` among ``people``."""
        given = dict(self.special).get(year)
        rate = given if given is not None else self.per_100k * growth(year)
        return rate * people / 100_000


SHARES = (
    Share("past.gift", 4300, "BBBA", body="foundation", special=((2019, 1670), (2020, 4340))),
    Share("past.mentor", 260, "A"),
    Share("past.lecture", 36, "AB"),
    Share("past.admissions", 60, "C", role="reported", body="association"),
    Share("past.event", 1900, "AAB", role="joint"),
    Share("past.return", 3300, "ABC", special=((2020, 420), (2021, 1900), (2022, 500))),
    Share("past.online", 1500, "A", special=((2020, 5600), (2021, 4200), (2022, 4800))),
    Share("past.survey", 2100, "A"),
    Share("past.update", 2400, "A"),
)


def growth(year: int) -> float:
    """The office's size in ``year``, with 2020 as 1."""
    years = sorted(GROWTH)
    if year <= years[0]:
        return GROWTH[years[0]]
    if year >= years[-1]:
        return GROWTH[years[-1]]
    after = bisect_right(years, year)
    low, high = years[after - 1], years[after]
    return GROWTH[low] + (GROWTH[high] - GROWTH[low]) * (year - low) / (high - low)


def build(world: DemoWorld) -> None:
    """Write the acts of all years by COPY."""
    # the people are read before the COPY begins: a connection does one or the other
    total = world.copy("engagement_act", COLUMNS, _rows(world, _pool(world)))
    analyse()
    world.say(f"engagement: {total:,} acts since {FIRST_YEAR}")


@dataclass(frozen=True)
class _Pool:
    """People in the order of their attachment, with the first and last day they can act on."""

    people: list[tuple[int, int, date]]

    def draw(self, chance: Random, day: date) -> int | None:
        """Somebody who had left the university and was alive on ``day``; the attached oftener."""
        for _attempt in range(12):
            person_id, left, died = self.people[int(len(self.people) * chance.random() ** 2.2)]
            if left < day.year and day < died:
                return person_id
        return None


def _pool(world: DemoWorld) -> _Pool:
    chance = world.rng("engagement.pool")
    left = dict(
        Degree.objects.filter(leave_year__isnull=False)
        .values_list("person_id")
        .annotate(year=Min("leave_year"))
        .values_list("person_id", "year")
    )
    units = dict(Degree.objects.order_by("-id").values_list("person_id", "unit_id"))
    died = dict(
        PersonState.objects.filter(kind=StateKind.LIFE, value=LifeState.DECEASED).values_list(
            "person_id", "valid_from"
        )
    )
    ids = (
        Person.objects.filter(merged_into__isnull=True).order_by("id").values_list("id", flat=True)
    )
    ranked = sorted(
        (chance.random() * (0.6 + units.get(person_id, 0) * 7 % 9 / 10), person_id)
        for person_id in ids.iterator(chunk_size=20_000)
        if person_id in left
    )
    return _Pool([(pk, left[pk], died.get(pk, date.max)) for _rank, pk in ranked])


def _rows(world: DemoWorld, pool: _Pool) -> Iterator[tuple[object, ...]]:
    if not pool.people:
        return
    for year in range(FIRST_YEAR, world.today.year + 1):
        end = min(date(year, 12, 31), world.today)
        days = (end - date(year, 1, 1)).days + 1
        for share in SHARES:
            chance = world.rng(f"engagement.{year}.{share.kind}")
            number = round(share.expected(year, world.people) * days / 366)
            for index in range(number):
                day = date(year, 1, 1) + timedelta(days=int(days * chance.random()))
                person_id = pool.draw(chance, day)
                if person_id is not None:
                    yield _row(share, chance, day, world.today, index, person_id, 1)
        yield from _counts(world, year, days)
    yield from _offices(world)


def _offices(world: DemoWorld) -> Iterator[tuple[object, ...]]:
    """The acts of the appointments that are there: taken on, and served to the end."""
    chance = world.rng("engagement.offices")
    rows = Appointment.objects.filter(appointed_on__gte=date(FIRST_YEAR, 1, 1)).order_by("pk")
    for pk, person_id, role, body, since, ended in list(
        rows.values_list("pk", "person_id", "role", "legal_body", "appointed_on", "ended_on")
    ):
        for day, kind, what in (
            (since, f"appointment.{role}", "accepted"),
            (ended - timedelta(days=1) if ended else None, SERVED, "served"),
        ):
            if day is not None and day <= world.today:
                share = Share(kind, 0, "A", body=body)
                row = _row(share, chance, day, world.today, pk, person_id, 1)
                yield (
                    *row[:14], f"appointment:{pk}", *row[15:18], f"appointment:{pk}:{what}",
                    "demo",
                )  # fmt: skip


def _counts(world: DemoWorld, year: int, days: int) -> Iterator[tuple[object, ...]]:
    """Counts without names: classes that report how many returned, and watchers online."""
    chance = world.rng(f"engagement.counts.{year}")
    classes = Share("past.return", 0, "C", role="reported", body="association")
    online = Share("past.online", 0, "B", role="joint")
    size = world.people / 300_000
    for index in range(round(220 * size * growth(year) * days / 366)):
        day = date(year, 1, 1) + timedelta(days=int(days * chance.random()))
        yield _row(classes, chance, day, world.today, 900_000 + index, None, chance.randint(8, 70))
    watched = 1_040_000 if year == 2020 else 160_000 * growth(year)
    for index in range(round(40 * days / 366)):
        day = date(year, 1, 1) + timedelta(days=int(days * chance.random()))
        quantity = max(1, round(watched * size / 40 * chance.uniform(0.4, 1.6)))
        yield _row(online, chance, day, world.today, 950_000 + index, None, quantity)


def _row(
    share: Share,
    chance: Random,
    day: date,
    today: date,
    index: int,
    person_id: int | None,
    quantity: int,
) -> tuple[object, ...]:
    kind = kinds.get(share.kind)
    written = min(day + timedelta(days=chance.randrange(20)), today)
    moment = datetime.combine(written, time(9), tzinfo=UTC)
    milliseconds = int(datetime.combine(day, time(4), tzinfo=UTC).timestamp() * 1000)
    bits = chance.getrandbits(74)
    act_id = UUID(
        int=milliseconds << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & ((1 << 62) - 1)
    )
    name = share.kind.removeprefix("past.")
    return (
        act_id, day, moment, "person" if person_id else "count", person_id, "", share.kind,
        kind.case_mode.value, True, quantity, kind.unit, "alumnus", share.body, share.role,
        f"list:{name}-{day.year}", chance.choice(share.grades), 1, "",
        f"demo:{name}:{day.year}:{index}", "demo",
    )  # fmt: skip
