"""Who enters when: the classes of sixty intakes, who studies on, who is on record twice.

The plan is small and drawn in one go from the seed, so that every process can make the same one;
the people of a class are then drawn class by class in any order (``people``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

from wutong.devtools.demo.university_data import STRANDS, UNITS, Major, Strand

INTAKES = 60
CLOSED_YEARS = range(1966, 1970)  # no university took students
UNIT_NUMBER = {unit.code: number for number, unit in enumerate(UNITS, 11)}
INTAKE = {
    1956: 1.1, 1959: 1.7, 1962: 1.2, 1965: 1.4, 1970: 0.5, 1976: 0.9, 1977: 1.2, 1980: 1.5,
    1985: 2.0, 1990: 2.1, 1995: 2.6, 1998: 3.0, 1999: 4.2, 2002: 6.3, 2006: 7.6, 2012: 8.2,
    2018: 8.9, 2024: 9.6, 2040: 10.5,
}  # fmt: skip
# Share of the intake's newcomers by level; the rest are bachelors.
SHARES = {
    "master": {1977: 0.0, 1978: 0.03, 1990: 0.07, 2000: 0.12, 2010: 0.22, 2022: 0.28},
    "doctor": {1983: 0.0, 1984: 0.003, 2000: 0.015, 2022: 0.035},
    "college": {1979: 0.0, 1980: 0.1, 1996: 0.12, 2003: 0.06, 2006: 0.0},
    "continuing": {1984: 0.0, 1985: 0.04, 2000: 0.06, 2015: 0.03},
}
STUDY_ON = {1978: 0.02, 1985: 0.05, 1995: 0.08, 2005: 0.16, 2015: 0.24, 2025: 0.28}
CLASS_SIZE = {"bachelor": 30, "college": 35, "master": 28, "doctor": 12, "continuing": 32}


def between(points: dict[int, float], year: int) -> float:
    """The value of a broken line through ``points`` at ``year``."""
    years = sorted(points)
    place = bisect_right(years, year)
    if place == 0:
        return points[years[0]]
    if place == len(years):
        return points[years[-1]]
    left, right = years[place - 1], years[place]
    share = (year - left) / (right - left)
    return points[left] + share * (points[right] - points[left])


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """One class: its people have ids ``first`` … ``first + size - 1`` (0: from the June file)."""

    index: int
    strand: int
    major: int
    level: str
    entry: int
    leave: int
    number: int
    size: int
    first: int
    first_seq: int

    @property
    def field(self) -> Major:
        return STRANDS[self.strand].majors[self.major]

    @property
    def unit(self) -> str:
        """The code of the unit it belonged to when it entered."""
        return home_of(STRANDS[self.strand], self.entry)

    @property
    def code(self) -> str:
        """Unique over all years: 计算机2101, 硕计算机2101, 博…"""
        prefix = {"master": "硕", "doctor": "博", "college": "专", "continuing": ""}.get(
            self.level, ""
        )
        return f"{prefix}{self.field.short}{self.entry % 100:02d}{self.number:02d}"

    @property
    def left(self) -> date:
        """The day of leaving; those of 1977 entered and left half a year late."""
        if self.entry == 1977 and self.level == "bachelor":
            return date(self.leave, 1, 10)
        return date(self.leave, 6, 30)


@dataclass(frozen=True, slots=True)
class LaterDegree:
    """A further degree of somebody who already has one here."""

    class_index: int
    seq: int


@dataclass(slots=True)
class Plan:
    """The whole intake; ``file_year`` is the June whose graduates are not on record yet."""

    seed: str
    people: int
    today: date
    file_year: int
    classes: list[PlannedClass] = field(default_factory=list)
    later: dict[int, tuple[LaterDegree, ...]] = field(default_factory=dict)
    twice: dict[int, int] = field(default_factory=dict)
    fixed: dict[str, int] = field(default_factory=dict)
    graduates: int = 0  # ids 1 … graduates come from classes
    others: int = 0  # then staff, honorary alumni and students
    file_classes: list[int] = field(default_factory=list)

    def rng(self, name: str) -> Random:
        return Random(f"{self.seed}:{name}")  # noqa: S311 - a demo, not a secret


def home_of(strand: Strand, year: int) -> str:
    """The unit a strand belonged to in ``year``."""
    return [code for since, code in strand.homes if since <= year][-1]


def years_of(strand: Strand, level: str, entry: int) -> int:
    """How long a course took."""
    if level == "bachelor":
        if 1970 <= entry <= 1976:
            return 3
        return strand.years + (1 if entry <= 1965 or entry == 1977 else 0)
    return {"college": 3, "master": 3, "doctor": 4, "continuing": 2}[level]


def offered(level: str, entry: int) -> list[tuple[int, int, int]]:
    """(strand, major, weight) of what could be entered at a level in a year."""
    found = []
    for place, strand in enumerate(STRANDS):
        if strand.homes[0][0] > entry or (strand.key == "adult") != (level == "continuing"):
            continue
        if level in {"master", "doctor"} and strand.key == "international":
            continue
        if level == "college" and strand.key not in {
            "mechanics",
            "electrics",
            "finance",
            "accounting",
            "management",
            "nursing",
        }:
            continue
        found += [
            (place, number, major.weight)
            for number, major in enumerate(strand.majors)
            if major.since <= entry <= major.until
        ]
    return found


class Planner:
    """Draws a ``Plan``; use ``make_plan``."""

    def __init__(self, *, seed: str, people: int, today: date, file_rows: int) -> None:
        june = today.year if today >= date(today.year, 7, 1) else today.year - 1
        self.plan = Plan(seed=seed, people=people, today=today, file_year=june)
        self.rng = self.plan.rng("plan")
        self.file_rows = file_rows
        # Small demos have fewer and smaller classes, so that a class still is one.
        self.shrink = 1.0 if people >= 100_000 else 0.55
        self.numbers: dict[tuple[int, int, str, int], int] = defaultdict(int)
        self.seqs: dict[tuple[int, str, str], int] = defaultdict(int)
        self.next_id = 1

    def intake_years(self) -> list[int]:
        """The last sixty years with an intake of bachelors who have left by now."""
        years: list[int] = []
        year = self.plan.file_year - 5
        while len(years) < INTAKES:
            if year not in CLOSED_YEARS:
                years.append(year)
            year -= 1
        return years[::-1]

    def make(self) -> Plan:
        plan = self.plan
        duplicates = round(plan.people * 0.025)
        plan.others = max(8, round(plan.people * 0.014))
        plan.graduates = plan.people - duplicates - plan.others
        self.plan_record_classes(plan.graduates)
        self.plan_file_classes()
        self.plan_later_degrees()
        originals = self.rng.sample(range(3, plan.graduates + 1), duplicates)
        first = plan.graduates + plan.others + 1
        plan.twice = {original: first + place for place, original in enumerate(sorted(originals))}
        for role, strand, entry in (("alumna", "computing", 2006), ("alumnus", "clinical", 1996)):
            plan.fixed[role] = next(
                made.first
                for made in plan.classes
                if STRANDS[made.strand].key == strand
                and made.entry == entry
                and made.level == "bachelor"
            )
        return plan

    def plan_record_classes(self, total: int) -> None:
        """Classes of all who left before the file's June, ``total`` people exactly."""
        years = self.intake_years()
        years += [years[-1] + 1]  # only two- and three-year courses of that year have left
        wanted = [
            (level, year, between(INTAKE, year) * share)
            for year in years
            for level, share in self.shares(year)
        ]
        wanted = [
            (level, year, weight)
            for level, year, weight in wanted
            if year + years_of(STRANDS[0], level, year) < self.plan.file_year
        ]
        scale = total / sum(weight for _, _, weight in wanted)
        owed: dict[str, float] = defaultdict(float)
        left = total
        for level, year, weight in wanted:
            owed[level] += weight * scale
            sizes = self.sizes(level, owed[level], left)
            if not sizes and self.forced(level, year):
                sizes = [min(6, left)]
            owed[level] -= sum(sizes)
            left -= sum(sizes)
            self.open_classes(level, year, sizes)
        while left:  # what rounding left over goes into the youngest bachelor classes
            size = min(left, 20)
            self.open_classes("bachelor", years[-2], [size])
            left -= size

    def shares(self, year: int) -> list[tuple[str, float]]:
        shares = {level: between(points, year) for level, points in SHARES.items()}
        return [("bachelor", 1 - sum(shares.values())), *shares.items()]

    def sizes(self, level: str, owed: float, left: int) -> list[int]:
        target = max(6, CLASS_SIZE[level] * self.shrink)
        sizes: list[int] = []
        while owed - sum(sizes) >= target * 0.7:
            size = round(target * self.rng.uniform(0.8, 1.2))
            size = min(size, left - sum(sizes))
            if size <= 0:
                break
            sizes.append(size)
        return sizes

    def open_classes(
        self, level: str, entry: int, sizes: list[int], *, filed: bool = False
    ) -> None:
        """Spread classes over what was offered, each major in its share."""
        choices = offered(level, entry)
        if filed:  # only courses that end in that June
            choices = [
                choice
                for choice in choices
                if entry + years_of(STRANDS[choice[0]], level, entry) == self.plan.file_year
            ]
        cumulative = list(accumulate(weight for _, _, weight in choices))
        start = self.rng.random()
        for place, size in enumerate(sizes):
            point = (place + start) / len(sizes) * cumulative[-1]
            strand, major, _ = choices[min(bisect_right(cumulative, point), len(choices) - 1)]
            if place == 0 and not filed:
                strand, major = self.forced(level, entry) or (strand, major)
            self.open_class(strand, major, level, entry, size, filed=filed)

    def forced(self, level: str, entry: int) -> tuple[int, int] | None:
        """The classes of the two people with fixed log-ins exist at every size."""
        wanted = {2006: "computing", 1996: "clinical"}.get(entry)
        if level != "bachelor" or wanted is None:
            return None
        strand = next(place for place, made in enumerate(STRANDS) if made.key == wanted)
        major = next(
            place
            for place, made in enumerate(STRANDS[strand].majors)
            if made.since <= entry <= made.until
        )
        return strand, major

    def open_class(
        self, strand: int, major: int, level: str, entry: int, size: int, *, filed: bool
    ) -> None:
        plan = self.plan
        self.numbers[strand, major, level, entry] += 1
        unit = home_of(STRANDS[strand], entry)
        made = PlannedClass(
            index=len(plan.classes), strand=strand, major=major, level=level, entry=entry,
            leave=entry + years_of(STRANDS[strand], level, entry),
            number=self.numbers[strand, major, level, entry], size=size,
            first=0 if filed else self.next_id, first_seq=self.seqs[entry, level, unit] + 1,
        )  # fmt: skip
        self.seqs[entry, level, unit] += size
        plan.classes.append(made)
        if filed:
            plan.file_classes.append(made.index)
        else:
            self.next_id += size

    def plan_file_classes(self) -> None:
        """The classes that left in the file's June and are not on record yet."""
        june = self.plan.file_year
        for level, years, share in (
            ("bachelor", 4, 0.45),
            ("bachelor", 5, 0.06),
            ("master", 3, 0.18),
            ("doctor", 4, 0.025),
        ):
            sizes = self.sizes(level, self.file_rows * share, self.file_rows)
            self.open_classes(level, june - years, sizes, filed=True)

    def plan_later_degrees(self) -> None:
        """Bachelors who stay or come back for a master's, masters for a doctorate."""
        homes: dict[tuple[str, int], list[PlannedClass]] = defaultdict(list)
        for made in self.plan.classes:
            homes[made.level, made.entry].append(made)
        rng = self.rng
        for made in self.plan.classes:
            if made.level not in {"bachelor", "master"} or not made.first:
                continue
            chance = between(STUDY_ON, made.leave) if made.level == "bachelor" else 0.09
            for person in range(made.first, made.first + made.size):
                if rng.random() < chance:
                    self.study_on(person, made, homes)

    def study_on(
        self,
        person: int,
        made: PlannedClass,
        homes: dict[tuple[str, int], list[PlannedClass]],
    ) -> None:
        rng, steps = self.rng, ["master", "doctor"]
        found: list[LaterDegree] = []
        last = made
        for level in steps if made.level == "bachelor" else ["doctor"]:
            if found and rng.random() > 0.13:
                break
            entry = last.leave + (0 if rng.random() < 0.7 else rng.randint(1, 6))
            open_then = [
                one for one in homes.get((level, entry), ()) if one.leave <= self.plan.file_year
            ]
            same = [one for one in open_then if one.strand == last.strand]
            choices = same if same and rng.random() < 0.9 else open_then
            if not choices:
                break
            last = rng.choice(choices)
            key = (last.entry, last.level, last.unit)
            self.seqs[key] += 1
            found.append(LaterDegree(last.index, self.seqs[key]))
        if found:
            self.plan.later[person] = tuple(found)


def make_plan(*, seed: str, people: int, today: date, file_rows: int) -> Plan:
    """The plan for a seed, a number of person records and a day; always the same."""
    return Planner(seed=seed, people=people, today=today, file_rows=file_rows).make()
