"""The demo's calendar: plans in every state, birthdays people agreed to, letters under seal."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.core.consent.public import Method
from wutong.core.people.models import Degree
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import LegalBody
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.models import Campaign
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.moments.almanac import festival_day, yearly_day
from wutong.programs.moments.capsules.posting import lay_out
from wutong.programs.moments.enums import (
    BirthdayCalendar,
    CapsuleState,
    Festival,
    MomentKind,
    OccurrenceState,
)
from wutong.programs.moments.models import Arrival, BirthdayChoice, Capsule, Moment, Occurrence
from wutong.programs.moments.services.counting import count_all
from wutong.programs.moments.services.plans import YEAR, audience_now, digest_of, hand_in
from wutong.programs.moments.services.plans import save_moment as save
from wutong.programs.moments.texts import BIRTHDAY_TOPIC, start_of

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

AGREED = 600
"""Of ten thousand people so many agreed to birthday wishes."""
LUNAR = 15
"""Every so-manieth of them keeps the lunar day."""
CAPSULES = {"tiny": 3, "small": 40, "article": 400}
ANNIVERSARY = (4, 8)
# title, kind, what else, days since the approval (None: never), what is special about it
PLANS: tuple[tuple[str, str, dict[str, Any], int | None, str], ...] = (
    ("元旦问候", MomentKind.FESTIVAL, {"festival": Festival.NEW_YEAR}, None, "waiting"),
    ("春节问候", MomentKind.FESTIVAL, {"festival": Festival.SPRING}, 120, ""),
    ("元宵问候", MomentKind.FESTIVAL, {"festival": Festival.LANTERN}, 120, "paused"),
    ("清明追思", MomentKind.FESTIVAL, {"festival": Festival.QINGMING}, 240, ""),
    ("端午问候", MomentKind.FESTIVAL, {"festival": Festival.DRAGON_BOAT}, 345, ""),
    ("教师节问候", MomentKind.FESTIVAL, {"festival": Festival.TEACHERS}, 90, ""),
    ("中秋问候", MomentKind.FESTIVAL, {"festival": Festival.MID_AUTUMN}, 90, ""),
    ("国庆问候", MomentKind.FESTIVAL, {"festival": Festival.NATIONAL}, None, ""),
    ("重阳敬老", MomentKind.FESTIVAL, {"festival": Festival.DOUBLE_NINTH}, 400, ""),
    ("校庆日", MomentKind.FIXED, {"month": ANNIVERSARY[0], "day": ANNIVERSARY[1]}, 200, ""),
    ("生日祝福", MomentKind.BIRTHDAY, {}, 30, ""),
    ("毕业秩年", MomentKind.GRADUATION, {}, 60, ""),
    ("欢迎信一：欢迎回家", MomentKind.WELCOME, {"days_after": 1}, 50, ""),
    ("欢迎信二：找到您的班级", MomentKind.WELCOME, {"days_after": 7}, 50, ""),
    ("欢迎信三：校友服务", MomentKind.WELCOME, {"days_after": 30}, 50, ""),
    ("时光信征集", MomentKind.CALL, {}, None, ""),
    ("时光信送达", MomentKind.CAPSULE, {}, 10, ""),
)
_AGREED = """
INSERT INTO consent_consentrecord
    (person_id, topic, channel, basis, text_id, method, evidence, legal_body, given_at,
     withdrawn_method)
SELECT p.id, %(topic)s, '', 'consent', NULL, %(method)s, '', 'association',
       %(day)s - d.draw * interval '5 hours', ''
  FROM people_person p
 CROSS JOIN LATERAL (SELECT ('x' || substr(md5(%(seed)s || 'birthday' || p.id), 1, 7)
                            )::bit(28)::int %% 10000 AS draw) d
 WHERE NOT p.deceased AND p.birth_date IS NOT NULL AND p.merged_into_id IS NULL
   AND d.draw < %(share)s
