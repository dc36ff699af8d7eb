"""Some who joined, and some who wait for a colleague."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Min

from wutong.core.engagement.public import ActEntry, Subject, record_many
from wutong.core.people.models import Degree
from wutong.core.people.public import contact_columns
from wutong.kernel.actors import Actor
from wutong.kernel.clock import working_days_after
from wutong.platform.accounts.models import User
from wutong.programs.joining.deciding import decide
from wutong.programs.joining.enums import State, Way
from wutong.programs.joining.models import Application
from wutong.programs.joining.selectors.candidates import candidates_for
from wutong.programs.joining.services.applications import claim_of
from wutong.programs.joining.services.joining import ACT

if TYPE_CHECKING:
    from random import Random

    from wutong.kernel.demo import DemoWorld

WAITING = {"tiny": 2, "small": 9, "article": 40}
AT_ONCE = {"tiny": 2, "small": 24, "article": 300}
DECIDED = {"tiny": 1, "small": 6, "article": 80}
NOTES = (
    "毕业后改过名字，学生证上是原名。",
    "当年读的是专科，后来并入现在的学院。",
    "学号记不清了，毕业证照片随后补上。",
    "",
    "",
)
REFUSED = "登记册中没有查到该学号，请补充毕业证书照片后再次申请。"


def build_applications(world: DemoWorld) -> None:
    """Applications of the last weeks: real alumni whose contact is new, and strangers."""
    rng = world.rng("joining")
    number = WAITING.get(world.scale, 9) + DECIDED.get(world.scale, 6)
    studies = _studies(rng, number)
    clerk = User.objects.filter(email="staff@demo.wutong.test").first()
    rows = [
        _application(world, rng, degree, index, WAITING.get(world.scale, 9), clerk)
        for index, degree in enumerate(studies)
    ]
    Application.objects.bulk_create(rows)
    joined = _joined(world, [row for row in rows if row.state == State.JOINED])
    world.say(f"{len(rows)} applications to join, {joined} joined lately")


def _joined(world: DemoWorld, decided: list[Application]) -> int:
    """The acts of those a colleague let in, and of as many again who were in at once: whom the
    letters of welcome are for.
    """
    rng = world.rng("joining.acts")
    days = {
        row.person_id: row.decided_at.date() for row in decided if row.person_id and row.decided_at
    }
    for degree in _studies(rng, AT_ONCE.get(world.scale, 24)):
        days.setdefault(degree.person_id, world.today - timedelta(days=rng.randrange(1, 60)))
    return record_many(
        actor=Actor.system("demo"),
        source_ref="demo:joining",
        entries=[
            ActEntry(
                kind=ACT,
                subject=Subject.person(person_id),
                occurred_on=day,
                source_ref="demo:joining",
                idempotency_key=f"joined:{person_id}:demo",
            )
            for person_id, day in days.items()
        ],
    )


def _studies(rng: Random, number: int) -> list[Degree]:
    """Times of study of living alumni without an account, spread over the register."""
    ends = Degree.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ends["first"] or 0, ends["last"] or 0
    keys = [rng.randrange(first, last + 1) for _ in range(number * 6)] if last else []
    found = Degree.objects.filter(
        pk__in=keys,
        person__deceased=False,
        person__merged_into__isnull=True,
        person__user__isnull=True,
        person__grade__lt=2,
        entry_year__isnull=False,
    ).select_related("person", "class_group", "unit")
    return list(found.order_by("pk")[:number])


def _application(
    world: DemoWorld, rng: Random, degree: Degree, index: int, waiting: int, clerk: User | None
) -> Application:
    open_now = index < waiting
    days = rng.randrange(0, 4) if open_now else rng.randrange(6, 70)
    asked = datetime.combine(world.today, time(2), tzinfo=UTC) - timedelta(
        days=days, minutes=rng.randrange(400)
    )
    columns = contact_columns("email", f"join{index:04d}@example.org")
    stranger = rng.random() < 0.3
    row = Application(
        way=rng.choice((Way.REGISTER, Way.REGISTER, Way.CAMPUS, Way.WECHAT)),
        name=degree.person.name,
        student_no=degree.student_no if rng.random() < 0.4 else "",
        unit=degree.unit,
        entry_year=(degree.entry_year or 2000) + (1 if stranger else 0),
        class_name=degree.class_group.name if degree.class_group and rng.random() < 0.5 else "",
        note=rng.choice(NOTES),
        contact_kind="email",
        contact=columns.normalised if open_now else "",
        contact_hash=columns.value_hash,
        contact_masked=columns.masked,
        asked_at=asked,
        due_on=working_days_after(asked.date(), 3),
    )
    candidates = candidates_for(claim_of(row))
    if open_now and decide(candidates).joins:
        row.student_no = ""  # one fact alone: whoever gives two is in and does not wait
        candidates = candidates_for(claim_of(row))
    row.candidates = [one.person_id for one in candidates]
    row.reasons = [str(reason) for reason in decide(candidates).reasons] or ["one_fact"]
    row.state = State.ASKED if open_now and index % 5 == 4 else State.OPEN
    if not open_now:
        row.state = State.DECLINED if stranger else State.JOINED
        row.answer = REFUSED if stranger else ""
        row.person = None if stranger else degree.person
        row.decided_at, row.decided_by = asked + timedelta(days=1), clerk
    return row
