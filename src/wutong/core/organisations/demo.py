"""The demo's organisations, members and appointments: an office that has appointed for years.

At article scale 1,481 people first become ambassadors in 2018–2020. Members are chosen by a hash
of person and organisation, so that a few statements do it and every build gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q

from wutong.core.organisations import demo_names as names
from wutong.core.organisations.enums import AppointmentRole, AppointmentState
from wutong.core.organisations.models import Appointment, Organisation
from wutong.core.organisations.naming import search_columns, with_check_character
from wutong.core.organisations.services.appointments import RELATED, Office, issue_letters
from wutong.core.organisations.services.batches import prepare_batch
from wutong.core.organisations.services.reading_lists import Found
from wutong.core.people.models import Degree, Person
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region
from wutong.kernel.actors import Actor
from wutong.platform.access.public import grant_role
from wutong.platform.accounts.models import User
from wutong.platform.accounts.public import DEMO_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from wutong.kernel.demo import DemoWorld

ACTOR = Actor.system("demo")
UNIVERSITY = ("梧桐大学", "Wutong University")
# New ambassadors a year for 300,000 people: 2018–2020 make 1,481.
AMBASSADORS = {
    2016: 250, 2017: 310, 2018: 420, 2019: 495, 2020: 566, 2021: 520, 2022: 480, 2023: 510,
    2024: 530, 2025: 560, 2026: 500,
}  # fmt: skip
TERM_YEARS = 3
DAYS = ((5, 15), (12, 20))
MEMBER_SHARE = {"regional": 250, "overseas": 400, "college": 40, "industry": 12, "interest": 4}
_LIVING = """
CREATE TEMPORARY TABLE demo_living ON COMMIT DROP AS
SELECT p.id, p.region_id, max(d.leave_year) AS left_in
FROM people_person p JOIN people_degree d ON d.person_id = p.id
WHERE NOT p.deceased AND p.merged_into_id IS NULL AND d.leave_year < %s
GROUP BY p.id, p.region_id
"""
_MEMBERS = """
INSERT INTO organisations_membership (person_id, organisation_id, valid_from, source, created_at)
SELECT p.id, o.id,
       greatest(o.founded_on, make_date(p.left_in, 7, 1))
       + (abs(hashint4extended(p.id::int, o.id)) %% greatest(30, %(today)s::date
          - greatest(o.founded_on, make_date(p.left_in, 7, 1))))::int,
       'demo', now()
FROM organisations_organisation o {join}
WHERE o.alumni_type = %(type)s AND o.status = 'active'
  AND abs(hashint4extended(p.id::int, o.id + 77)) %% 1000 < %(share)s
ON CONFLICT DO NOTHING
"""
_JOINS = {
    "regional": "JOIN reference_region r ON o.region_id IN (r.id, r.parent_id)"
    " JOIN demo_living p ON p.region_id = r.id",
    "overseas": "JOIN demo_living p ON p.region_id = o.region_id",
    "college": "JOIN people_degree d ON d.unit_id = o.host_unit_id"
    " JOIN demo_living p ON p.id = d.person_id",
    "industry": "CROSS JOIN demo_living p",
    "interest": "CROSS JOIN demo_living p",
    "class": "JOIN people_degree d ON d.class_group_id = o.class_group_id"
    " JOIN demo_living p ON p.id = d.person_id",
}
_EMPLOYERS = """
SELECT employer, count(DISTINCT person_id), mode() WITHIN GROUP (ORDER BY industry),
       mode() WITHIN GROUP (ORDER BY region_id)
