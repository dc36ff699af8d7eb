"""The demo's key alumni and what passed between them and the office in three years."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wutong.core.interactions.enums import Channel, Criterion, Level
from wutong.core.interactions.models import (
    ChatGroup,
    ContactReport,
    DutyEntry,
    GroupLink,
    GroupNotice,
    KeyAlumnus,
)
from wutong.core.interactions.services.duty import set_phone, take_in_officers
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Degree, Employment
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import ClassGroup
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User

if TYPE_CHECKING:
    from random import Random

    from wutong.kernel.demo import DemoWorld

GROUPS = {"tiny": 3, "small": 24, "article": 260}
PHONES = "154{:08d}"  # a range that no carrier has
NOTICES = ("百年校庆公告（第一号）", "春季返校日安排", "新年贺信")
KEY_ALUMNI = {"tiny": 4, "small": 36, "article": 640}
STAFF = ("staff@demo.wutong.test", "director@demo.wutong.test")
SAID = {
    Channel.VISIT: (
        ("参观了新建的展厅，介绍了公司在新材料方面的进展，希望与学院共建联合实验室。", "把学院的合作意向书送去"),
        ("谈到当年的班主任，很动情。愿意为毕业三十周年返校牵头。", "寄去返校方案和往年的照片"),
        ("公司明年计划招应届生六十人，愿意来参加校园招聘。", "请就业中心发来场次安排"),
    ),
    Channel.PHONE: (
        ("祝贺当选省人大代表，表示感谢。最近工作调动，新的办公电话已登记。", ""),
        ("询问校友基金的使用情况，希望看到去年的执行报告。", "发送上年度基金执行报告"),
        ("因身体原因不能出席年会，请代问各位老师好。", ""),
    ),
    Channel.WECHAT: (
        ("转来同学聚会的照片和名单，其中三位是失联校友。", "请班级联络人核对三位校友的电话"),
        ("询问子女参加夏令营的报名方式。", ""),
    ),
    Channel.MEETING: (
        ("在地方校友会年会上见面，谈到设立奖学金的想法，额度未定。", "约时间详谈奖学金方案"),
        ("作为嘉宾在创业论坛发言，愿意担任学生导师。", "送导师聘书"),
    ),
    Channel.LETTER: (("收到亲笔信，谈到对母校学科建设的三点建议。", "请学院书面答复"),),
}  # fmt: skip
CARE = ("不饮酒", "听力不便，请坐在右侧", "不愿谈及公司上市", "亲属近期生病", "不接受媒体拍照")
NOTES = ("设立奖学金", "地方校友会会长", "院士候选人", "连续五年返校", "企业接收实习生")
FIRST_DAY = 900
QUIET_FOR = 120


def build_interactions(world: DemoWorld) -> None:
    """Key alumni with stewards; every fourth has not heard from the office for long."""
    users = [user for mail in STAFF if (user := User.objects.filter(email=mail).first())]
    if not users:
        return
    rng = world.rng("interactions")
    wanted = KEY_ALUMNI.get(world.scale, 36)
    working = Employment.objects.filter(
        to_date__isnull=True, person__deceased=False, person__merged_into__isnull=True,
        person__grade__lt=Grade.SENSITIVE,
    )  # fmt: skip
    ids = sorted(set(working.order_by("pk").values_list("person_id", flat=True)[: wanted * 30]))
    chosen = rng.sample(ids, min(wanted, len(ids)))
    fixed = [key for role in ("alumnus",) if (key := world.people_by_role.get(role))]
    people = [*fixed, *(key for key in chosen if key not in fixed)]
    KeyAlumnus.objects.bulk_create(
        KeyAlumnus(
            person_id=key,
            criterion=rng.choice(Criterion.values),
            level=rng.choices(Level.values, (1, 3, 5))[0],
            steward=users[0] if rng.random() < 0.7 else users[-1],
            note=rng.choice(NOTES),
            since=world.today - timedelta(days=rng.randrange(200, FIRST_DAY)),
        )
        for key in people
    )
    reports = [one for key in people for one in _reports(world, rng, key, users)]
    ContactReport.objects.bulk_create(reports, batch_size=2000)
    entries, groups = _directory(world), _groups(world, users[0])
    world.say(
        f"{len(people):,} key alumni, {len(reports):,} contact reports, {entries:,} in the duty "
        f"directory, {groups:,} WeChat groups"
    )


def _reports(
    world: DemoWorld, rng: Random, person_id: int, users: list[User]
) -> list[ContactReport]:
    quiet = rng.random() < 0.25
    newest = rng.randrange(QUIET_FOR, 400) if quiet else rng.randrange(1, 85)
    made = []
    for number in range(rng.randrange(2, 8)):
        ago = newest + number * rng.randrange(20, 160)
        if ago > FIRST_DAY:
            break
        channel = rng.choice(list(SAID))
        said, step = rng.choice(SAID[channel])
        held = world.today - timedelta(days=ago)
        due = held + timedelta(days=rng.randrange(7, 40)) if step else None
        done = due if due and (number or rng.random() < 0.6) and due <= world.today else None
        made.append(
            ContactReport(
                person_id=person_id,
                channel=channel,
                held_on=held,
                by=rng.choice(users),
                summary=said,
                care=rng.choice(CARE) if rng.random() < 0.2 else "",
                next_step=step,
                next_step_on=due,
                next_step_by=users[0] if step else None,
                step_done_on=done,
                grade=Grade.SENSITIVE if rng.random() < 0.04 else Grade.INTERNAL,
            )
        )
    return made


def _directory(world: DemoWorld) -> int:
    """Officers in office now, most of them confirmed this quarter."""
    rng = world.rng("interactions.duty")
    take_in_officers(actor=Actor.system("demo"))
    entries = list(DutyEntry.objects.order_by("pk"))
    for entry in entries:
        set_phone(entry, PHONES.format(rng.randrange(10**8)))
        entry.hours = rng.choice(("", "工作日 9:00–17:00", "晚上方便"))
        entry.asked_on = world.today - timedelta(days=rng.randrange(5, 40))
        if rng.random() < 0.7:
            entry.confirmed_on = world.today - timedelta(days=rng.randrange(0, 5))
        elif rng.random() < 0.4:
            entry.asked_on = world.today - timedelta(days=rng.randrange(100, 180))
    fields = ["phone", "masked", "previous_phone", "hours", "asked_on", "confirmed_on"]
    DutyEntry.objects.bulk_update(entries, fields, batch_size=500)
    return len(entries)


def _groups(world: DemoWorld, user: User) -> int:
    """Groups of classes and chapters, and three notices told in them."""
    rng = world.rng("interactions.groups")
    wanted = GROUPS.get(world.scale, 24)
    bodies = list(
        Organisation.objects.filter(kind="alumni", status="active").order_by("pk")[: wanted // 3]
    )
    classes = list(
        ClassGroup.objects.filter(entry_year__gte=1985).order_by("code")[: wanted * 7 : 7]
    )
    rows = [
        ChatGroup(name=f"{body.name_zh}群", kind="chapter", organisation=body) for body in bodies
    ]
    rows += [
        ChatGroup(name=f"{one.name}同学群", kind="class", class_group=one)
        for one in classes[: wanted - len(rows)]
    ]
    studied = Degree.objects.filter(
        class_group__in=classes, person__deceased=False, person__grade__lt=Grade.SENSITIVE
    )
    owners = dict(studied.order_by("-person_id").values_list("class_group_id", "person_id"))
    for number, group in enumerate(rows):
        group.owner_id = owners.get(group.class_group_id or 0)
        group.size = rng.randrange(18, 480)
        group.size_on = world.today - timedelta(days=rng.randrange(1, 120))
        group.managers = "、".join(rng.sample(("小林", "阿周", "班长", "秘书处", "老陈"), 2))
        if rng.random() < 0.5:
            group.qr_until = world.today + timedelta(days=1 if number == 0 else rng.randrange(1, 8))
    ChatGroup.objects.bulk_create(rows)
    for place, title in enumerate(NOTICES):
        notice = GroupNotice.objects.create(
            title=title, target="https://alumni.example.org/", made_by=user
        )
        GroupLink.objects.bulk_create(
            GroupLink(
                notice=notice,
                group=group,
                code=f"demo{place}{number:05d}",
                reads=rng.randrange(0, group.size or 20),
            )
            for number, group in enumerate(rows)
        )
    return len(rows)
