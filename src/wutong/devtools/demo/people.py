"""The people of one class, drawn from the plan's seed and the class alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.devtools.demo import name_data
from wutong.devtools.demo.careers import ABROAD, draw_career, draw_region
from wutong.devtools.demo.contacts import draw_contacts
from wutong.devtools.demo.drafts import DegreeDraft, PersonDraft, StateDraft, Truth
from wutong.devtools.demo.life import Life, draw_life
from wutong.devtools.demo.names import (
    DrawnName,
    draw_chinese,
    draw_foreign,
    draw_given,
    draw_minority,
    draw_surname,
)
from wutong.devtools.demo.plan import UNIT_NUMBER, Plan, PlannedClass, between
from wutong.devtools.demo.university_data import STRANDS
from wutong.kernel.hanzi import pinyin_of_name

if TYPE_CHECKING:
    from random import Random

GROUP_OF = {"graduated": "degree", "completed": "non_degree", "left": "left_early"}
SENSITIVE, OPEN, INTERNAL = 2, 0, 1
# Fixed persons with log-ins; the plan decides which class they were in.
FIXED = {
    "alumna": ("林清澜", "f", date(1988, 3, 12), "alumnus1@demo.wutong.test"),
    "alumnus": ("周望岳", "m", date(1978, 9, 5), "alumnus2@demo.wutong.test"),
}


@dataclass(slots=True)
class ClassOfPeople:
    """Records drawn for a class, with what is true of them."""

    people: list[PersonDraft]
    truths: list[Truth]


def student_number(  # noqa: PLR0911 - one era a line
    level: str, entry: int, unit: str, seq: int, rng: Random
) -> str:
    """The number in the format of its time.

    Up to 1979 five digits or none, 1980–1993 year and department, 1994–1999 eight digits,
    2000–2009 nine, then ten with the level in front. The predecessor schools counted for
    themselves, so their numbers repeat those of the main campus.
    """
    number = UNIT_NUMBER[unit]
    year = entry % 100
    if entry < 1980:
        return f"{year:02d}{seq % 1000:03d}" if rng.random() < 0.55 else ""
    if unit.startswith(("WFE", "FINA0", "ACCO0")):
        return f"{year:02d}{seq:05d}"
    if unit in {"CLIN1", "STOM0", "PHAR0", "PUBH0", "CLIN0"}:
        return f"M{year:02d}{number:02d}{seq:03d}"
    if entry < 1994:
        return f"{year:02d}{number:02d}{seq:03d}"
    if entry < 2000:
        return f"{year:02d}{number:02d}{seq:04d}"
    digit = {"college": 1, "bachelor": 2, "master": 3, "doctor": 4, "continuing": 6}[level]
    if entry < 2010:
        return f"{digit}{year:02d}{number:02d}{seq:04d}"
    return f"{digit}1{year:02d}{number:02d}{seq:04d}"


def draw_age(rng: Random, level: str, entry: int) -> int:
    """Age on the first of September of the year of entry."""
    if level == "bachelor":
        if 1970 <= entry <= 1976:
            return rng.randint(19, 26)
        if 1977 <= entry <= 1979:
            return rng.randint(17, 30)
        return rng.choice((17, 18, 18, 18, 19, 19, 20))
    lowest, highest = {
        "master": (21, 27), "doctor": (24, 33), "college": (17, 21), "continuing": (20, 42),
    }[level]  # fmt: skip
    return rng.randint(lowest, highest)


def draw_name(rng: Random, made: PlannedClass, birth_year: int, sex: str) -> tuple[DrawnName, str]:
    """A name and the origin it stands for: han, minority or foreign."""
    strand = STRANDS[made.strand].key
    kind = rng.random()
    if strand == "international" or (made.entry >= 2000 and kind > 0.992):
        return draw_foreign(rng, sex), "foreign"
    if kind < 0.022:
        return draw_minority(rng, sex), "minority"
    return draw_chinese(rng, birth_year, sex), "han"


def draw_completion(rng: Random, level: str) -> str:
    chance = rng.random()
    if chance < 0.012:
        return "completed"
    if chance < 0.03 if level != "continuing" else chance < 0.06:
        return "left"
    return "graduated"


def draw_supervisor(rng: Random, level: str, entry: int) -> str:
    if level not in {"master", "doctor"} or rng.random() < 0.2:
        return ""
    born = entry - rng.randint(30, 58)
    sex = "M" if rng.random() < 0.75 else "F"
    return draw_surname(rng) + draw_given(rng, born, sex)


def record_source(left: date) -> tuple[str, date, str]:
    """How a graduate of that day came on record: label, when, and how sure it is."""
    if left.year < 1994:
        return "学籍档案数字化", date(2004 + left.year % 3, 11, 20), "C"
    if left.year < 2005:
        return "教务处毕业生名册补录", date(2006, 3, 15), "B"
    return f"教务系统 {left.year} 届毕业生名册", date(left.year, 7, 8), "B"


def draw_person(rng: Random, plan: Plan, made: PlannedClass, place: int, role: str) -> PersonDraft:
    """Member number ``place`` of a class; ``role`` names a person with a fixed log-in."""
    number, strand = made.first + place, STRANDS[made.strand]
    sex = "F" if rng.random() < strand.female else "M"
    age = draw_age(rng, made.level, made.entry)
    born = date(made.entry - age, 1, 1) + timedelta(days=rng.randrange(365))
    name, origin = draw_name(rng, made, born.year, sex)
    if role:
        fixed_name, sex, born, _ = FIXED[role]
        name, origin, sex = DrawnName(fixed_name), "han", sex.upper()
    completion = "graduated" if role else draw_completion(rng, made.level)
    label, recorded, confidence = record_source(made.left)
    person = PersonDraft(
        id=number, name=name.name, sex=sex.lower(), born=born, latin=name.latin,
        former=name.former, source_label=label, recorded=recorded, confidence=confidence,
        language="en" if origin == "foreign" and rng.random() < 0.9 else "zh-hans",
    )  # fmt: skip
    chance = rng.random()
    person.grade = SENSITIVE if chance < 0.002 and not role else OPEN if chance < 0.05 else INTERNAL
    person.degrees = [
        DegreeDraft(
            made.index,
            student_number(made.level, made.entry, made.unit, made.first_seq + place, rng),
            completion,
            draw_supervisor(rng, made.level, made.entry),
        )
    ]
    finish_person(rng, plan, person, made, origin=origin, immortal=bool(role))
    if role:
        fix_contacts(person, FIXED[role][3])
    return person


def finish_person(
    rng: Random, plan: Plan, person: PersonDraft, made: PlannedClass, *, origin: str, immortal: bool
) -> None:
    """What happened after leaving: further degrees, life, places, work and ways to reach them."""
    assert person.born
    left = made.left
    last_left = left
    for later in plan.later.get(person.id, ()):
        home = plan.classes[later.class_index]
        if home.leave < plan.file_year:
            number = student_number(home.level, home.entry, home.unit, later.seq, rng)
            supervisor = draw_supervisor(rng, home.level, home.entry)
            person.degrees.append(DegreeDraft(home.index, number, "graduated", supervisor))
            last_left = max(last_left, home.left)
    life = draw_life(rng, born=person.born, left=left, today=plan.today, immortal=immortal)
    abroad = 0.75 if origin == "foreign" else between(ABROAD, left.year)
    person.region = draw_region(rng, abroad) if rng.random() < 0.86 or immortal else ""
    overseas = bool(person.region) and not person.region[0].isdigit()
    read = pinyin_of_name(person.name)
    if overseas and not person.latin and rng.random() < 0.6:
        latin = read.key.title()
        given = rng.choice(name_data.ENGLISH_NAMES) if rng.random() < 0.3 else ""
        person.latin = f"{latin} ({given})" if given else latin
    person.contacts = draw_contacts(
        rng, person=person.id, pinyin="".join(read.syllables), region=person.region, life=life,
        today=plan.today,
    )  # fmt: skip
    known = 0.72 if life.contactable else 0.22
    if last_left < (life.died or plan.today) and rng.random() < known:
        person.employments = draw_career(
            rng, strand=STRANDS[made.strand].key, left=last_left, region=person.region,
            until=life.died or plan.today,
        )  # fmt: skip
    person.states = [*memberships(plan, person, made), *life.states()]


def memberships(plan: Plan, person: PersonDraft, made: PlannedClass) -> list[StateDraft]:
    """One open membership for each group the person has come into, from the day it began."""
    since: dict[str, date] = {}
    for degree in person.degrees:
        home = plan.classes[degree.class_index]
        group = GROUP_OF[degree.completion]
        if home.level == "continuing" and group == "degree":
            group = "non_degree"
        since[group] = min(since.get(group, home.left), home.left)
    del made
    return [StateDraft("membership", group, day) for group, day in since.items()]


def fix_contacts(person: PersonDraft, address: str) -> None:
    """The fixed persons read their mail at a known address."""
    mails = [contact for contact in person.contacts if contact.kind == "email"]
    person.contacts = [contact for contact in person.contacts if contact.kind != "email"]
    since = max(person.states[0].since, date(2001, 9, 1))
    mail = mails[0] if mails else None
    if mail is None:
        template = person.contacts[0]
        mail = type(template)("email", address, "ok", since, primary=True)
    mail.value, mail.status, mail.until, mail.primary = address, "ok", None, True
    person.contacts.insert(0, mail)


def look_alikes(rng: Random, people: list[PersonDraft]) -> list[Truth]:
    """Namesakes in one class and twins: two people whom a careless matcher makes one."""
    truths = []
    for before, person in itertools.pairwise(people):
        chance = rng.random()
        if chance > 0.004 or "·" in before.name or person.latin:
            continue
        if chance < 0.003:
            person.name, person.sex, kind = before.name, before.sex, "namesake"
        elif before.born and len(before.name) == 3:
            other = rng.choice(name_data.RARE_GIVEN[-1] + "宁安平文华明")
            person.name, person.born, kind = before.name[:2] + other, before.born, "twin"
        else:
            continue
        person.former = ()
        truths.append(Truth("different", before.id, person.id, (kind,)))
    return truths


def draw_class(plan: Plan, made: PlannedClass) -> ClassOfPeople:
    """All records of the class that are the first of their human, before dirt."""
    rng = plan.rng(f"class:{made.index}")
    roles = {number: role for role, number in plan.fixed.items()}
    people = [
        draw_person(rng, plan, made, place, roles.get(made.first + place, ""))
        for place in range(made.size)
    ]
    fixed = set(plan.fixed.values())
    truths = look_alikes(rng, [person for person in people if person.id not in fixed])
    return ClassOfPeople(people, truths)


def draw_others(plan: Plan) -> list[PersonDraft]:
    """Staff, honorary alumni, and a few students who already work with the office."""
    rng = plan.rng("others")
    people = []
    for number in range(plan.graduates + 1, plan.graduates + plan.others + 1):
        kind = rng.choices(("staff", "student", "honorary", "affiliated"), (62, 30, 2, 6))[0]
        sex = rng.choice("MF")
        since = (
            date(plan.today.year - rng.randint(1, 3), 9, 1)
            if kind == "student"
            else date(rng.randint(1965, plan.today.year - 1), rng.randint(1, 12), 1)
        )
        age = rng.randint(17, 20) if kind == "student" else rng.randint(24, 50)
        born = date(since.year - age, rng.randint(1, 12), rng.randint(1, 28))
        name = draw_chinese(rng, born.year, sex)
        person = PersonDraft(
            id=number, name=name.name, sex=sex.lower(), born=born, former=name.former,
            source_label="人事处名册" if kind == "staff" else "校友部登记", confidence="B",
            recorded=max(since, date(2004, 11, 20)), salutation="老师" if kind == "staff" else "",
        )  # fmt: skip
        life: Life = draw_life(rng, born=born, left=since, today=plan.today)
        person.region = draw_region(rng, 0.01)
        person.contacts = draw_contacts(
            rng, person=number, pinyin="".join(pinyin_of_name(person.name).syllables),
            region=person.region, life=life, today=plan.today,
        )  # fmt: skip
        person.states = [StateDraft("membership", kind, since), *life.states()]
        people.append(person)
    return people