FROM people_employment GROUP BY employer ORDER BY 2 DESC, 1 LIMIT %s
"""
_LINKS = """
INSERT INTO organisations_employerlink (employment_id, organisation_id, linked_by, created_at)
SELECT e.id, o.id, 'name', now()
FROM people_employment e JOIN organisations_organisation o ON o.name_zh = e.employer
WHERE o.kind <> 'alumni' ON CONFLICT DO NOTHING
"""


def build(world: DemoWorld) -> None:
    """Organisations, members, employers, offices with letters, a batch to confirm, officers."""
    rng = world.rng("organisations")
    _alumni_organisations(world, rng)
    _bodies(world, rng)
    members = _members(world)
    made = _appointments(world)
    _batch_to_confirm(world)
    _officer_accounts()
    world.say(
        f"organisations: {Organisation.objects.count():,}, members: {members:,}, "
        f"appointments: {made:,}"
    )


def _organisation(rng: Random, name_zh: str, name_en: str, **fields: Any) -> Organisation:
    pinyin, tokens = search_columns(name_zh, name_en)
    founded = date(rng.randint(1985, 2016), rng.randint(1, 12), rng.randint(1, 28))
    return Organisation(
        name_zh=name_zh,
        name_en=name_en,
        name_pinyin=pinyin,
        search_tokens=tokens,
        **{"founded_on": founded, "status": "active", **fields},
    )


def _alumni(rng: Random, zh: str, en: str, kind: str, form: str, **fields: Any) -> Organisation:
    return _organisation(
        rng, f"{UNIVERSITY[0]}{zh}", f"{UNIVERSITY[1]} {en}", kind="alumni", alumni_type=kind,
        legal_form=form, **fields,
    )  # fmt: skip


def _alumni_organisations(world: DemoWorld, rng: Random) -> None:
    """Regional, overseas, of colleges, industries, interests and classes."""
    few = world.people < 30_000
    found: list[Organisation] = []
    short = str.maketrans("", "", "省市")
    regions = list(Region.objects.select_related("parent").order_by("code"))
    provinces = [region for region in regions if not region.is_overseas and not region.parent_id]
    for region in provinces[:31] + ([] if few else [r for r in regions if r.parent_id][:30]):
        name = names.SHORT.get(region.name_zh, region.name_zh.translate(short))
        status = rng.choices(("active", "preparing", "dormant"), (88, 6, 6))[0]
        form = rng.choices(("local", "representative", "informal"), (35, 25, 40))[0]
        found.append(
            _alumni(
                rng, f"{name}校友会", f"Alumni Association of {region.name_en}", "regional", form,
                region=region, status=status,
            )
        )  # fmt: skip
    found += [
        _alumni(
            rng, f"{region.name_zh}校友会", f"Alumni Association in {region.name_en}",
            "overseas", "overseas", region=region,
        )
        for region in [region for region in regions if region.is_overseas][:18]
    ]  # fmt: skip
    colleges = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)
    found += [
        _alumni(
            rng, f"{unit.name_zh}校友会", f"{unit.name_en} Alumni Association", "college",
            "branch", host_unit=unit,
        )
        for unit in colleges.order_by("code")
    ]  # fmt: skip
    for zh, en, section in names.INDUSTRIES:
        found.append(_alumni(rng, zh, en, "industry", "branch", industry=section))
    for zh, en in names.INTERESTS:
        found.append(_alumni(rng, zh, en, "interest", "informal"))
    groups = ClassGroup.objects.filter(entry_year__lte=world.today.year - 8).order_by("pk")
    keys = list(groups.values_list("pk", flat=True))
    for key in rng.sample(keys, min(len(keys), 12 if few else 120)):
        group = ClassGroup.objects.get(pk=key)
        founded = date((group.entry_year or 1990) + 4, 7, 1)
        found.append(
            _alumni(
                rng, f"{group.name}校友会", f"Class of {group.entry_year} ({group.code})", "class",
                "informal", class_group=group, founded_on=founded,
            )
        )  # fmt: skip
    Organisation.objects.bulk_create(found)


def _bodies(world: DemoWorld, rng: Random) -> None:
    """The employers with most alumni, and media outlets."""
    wanted = max(120, world.people // 200)
    with connection.cursor() as cursor:
        cursor.execute(_EMPLOYERS, [wanted])
        rows = cursor.fetchall()
    known = {name for name, *_rest in rows}
    found = []
    codes = dict(Region.objects.values_list("pk", "code"))
    for serial, (name, _count, industry, region_id) in enumerate(rows):
        kind = next(
            (kind for endings, kind in names.KINDS_BY_ENDING if name.endswith(endings)), "company"
        )
        code = codes.get(region_id, "") or "110000"
        number = f"{serial * 7_919 % 1_000_000_000:09d}"
        found.append(
            _organisation(
                rng, name, "" if not name.isascii() else name, kind=kind,
                industry=names.SECTIONS.get(industry, "") if kind != "government" else "S",
                region_id=region_id,
                credit_code=with_check_character(f"91{code}{number}") if code.isdecimal() else "",
            )
        )  # fmt: skip
    for serial in range(max(6, world.people // 3_300)):
        name = f"第{serial + 1}{rng.choice(names.MEDIA_ENDINGS)}"
        if name not in known:
            found.append(_organisation(rng, name, "", kind="media", industry="R"))
    Organisation.objects.bulk_create(found, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute(_LINKS)


def _members(world: DemoWorld) -> int:
    total = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LIVING, [world.today.year])
        for kind, join in _JOINS.items():
            cursor.execute(
                _MEMBERS.format(join=join),
                {
                    "today": world.today,
                    "type": kind,
                    "share": MEMBER_SHARE.get(kind, 850),
                },
            )
            total += cursor.rowcount
        cursor.execute("ANALYZE organisations_membership, organisations_employerlink")
    return total


@dataclass
class _People:
    """Living, insensitive alumni to appoint, each once: (person, year of leaving)."""

    left: list[tuple[int, int]]
    rng: Random
    taken: set[int] = field(default_factory=set)

    def take(self, year: int) -> int | None:
        """Somebody who had left the university by ``year``."""
        for _attempt in range(300):
            place = self.rng.randrange(len(self.left)) if self.left else 0
            if place not in self.taken and self.left and self.left[place][1] < year:
                self.taken.add(place)
                return self.left[place][0]
        return None


def _pool(rng: Random) -> _People:
    people = Person.objects.filter(
        deceased=False, contactable=True, grade__lt=2, merged_into__isnull=True
    )
    rows = Degree.objects.filter(
        Q(leave_year__isnull=False), person__in=people.values("pk")
    ).order_by("person_id", "leave_year")
    found = rows.distinct("person_id").values_list("person_id", "leave_year")
    return _People([(person_id, int(year or 0)) for person_id, year in found], rng)


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years) - timedelta(days=1)


def _held(world: DemoWorld, first: date, last: date, *, again: bool = False) -> dict[str, Any]:
    """The state of a term as of today."""
    if last >= world.today:
        return {"state": AppointmentState.APPOINTED, "ended_on": None}
    state = AppointmentState.RENEWED if again else AppointmentState.ENDED
    return {"state": state, "ended_on": last + timedelta(days=1)}


def _appointments(world: DemoWorld) -> int:
    """Everybody's terms, each with its letter, numbered in the order of their days."""
    rng = world.rng("organisations.appointments")
    pool = _pool(rng)
    rows = [
        *_ambassadors(world, rng, pool),
        *_mentors_and_judges(world, rng, pool),
        *_liaisons(world, rng),
        *_officers(world, rng),
    ]
    rows.sort(key=lambda item: (item.legal_body_id, item.appointed_on, item.role, item.person_id))
    Appointment.objects.bulk_create(rows, batch_size=1000)
    _chain()
    stored = Appointment.objects.select_related(*RELATED).order_by(
        "legal_body_id", "appointed_on", "pk"
    )
    for (_body, day), group in groupby(
        stored, key=lambda item: (item.legal_body_id, item.appointed_on)
    ):
        assert day is not None
        issue_letters(actor=ACTOR, appointments=list(group), day=day)
    return len(rows)


