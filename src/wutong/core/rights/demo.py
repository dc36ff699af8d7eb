"""The demo's share: a desk with requests in every state, the register of processors, past nights."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from wutong.core.people.models import Person
from wutong.core.rights.enums import (
    AbroadBasis,
    CaseState,
    Outcome,
    RefusalGround,
    Right,
    Trigger,
    Via,
)
from wutong.core.rights.models import Assessment, Case, Transfer
from wutong.core.rights.services.cases import due_date
from wutong.platform.privacy.enums import ProcessorKind
from wutong.platform.privacy.models import Processor, RetentionRun
from wutong.platform.privacy.public import retention_rules

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

# What, how far, by which way, how many days ago, in whose words, the answer.
CASES: tuple[tuple[Right, CaseState, Via, int, str, str], ...] = (
    (Right.COPY, CaseState.WORKING, Via.EMAIL, 26, "请把你们保存的我的全部信息发给我一份。", ""),
    (Right.RESTRICT, CaseState.RECEIVED, Via.PHONE, 9, "近期不希望信息被用于任何活动，也不要再来电。", ""),
    (Right.DELETE, CaseState.WORKING, Via.POST, 6, "本人定居国外，请删除我的档案。", ""),
    (Right.EXPLAIN, CaseState.RECEIVED, Via.EMAIL, 2, "为什么我会收到物理学院的活动邀请？", ""),
    (Right.CLOSE, CaseState.COOLING, Via.MEMBER, 3, "", ""),
    (Right.VIEW, CaseState.DONE, Via.VISIT, 40, "想看看学校留存了我的哪些信息。", "已当面出示并交付打印件一份。"),
    (Right.TRANSFER, CaseState.REFUSED, Via.PHONE, 70, "请把全班的电话转给我。", "其中包含其他同学的个人信息，不能提供；您本人的信息可随时下载。"),
    (Right.CORRECT, CaseState.DONE, Via.PHONE, 85, "毕业年份应为 1998 年。", "已核对学籍名册并更正。"),
)  # fmt: skip

PROCESSORS: tuple[dict[str, Any], ...] = (
    {
        "name": "清源云计算有限公司", "kind": ProcessorKind.CLOUD, "purpose": "服务器与存储",
        "data_types": "全部校友数据（加密存储）", "contract": "XY-2025-017",
        "safeguards": "等级保护三级；数据中心位于境内；敏感字段加密，密钥由学校保管；每年审计一次。",
        "contact": "privacy@qingyuan.example", "valid_from": (2025, 1, 1), "valid_to": (2027, 12, 31),
    },
    {
        "name": "飞鸿短信服务", "kind": ProcessorKind.SMS, "purpose": "短信问候与验证码",
        "data_types": "手机号码、短信正文", "contract": "XY-2026-003",
        "safeguards": "号码传输加密；发送记录保存三十日；不得用于其他目的。",
        "contact": "dpo@feihong.example", "valid_from": (2026, 3, 1), "valid_to": (2027, 2, 28),
    },
    {
        "name": "学校网络中心", "kind": ProcessorKind.MAIL, "purpose": "电子邮件中继",
        "data_types": "电子邮箱、邮件正文", "contract": "校内协议 2024-08",
        "safeguards": "校内网络；日志保存六个月；专人管理。",
        "contact": "nic@wutong.example", "valid_from": (2024, 9, 1), "valid_to": None,
    },
    {
        "name": "桐叶印务", "kind": ProcessorKind.PRINT, "purpose": "校友刊物印刷与邮寄",
        "data_types": "姓名、通讯地址", "contract": "XY-2023-011",
        "safeguards": "名单加密交付，寄出后七日内销毁并出具证明。",
        "contact": "", "valid_from": (2023, 4, 1), "valid_to": (2026, 3, 31),
    },
    {
        "name": "Maple Events Inc.", "kind": ProcessorKind.OTHER, "purpose": "北美校友大会报名",
        "data_types": "姓名、电子邮箱、院系", "contract": "XY-2026-009", "abroad": "加拿大",
        "safeguards": "标准合同备案；仅限已单独同意的校友；会后三十日删除。",
        "contact": "privacy@maple.example", "valid_from": (2026, 6, 1), "valid_to": (2026, 12, 31),
    },
)  # fmt: skip
NIGHTS = 30

# Days ago, to whom, where, people, what, what for, ground.
TRANSFERS: tuple[tuple[int, str, str, int, str, str, AbroadBasis], ...] = (
    (
        150,
        "Maple Events Inc.",
        "加拿大",
        412,
        "姓名、电子邮箱、院系",
        "北美校友大会报名",
        AbroadBasis.CONTRACT,
    ),
    (96, "英国校友会", "英国", 187, "姓名、院系、年级、电子邮箱", "年会邀请", AbroadBasis.EXEMPT),
    (40, "新加坡校友会", "新加坡", 236, "姓名、院系、年级", "会员名册核对", AbroadBasis.EXEMPT),
    (12, "日本校友会", "日本", 95, "姓名、院系、电子邮箱", "迎新活动", AbroadBasis.EXEMPT),
)
# What calls for it, what is done, how long ago, whether written, what came of it.
ASSESSMENTS: tuple[tuple[str, Trigger, str, int, bool, Outcome], ...] = (
    ("documents", Trigger.SENSITIVE, "保存身份证件号码", 320, True, Outcome.GO),
    ("merging", Trigger.AUTOMATED, "按规则自动合并重复档案", 300, True, Outcome.GO),
    ("own:face", Trigger.SENSITIVE, "返校日人脸识别入场", 210, True, Outcome.STOP),
    ("publishing", Trigger.PUBLISHING, "在网站公布芳名录", 20, True, Outcome.OPEN),
    ("lists", Trigger.SHARING, "校友组织负责人导出会员名单", 6, False, Outcome.OPEN),
)
ANSWERS = {
    "necessity": "目的明确并已在隐私政策中告知；限于达成目的所需的最少字段，没有更少侵入的办法。",
    "impact": "可能影响：信息外泄、误用、被误认为他人。可能性低，影响程度中等；受影响人数已在登记中列明。",
    "measures": "加密保存、按角色授权、查看须注明理由并留痕、到期自动删除、可随时撤回；每年复核一次。",
}


def build_desk(world: DemoWorld) -> None:
    """Small at any scale: a desk is worked empty."""
    draw = world.rng("rights")
    people = list(
        Person.objects.filter(
            merged_into__isnull=True,
            deceased=False,
            contactable=True,
            user__isnull=True,
            grade__lt=2,
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:400]
    )
    chosen = draw.sample(people, min(len(CASES), len(people)))
    for person_id, (kind, state, via, days, words, answer) in zip(chosen, CASES, strict=False):
        received = world.today - timedelta(days=days)
        moment = datetime.combine(received, time(3), tzinfo=UTC)
        known = state is not CaseState.RECEIVED
        over = state in {CaseState.DONE, CaseState.REFUSED}
        Case.objects.create(
            kind=kind, state=state, via=via, person_id=person_id, words=words, answer=answer,
            received_on=received, due_on=due_date(received),
            identity_at=moment + timedelta(hours=3) if known else None,
            identity_how="回拨登记电话，核对入学年份与班级" if known and via is not Via.MEMBER else "",
            ground=RefusalGround.OTHERS if state is CaseState.REFUSED else "",
            decided_at=moment + timedelta(days=4) if over else None,
            closed_at=moment + timedelta(days=4) if over else None,
            runs_at=moment + timedelta(days=7) if state is CaseState.COOLING else None,
        )  # fmt: skip
    for entry in PROCESSORS:
        Processor.objects.create(**{**entry, **_days(entry)}, legal_body="association")
    _build_nights(world)
    _build_assessments(world)
    world.say("rights desk, processors, retention")


def _days(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date(*entry[name]) if entry[name] else None for name in ("valid_from", "valid_to")
    }


def _build_nights(world: DemoWorld) -> None:
    draw = world.rng("retention")
    for back in range(NIGHTS, 0, -1):
        began = datetime.combine(world.today - timedelta(days=back), time(17, 40), tzinfo=UTC)
        lines = [
            {"rule": code, "gone": draw.choice((0, 0, 0, 1, 2, 5, 12)), "error": ""}
            for code in retention_rules.keys()  # noqa: SIM118 - a registry, not a mapping
            if code != "rights.closures"
        ]
        RetentionRun.objects.create(
            started_at=began, finished_at=began + timedelta(seconds=draw.randint(1, 9)),
            by_label="system:retention", gone=sum(line["gone"] for line in lines), lines=lines,
        )  # fmt: skip


def _build_assessments(world: DemoWorld) -> None:
    for days, recipient, country, people, data, purpose, basis in TRANSFERS:
        Transfer.objects.create(
            happened_on=world.today - timedelta(days=days), recipient=recipient,
            destination=country, people=people, data_types=data, purpose=purpose, basis=basis,
        )  # fmt: skip
    for occasion, trigger, title, days, written, outcome in ASSESSMENTS:
        opened = datetime.combine(world.today - timedelta(days=days), time(18, 25), tzinfo=UTC)
        Assessment.objects.create(
            occasion=occasion, trigger=trigger, title=title, outcome=outcome, opened_at=opened,
            decided_at=opened + timedelta(days=9) if outcome else None,
            **(ANSWERS if written else {}),
        )  # fmt: skip
