"""The demo's service desk: three years of cases, most of them settled and some rated."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from wutong.core.people.models import Degree, Person
from wutong.core.reference.enums import Grade, UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.clock import working_days_after
from wutong.platform.access.models import RoleAssignment
from wutong.platform.accounts.models import User
from wutong.programs.servicedesk.enums import CaseState, Channel, NoteKind
from wutong.programs.servicedesk.models import Case, CaseKind, CaseNote, Desk
from wutong.programs.servicedesk.services.cases import put_contact

if TYPE_CHECKING:
    from random import Random

    from wutong.kernel.demo import DemoWorld

CASES = {"tiny": 8, "small": 160, "article": 6000}
SPAN = 1000
COLLEGES = 4
ASKED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "成绩单与学历证明": (
        ("开具英文成绩单", "申请境外学校，需要密封的英文成绩单两份。", "英文成绩单已由教务处开出，请凭身份证件领取或告知邮寄地址。"),
        ("学位证书遗失", "搬家时遗失学位证书，如何补办证明书？", "请按附件填写学位证明书申请表，约十个工作日可取。"),
    ),
    "档案查询": (("查询人事档案去向", "毕业时档案寄往何处，单位说没有收到。", "档案已于毕业当年寄往生源地人才中心，机要号已另行告知。"),),
    "返校参观": (
        ("班级毕业三十周年返校", "约四十人，想参观校史馆并借一间教室座谈。", "已为班级预约校史馆讲解和教室，请提前三天报送车号。"),
        ("校友携家人入校", "周末想带父母进校看看。", "请在校友卡页面预约，门岗扫码入校。"),
    ),
    "校友卡": (("电子校友卡打不开", "手机上显示已过期。", "已重新发放，请重新登录查看。"),),
    "信息更正": (("姓名有误", "档案中名字的字写错了。", "已按证件更正。"),),
    "投诉与建议": (("校友食堂排队太久", "校庆日中午排队一小时。", "感谢反映，今年校庆将增开两个窗口并错峰安排。"),),
    "其他": (("咨询子女夏令营", "报名时间和条件？", "报名将于五月开放，届时在公众号通知。"),),
}  # fmt: skip
CONTACTS = ("窗口值班", "李老师", "周老师", "值班室")
STRANGERS = ("陈女士", "王先生", "某公司人事部", "退休教师家属")
WORDS = ("很及时，谢谢。", "态度很好。", "希望能再快一些。", "", "")
CHANNELS = (Channel.PHONE, Channel.WECHAT, Channel.EMAIL, Channel.WALK_IN, Channel.SMS)


def build_cases(world: DemoWorld) -> None:
    """In the order in which they were opened; numbers run within each year."""
    users = [
        user
        for mail in ("staff@demo.wutong.test", "director@demo.wutong.test")
        if (user := User.objects.filter(email=mail).first())
    ]
    if not users:
        return
    rng = world.rng("servicedesk")
    wanted = CASES.get(world.scale, 160)
    _college_desks()
    kinds = {kind.name_zh: kind for kind in CaseKind.objects.select_related("desk")}
    people = _people(world, rng, wanted)
    desks = {desk.unit_id: desk for desk in Desk.objects.filter(unit__isnull=False)}
    units = dict(
        Degree.objects.filter(person__in=people, unit__in=desks).values_list("person_id", "unit_id")
    )
    moments = sorted(_moment(world, rng, wanted) for _one in range(wanted))
    counts: dict[int, int] = {}
    made = []
    for place, moment in enumerate(moments):
        year = moment.year
        counts[year] = counts.get(year, 0) + 1
        case = _case(world, rng, users, kinds, moment)
        case.number = f"{year}-{counts[year]:05d}"
        if rng.random() < 0.82 and people:
            case.person_id = people[place % len(people)]
            desk = desks.get(units.get(case.person_id or 0, 0))
            if desk is not None and rng.random() < 0.6:
                case.desk = desk
        else:
            case.who_name = rng.choice(STRANGERS)
            put_contact(case, f"154{rng.randrange(10**8):08d}" if rng.random() < 0.7 else "")
        made.append(case)
    Case.objects.bulk_create(made, batch_size=2000)
    CaseNote.objects.bulk_create(_notes(rng, users, made), batch_size=2000)
    world.say(f"{len(made):,} cases of the service desk")


def _college_desks() -> None:
    for place, desk in enumerate(Desk.objects.filter(email="").order_by("pk")):
        desk.email, desk.contact = (
            f"desk{place}@office.example.org",
            CONTACTS[place % len(CONTACTS)],
        )
        desk.save(update_fields=["email", "contact"])
    units = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)
    coordinated = RoleAssignment.objects.filter(role="coordinator", scope_kind="college")
    theirs = units.filter(code__in=coordinated.values("scope_ref")).order_by("code")
    chosen = [*theirs, *units.exclude(pk__in=theirs.values("pk")).order_by("code")[:COLLEGES]]
    for place, unit in enumerate(chosen):
        Desk.objects.get_or_create(
            name_zh=unit.name_zh,
            defaults={
                "name_en": unit.name_en, "unit": unit, "email": f"college{place}@office.example.org",
            },
        )  # fmt: skip


def _people(world: DemoWorld, rng: Random, wanted: int) -> list[int]:
    rows = Person.objects.filter(
        deceased=False, merged_into__isnull=True, grade__lt=Grade.SENSITIVE, contactable=True
    )
    ids = sorted(rows.order_by("pk").values_list("pk", flat=True)[: wanted * 6])
    chosen = rng.sample(ids, min(wanted, len(ids)))
    fixed = [key for role in ("alumna", "alumnus") if (key := world.people_by_role.get(role))]
    return [*fixed, *(key for key in chosen if key not in fixed)]


def _moment(world: DemoWorld, rng: Random, wanted: int) -> datetime:
    recent = rng.random() < min(0.2, 24 / wanted)
    ago = rng.randrange(0, 12) if recent else rng.randrange(10, SPAN)
    noon = datetime.combine(world.today, time(1), tzinfo=UTC)
    return noon - timedelta(days=ago) + timedelta(minutes=rng.randrange(0, 480) if ago else 0)


def _case(
    world: DemoWorld, rng: Random, users: list[User], kinds: dict[str, CaseKind], moment: datetime
) -> Case:
    kind = kinds[rng.choices(list(ASKED), (6, 2, 4, 3, 3, 1, 2))[0]]
    subject, question, answer = rng.choice(ASKED[kind.name_zh])
    case = Case(
        kind=kind, channel=rng.choices(CHANNELS, (5, 5, 3, 2, 1))[0], subject=subject,
        question=question, desk=kind.desk, opened_at=moment, opened_by=users[0],
        due_on=working_days_after(moment.date(), kind.days),
        assignee=rng.choice([users[0], users[0], users[-1]]) if rng.random() < 0.85 else None,
    )  # fmt: skip
    took = timedelta(days=rng.choice((0, 1, 1, 2, 3, 4, 6, 9)), minutes=rng.randrange(30, 300))
    end = datetime.combine(world.today, time(10), tzinfo=UTC)
    if moment + took < end and rng.random() < 0.985:
        closed = rng.random() < 0.06
        case.state = CaseState.CLOSED if closed else CaseState.ANSWERED
        case.settled_at = moment + took
        case.answer = "" if closed else answer
        if not closed and rng.random() < 0.5:
            case.rating = rng.choices((5, 4, 3, 2, 1), (60, 25, 9, 4, 2))[0]
            case.rating_words = rng.choice(WORDS)
            case.rated_at = min(case.settled_at + timedelta(hours=rng.randrange(1, 72)), end)
    else:
        case.state = rng.choice(
            (CaseState.NEW, CaseState.WORK, CaseState.HANDED, CaseState.WAITING)
        )
    return case


def _notes(rng: Random, users: list[User], cases: list[Case]) -> list[CaseNote]:
    notes = []
    for case in cases:
        if case.desk is not None and (case.state == CaseState.HANDED or rng.random() < 0.5):
            after = case.opened_at + timedelta(minutes=rng.randrange(5, 25))
            notes.append(
                CaseNote(
                    case=case, kind=NoteKind.HANDED, at=after, by=users[0],
                    by_label=case.desk.name_zh, text="请协助办理，谢谢。",
                )
            )  # fmt: skip
        if case.state == CaseState.ANSWERED and case.settled_at:
            notes.append(
                CaseNote(
                    case=case, kind=NoteKind.ANSWER, at=case.settled_at,
                    by=case.assignee or users[0], text=case.answer,
                )
            )  # fmt: skip
        if case.rating and case.rated_at:
            notes.append(
                CaseNote(
                    case=case, kind=NoteKind.RATED, at=case.rated_at,
                    text=f"{case.rating}/5 {case.rating_words}",
                )
            )  # fmt: skip
    return notes