def _chain() -> None:
    """Join each renewed term to the next one of the same person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_appointment a SET successor_id = b.id"
            " FROM organisations_appointment b WHERE a.state = 'renewed'"
            " AND b.person_id = a.person_id AND b.role = a.role AND b.term_from = a.ended_on"
        )


def _ambassadors(world: DemoWorld, rng: Random, pool: _People) -> Iterator[Appointment]:
    for year, number in AMBASSADORS.items():
        wanted = max(2, round(number * world.people / 300_000))
        for place in range(wanted):
            day = date(year, *DAYS[place % len(DAYS)])
            if day > world.today:
                day = date(year, *DAYS[0])
            person_id = pool.take(year)
            if person_id is None:
                continue
            while day <= world.today:
                last = _years_on(day, TERM_YEARS)
                again = last < world.today and rng.random() < 0.45
                yield Appointment(
                    person_id=person_id,
                    role=AppointmentRole.AMBASSADOR,
                    legal_body_id="association",
                    term_from=day,
                    term_to=last,
                    appointed_on=day,
                    **_held(world, day, last, again=again),
                )
                if not again:
                    break
                day = last + timedelta(days=1)


def _mentors_and_judges(world: DemoWorld, rng: Random, pool: _People) -> Iterator[Appointment]:
    for year in range(2018, world.today.year + 1):
        mentors = 45 if year == 2020 else 60
        for role, number, years in (
            (AppointmentRole.MENTOR, mentors, 2),
            (AppointmentRole.JUDGE, 12, 1),
        ):
            day = date(year, 9, 10 if role == AppointmentRole.MENTOR else 20)
            if day > world.today:
                continue
            last = _years_on(day, years)
            for _place in range(max(1, round(number * world.people / 300_000))):
                person_id = pool.take(year - 5)
                if person_id is not None:
                    yield Appointment(
                        person_id=person_id,
                        role=role,
                        legal_body_id="department",
                        term_from=day,
                        term_to=last,
                        appointed_on=day,
                        **_held(world, day, last),
                    )


def _liaisons(world: DemoWorld, rng: Random) -> Iterator[Appointment]:
    """One or two of the newest classes' own people."""
    degrees = Degree.objects.filter(
        class_group__isnull=False, leave_year__gte=world.today.year - 12,
        leave_year__lt=world.today.year, person__deceased=False, person__grade__lt=2,
        person__merged_into__isnull=True,
    ).order_by("class_group_id", "person_id")  # fmt: skip
    classes = list(degrees.distinct("class_group_id"))
    wanted = max(6, world.people // 500)
    for degree in sorted(rng.sample(classes, min(wanted, len(classes))), key=lambda row: row.pk):
        day = date(int(degree.leave_year or 2020), 6, 30)
        yield Appointment(
            person_id=degree.person_id,
            role=AppointmentRole.LIAISON,
            legal_body_id="association",
            class_group_id=degree.class_group_id,
            term_from=day,
            term_to=None,
            appointed_on=day,
            state=AppointmentState.APPOINTED,
        )


def _officers(world: DemoWorld, rng: Random) -> Iterator[Appointment]:
    """A council of four years, and the one before it."""
    for body in Organisation.objects.filter(kind="alumni", status="active").order_by("pk"):
        keys = list(
            body.memberships.filter(person__grade__lt=2, person__contactable=True)
            .order_by("person_id")
            .values_list("person_id", flat=True)[:400]
        )
        seats: tuple[str, ...] = names.OFFICERS if len(keys) >= 40 else names.OFFICERS[:2]
        if body.alumni_type == "class":
            seats = names.OFFICERS[:1]
        chosen = rng.sample(keys, min(len(keys), 2 * len(seats)))
        start = date(world.today.year - rng.randint(0, 3), rng.randint(1, 10), rng.randint(1, 28))
        for place, person_id in enumerate(chosen):
            now = place < len(seats)
            day = start if now else start.replace(year=start.year - 4)
            last = _years_on(day, 4)
            yield Appointment(
                person_id=person_id,
                role=AppointmentRole.OFFICER,
                office_title=seats[place % len(seats)],
                organisation=body,
                legal_body_id="association",
                term_from=day,
                term_to=last,
                appointed_on=day,
                handover_note="" if now else rng.choice(names.HANDOVER),
                **_held(world, day, last),
            )


def _batch_to_confirm(world: DemoWorld) -> None:
    """A list that a colleague has checked and not yet confirmed."""
    clerk = User.objects.filter(email=f"staff{DEMO_DOMAIN}").first()
    people = Person.objects.filter(merged_into__isnull=True, grade__lt=2).order_by("-pk")
    if clerk is None:
        return
    found = [Found(name, key) for name, key in people.values_list("name", "pk")[:38]]
    found += [Found("名单外一人", None, "unknown"), Found(found[0].text, found[0].person_id)]
    prepare_batch(
        actor=Actor.of(clerk),
        title=f"{world.today.year}年冬季亲和使者",
        office=Office(
            role=AppointmentRole.AMBASSADOR,
            body="association",
            term_from=world.today,
            term_to=_years_on(world.today, TERM_YEARS),
        ),
        people=found,
        source="各学院推荐名单.xlsx",
        appointed_on=world.today,
    )


def _officer_accounts() -> None:
    """The officers' log-ins see one organisation each."""
    bodies = Organisation.objects.filter(alumni_type="regional", status="active").order_by("pk")
    users = User.objects.filter(email__startswith="officer", email__endswith=DEMO_DOMAIN)
    for user, body in zip(users.order_by("email"), bodies, strict=False):
        grant_role(
            actor=ACTOR, user=user, role="officer", scope_kind="organisation",
            scope_ref=str(body.pk),
        )  # fmt: skip