RETURNING person_id
"""
WORDS = (
    "十年后的我：\n你还在写诗吗？图书馆三楼靠窗的座位，今天借给了别人。记得回来坐一坐。",
    "给未来：\n今天答辩通过了，和室友在操场走了三圈。希望那时候大家都还联系得上。",
    "To whoever I am by then:\nyou promised to see the sea. Did you?",
    "写给全班：\n毕业那天说好的，到时候一个都不能少。",
)


def build_moments(world: DemoWorld) -> None:
    """Everything the calendar shows."""
    users = User.objects.filter(
        email__in=("staff@demo.wutong.test", "director@demo.wutong.test")
    ).order_by("-email")
    if users.count() < 2:
        return
    staff, director = users
    agreed = _birthdays(world)
    for title, kind, values, ago, special in PLANS:
        _plan(world, staff, director, title, kind, values, ago, special)
    letters = _capsules(world)
    count_all()
    world.say(f"{len(PLANS)} moments, {agreed} agreed to birthday wishes, {letters} letters sealed")


def _birthdays(world: DemoWorld) -> int:
    moment = datetime.combine(world.today, time(2), tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            _AGREED,
            {"topic": BIRTHDAY_TOPIC, "method": Method.DEMO, "day": moment, "seed": world.seed,
             "share": AGREED},
        )  # fmt: skip
        agreed = sorted(row[0] for row in cursor.fetchall())
    BirthdayChoice.objects.bulk_create(
        BirthdayChoice(person_id=pk, calendar=BirthdayCalendar.LUNAR, changed_at=moment)
        for pk in agreed[::LUNAR]
    )
    return len(agreed)


def _plan(
    world: DemoWorld,
    staff: User,
    director: User,
    title: str,
    kind: str,
    values: dict[str, Any],
    ago: int | None,
    special: str,
) -> None:
    start = start_of(kind, values.get("festival", ""))
    everybody = Segment.objects.filter(name="全体在世校友", owner=staff).first()
    given = {
        **start, **values, "title": title, "kind": kind,
        "legal_body": LegalBody.objects.get(pk=start["legal_body"]),
        "segment": everybody if kind == MomentKind.FESTIVAL else None,
    }  # fmt: skip
    actor = Actor.of(staff)
    moment = save(actor=actor, author=staff, values=given)
    if ago is not None:
        definition = audience_now(moment)
        first = world.today - timedelta(days=ago)
        moment.approver, moment.approved_from, moment.approved_until = director, first, first + YEAR
        moment.definition, moment.digest = definition, digest_of(moment, definition)
        moment.paused = special == "paused"
    moment.save()
    if special == "waiting":
        hand_in(actor=actor, user=staff, moment_id=moment.pk, note_text="请审阅，一年有效。")
    _past(world, moment)


def _past(world: DemoWorld, moment: Moment) -> None:
    """The festivals' greetings that went out before the calendar was there are its history."""
    if moment.festival not in {Festival.SPRING, Festival.MID_AUTUMN}:
        return
    name = "春节" if moment.festival == Festival.SPRING else "中秋"
    for campaign in Campaign.objects.filter(title__endswith=f" 年{name}问候", channel="email"):
        on = festival_day(moment.festival, int(campaign.title[:4]))
        if campaign.sent_at is not None and on < world.today:
            Occurrence.objects.get_or_create(
                moment=moment, on=on,
                defaults={
                    "state": OccurrenceState.MADE, "campaign": campaign,
                    "made_at": campaign.sent_at,
                },
            )  # fmt: skip


def _capsules(world: DemoWorld) -> int:
    """Letters of the last graduates; some opened their seal this year."""
    rng = world.rng("moments.capsules")
    year = world.today.year
    studies = Degree.objects.filter(
        leave_year__range=(year - 10, year - 1), person__deceased=False,
        person__merged_into__isnull=True, person__grade__lt=Grade.SENSITIVE,
        class_group__isnull=False,
    ).order_by("pk")  # fmt: skip
    rows = list(studies.values_list("person_id", "class_group_id", "leave_year")[:4000])
    made = []
    for person, group, left in rng.sample(rows, min(CAPSULES.get(world.scale, 40), len(rows))):
        written = date(left or year, 6, rng.randrange(10, 28))
        opens = yearly_day(
            written.year + rng.choice((1, 5, 10, 10, 20)), written.month, written.day
        )
        made.append(
            Capsule(
                writer_id=person, class_group_id=group if rng.random() < 0.1 else None,
                text=rng.choice(WORDS), written_on=written, opens_on=opens,
            )
        )  # fmt: skip
    Capsule.objects.bulk_create(made)
    lay_out(world.today)
    for arrival in Arrival.objects.select_related("capsule", "person").order_by("pk"):
        if arrival.person.email_ok:
            arrival.arrived_on = arrival.capsule.opens_on
            arrival.save(update_fields=["arrived_on"])
    came = Arrival.objects.filter(arrived_on__isnull=False).values("capsule")
    Capsule.objects.filter(pk__in=came).update(state=CapsuleState.DELIVERED)
    return len(made)
