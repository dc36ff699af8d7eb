"""Second records of the same human, and fields spoilt on the way in; the truth is kept."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.devtools.demo.contacts import mailbox, mobile
from wutong.devtools.demo.drafts import ContactDraft, PersonDraft, StateDraft, Truth
from wutong.devtools.demo.names import confuse, traditional
from wutong.devtools.demo.people import memberships
from wutong.kernel.hanzi import pinyin_of_name

if TYPE_CHECKING:
    from random import Random

    from wutong.devtools.demo.plan import Plan, PlannedClass

DIRT_SHARE = 0.015
SOURCES = (
    "地方校友会通讯录", "返校日签到表", "学院校友名单", "校友信息征集表", "海外校友会名单",
)  # fmt: skip


def spoil_birth(rng: Random, born: date) -> date | None:
    """A birth date as forms get it wrong: swapped, rounded, a year off or left out."""
    chance = rng.random()
    if chance < 0.35:
        return None
    if chance < 0.55 and born.day <= 12 and born.day != born.month:
        return date(born.year, born.day, born.month)
    if chance < 0.75:
        return date(born.year, 1, 1) if (born.month, born.day) != (1, 1) else date(born.year, 10, 1)
    return born + timedelta(days=rng.choice((-366, -31, -1, 1, 31, 366)))


def spoil_name(rng: Random, person: PersonDraft) -> tuple[str, str]:  # noqa: PLR0911 - one case a line
    """Another way the same name is written, and what was done to it ("" when nothing could be)."""
    name = person.name
    chance = rng.random()
    if chance < 0.30:
        return confuse(rng, name), "name-confused"
    if chance < 0.55:
        return traditional(name), "name-traditional"
    if chance < 0.68 and person.former:
        return person.former[0], "former-name"
    if chance < 0.80 and len(name) == 2:
        return f"{name[0]}　{name[1]}", "name-spaced"
    if chance < 0.90 and "·" in name:
        return name.replace("·", "•"), "name-dot"
    if chance > 0.92:
        return pinyin_of_name(name).key.title(), "name-latin"
    return name, ""


def second_record(plan: Plan, first: PersonDraft, number: int) -> tuple[PersonDraft, Truth]:
    """A later record of the same human from another source, complete with its own mistakes."""
    rng = plan.rng(f"twice:{number}")
    what: list[str] = []
    label = rng.choice(SOURCES)
    home = plan.classes[first.degrees[0].class_index]
    earliest = max(first.recorded, home.left) + timedelta(days=1)
    span = max(1, (plan.today - earliest).days)
    person = PersonDraft(
        id=number, name=first.name, sex=first.sex, born=first.born, latin=first.latin,
        language=first.language, region=first.region, grade=first.grade,
        recorded=earliest + timedelta(days=rng.randrange(span)), source_label=label, confidence="C",
    )  # fmt: skip
    if rng.random() < 0.55:
        person.name, done = spoil_name(rng, first)
        if person.name != first.name and done:
            what.append(done)
    if person.born and rng.random() < 0.5:
        person.born = spoil_birth(rng, person.born)
        what.append("birth")
    if len(first.degrees) > 1 and rng.random() < 0.5:
        # The register of each level made its own record and nobody joined them.
        person.degrees = first.degrees[1:]
        first.degrees = first.degrees[:1]
        first.states = [
            *memberships(plan, first, home),
            *(state for state in first.states if state.kind != "membership"),
        ]
        what.append("split-degrees")
    else:
        person.degrees = [copy(first.degrees[0])]
        spoil_degree(rng, person, home, what)
    _reach(rng, first, person, what)
    person.states = second_states(plan, first, person, home)
    return person, Truth("same", first.id, number, tuple(what))


def spoil_degree(rng: Random, person: PersonDraft, home: PlannedClass, what: list[str]) -> None:
    """Student numbers are forgotten or mistyped, majors shortened."""
    degree = person.degrees[0]
    chance = rng.random()
    if degree.student_no and chance < 0.55:
        degree.student_no = ""
        what.append("student-no-missing")
    elif len(degree.student_no) > 4 and chance < 0.7:
        number = degree.student_no
        place = rng.randrange(2, len(number) - 1)
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        if swapped != number:
            degree.student_no = swapped
            what.append("student-no-swapped")
    if rng.random() < 0.4:
        degree.major = home.field.short
        what.append("major-short")


def _reach(rng: Random, first: PersonDraft, person: PersonDraft, what: list[str]) -> None:
    """Half of second records share a phone or an address with the first, half bring new ones."""
    if first.deceased and rng.random() < 0.6:
        return
    shared = [c for c in first.contacts if c.kind in {"phone", "email"} and c.status == "ok"]
    if shared and rng.random() < 0.5:
        person.contacts = [replace(rng.choice(shared), since=person.recorded, verified=None)]
        what.append("contact-shared")
        return
    value = mobile(person.id)
    person.contacts = [ContactDraft("phone", value, "ok", person.recorded, primary=True)]
    if rng.random() < 0.5:
        pinyin = "".join(pinyin_of_name(first.name).syllables)
        address = mailbox(rng, pinyin, person.id)
        person.contacts.append(ContactDraft("email", address, "ok", person.recorded, primary=True))
    what.append("contact-other")


def second_states(
    plan: Plan, first: PersonDraft, person: PersonDraft, home: PlannedClass
) -> list[StateDraft]:
    """A second record begins the day it came in; half of the dead are dead on one record only."""
    died = first.deceased
    states = memberships(plan, person, home)
    known_dead = bool(died) and person.id % 2 == 0
    since = person.recorded
    end = max(died, since) if died and known_dead else None
    value = "contactable" if person.contacts else "lost"
    states.append(StateDraft("contact", value, since, end))
    if end:
        states.append(StateDraft("life", "deceased", end))
    return states


def spoil(rng: Random, person: PersonDraft) -> list[Truth]:
    """Spoil one field of a few records, as decades of typing did; returns what was clean."""
    if rng.random() >= DIRT_SHARE:
        return []
    kind = rng.choice(
        ("name-wide-space", "birth-default", "student-no-letter", "sex", "birth-gone")
    )
    clean = ""
    if kind == "name-wide-space" and len(person.name) == 2:
        clean, person.name = person.name, f"{person.name[0]}　{person.name[1]}"
    elif kind == "birth-default" and person.born:
        clean, person.born = person.born.isoformat(), date(1900, 1, 1)
    elif kind == "birth-gone" and person.born:
        clean, person.born = person.born.isoformat(), None
    elif kind == "student-no-letter" and "0" in person.degrees[0].student_no:
        clean = person.degrees[0].student_no
        person.degrees[0].student_no = clean.replace("0", "O", 1)
    elif kind == "sex":
        clean, person.sex = person.sex, ""
    return [Truth("dirt", person.id, None, (kind,), clean)] if clean else []
