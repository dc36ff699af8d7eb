"""The demo's letters of three years: most of them sent, some answered, a few on the desk."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Employment, Person, PersonState
from wutong.core.people.public import best_email
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import LegalBody
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.documents.public import issue_document
from wutong.platform.outbox.enums import DeliveryState, Lane, Reason
from wutong.platform.outbox.models import Delivery, SingleMail
from wutong.platform.outbox.public import (
    address_hash,
    ensure_partitions,
    month_of,
    single_key,
)
from wutong.programs.correspondence.enums import LetterKind, LetterState, Theme, Way
from wutong.programs.correspondence.models import FormalLetter, LetterTemplate
from wutong.programs.correspondence.papers import KIND, draft_of
from wutong.programs.correspondence.services.signing import hand_in
from wutong.programs.correspondence.services.writing import Whom, begin_letter

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from wutong.kernel.demo import DemoWorld

LETTERS = {"tiny": 4, "small": 44, "article": 260}
OVERSEAS = 12
SPAN = 900
ABOUT: dict[str, tuple[tuple[str, str], ...]] = {
    LetterKind.CONGRATULATION: (
        ("当选中国工程院院士", Theme.AWARD), ("荣获全国五一劳动奖章", Theme.AWARD),
        ("荣获国家科学技术进步奖二等奖", Theme.AWARD), ("主持的重大工程顺利投产", Theme.AWARD),
    ),
    LetterKind.CONSOLATION: (("您的家乡遭受洪涝灾害", Theme.RELIEF), ("您近期身体不适", Theme.NONE)),
    LetterKind.THANKS: (
        ("捐资设立助学金", Theme.GIFT), ("在防疫期间捐赠口罩一万只", Theme.RELIEF),
        ("为校庆捐赠图书", Theme.ANNIVERSARY), ("为附属医院捐赠防护物资", Theme.RELIEF),
    ),
    LetterKind.INVITATION: (
        ("建校一百三十周年纪念大会", Theme.ANNIVERSARY), ("校友企业家论坛", Theme.NONE),
    ),
}  # fmt: skip
PLACES = (("【时间】", "四月八日上午九时"), ("【地点】", "大礼堂"), ("【回复期限】", "三月二十日"))
ANSWERS = (
    "来信收到，深受鼓舞，谨致谢意。", "已复信致谢，并表示将于今年返校。", "回函确认出席。",
    "家属来电致谢。",
)  # fmt: skip


def build_letters(world: DemoWorld) -> None:
    """Sent in the order of their numbers; then what lies on the desk today."""
    users = list(
        User.objects.filter(email__in=("staff@demo.wutong.test", "director@demo.wutong.test"))
        .order_by("-email")
    )  # fmt: skip
    if len(users) < 2:
        return
    rng = world.rng("correspondence")
    wanted = LETTERS.get(world.scale, 44)
    plan = [*_relief(world), *_to_people(world, rng, wanted), *_condolences(world, rng, wanted)]
    days = sorted(rng.randrange(12, SPAN) for _one in plan)
    rng.shuffle(plan)
    for ago, (kind, whom, about, theme) in zip(reversed(days), plan, strict=True):
        day = world.today - timedelta(days=ago)
        _sent(rng, users, _begun(rng, users[0], kind, whom, about, theme), day, world.today)
    _on_the_desk(world, rng, users)
    _came_back(world)
    world.say(f"{FormalLetter.objects.count():,} formal letters")


def _relief(world: DemoWorld) -> list[tuple[str, Whom, str, str]]:
    bodies = Organisation.objects.filter(kind="alumni", status="active")
    overseas = bodies.filter(alumni_type="overseas").order_by("pk")[:OVERSEAS]
    return [
        (LetterKind.CONSOLATION, Whom(organisation=body), "当前海外疫情形势严峻", Theme.RELIEF)
        for body in overseas
    ]


def _to_people(world: DemoWorld, rng: Random, wanted: int) -> list[tuple[str, Whom, str, str]]:
    working = Employment.objects.filter(
        to_date__isnull=True, person__deceased=False, person__merged_into__isnull=True,
        person__grade__lt=Grade.SENSITIVE,
    )  # fmt: skip
    ids = sorted(set(working.order_by("pk").values_list("person_id", flat=True)[: wanted * 20]))
    people = Person.objects.in_bulk(rng.sample(ids, min(wanted, len(ids))))
    made = []
    for key in sorted(people):
        kind = rng.choice(list(ABOUT))
        about, theme = rng.choice(ABOUT[kind])
        made.append((kind, Whom(person=people[key]), about, theme))
    return made


def _condolences(world: DemoWorld, rng: Random, wanted: int) -> list[tuple[str, Whom, str, str]]:
    first = world.today - timedelta(days=SPAN)
    deaths = PersonState.objects.filter(
        kind="life", valid_to__isnull=True, valid_from__gte=first, valid_from__lt=world.today,
        person__grade__lt=Grade.SENSITIVE, person__merged_into__isnull=True,
    )  # fmt: skip
    rows = deaths.select_related("person").order_by("pk")[: wanted // 6 + 1]
    return [(LetterKind.CONDOLENCE, Whom(person=row.person), "", "") for row in rows]


def _begun(rng: Random, user: User, kind: str, whom: Whom, about: str, theme: str) -> FormalLetter:
    body = "foundation" if theme in (Theme.GIFT, Theme.RELIEF) and kind == "thanks" else (
        "association" if rng.random() < 0.75 else "department"
    )  # fmt: skip
    texts = LetterTemplate.objects.filter(kind=kind, language="zh-hans").order_by("pk")
    letter = begin_letter(
        actor=Actor.of(user), kind=kind, legal_body=LegalBody.objects.get(pk=body),
        language="zh-hans", whom=whom, occasion=about, theme=theme,
        template=texts.last() if whom.organisation else texts.first(),
    )  # fmt: skip
    for place, words in PLACES:
        letter.body = letter.body.replace(place, words)
    return letter


def _sent(rng: Random, users: list[User], letter: FormalLetter, day: date, today: date) -> None:
    staff, director = users
    document = issue_document(
        actor=Actor.of(director), kind=KIND, body=letter.legal_body_id,
        draft=draft_of(letter, day=day), issued_on=day,
    )  # fmt: skip
    letter.document, letter.number_text = document, document.number_text
    letter.signed_off_by, letter.sealed_by, letter.sealed_on = director, staff, day
    letter.copies, letter.state = rng.choice((1, 2)), LetterState.SENT
    letter.sent_on = min(day + timedelta(days=rng.randrange(3)), today)
    letter.sent_by = rng.choice((Way.EMAIL, Way.POST, Way.HAND))
    if rng.random() < 0.45:
        letter.state, letter.answer = LetterState.ANSWERED, rng.choice(ANSWERS)
        letter.answered_on = min(letter.sent_on + timedelta(days=rng.randrange(2, 30)), today)
    letter.save()


def _came_back(world: DemoWorld) -> None:
    """The mail of the youngest letter to somebody with an address came back: to be sent again."""
    rows = FormalLetter.objects.filter(
        state=LetterState.SENT, person__email_ok=True, sent_on__gte=world.today - timedelta(days=60)
    )
    letter = rows.order_by("-sent_on", "-pk").first()
    to = best_email(letter.person_id) if letter is not None and letter.person_id else None
    if letter is None or letter.sent_on is None or not to:
        return
    mail = SingleMail(
        id=uuid5(NAMESPACE_URL, f"{world.seed}:{letter.number_text}"), subject=letter.title[:300],
        raw=b"", actor=str(Actor.system("demo").label), created_at=clock.now(),
    )  # fmt: skip
    mail.save(force_insert=True)
    letter.sent_by, letter.mail_key = Way.EMAIL, single_key(mail.id)
    letter.save(update_fields=["sent_by", "mail_key"])
    left = datetime.combine(letter.sent_on, time(2, 10), tzinfo=UTC)
    month = month_of(letter.sent_on)
    ensure_partitions(months=[month])
    Delivery.objects.create(
        campaign_month=month, stream=letter.mail_key, lane=Lane.PRIORITY,
        subject_ref=f"person:{letter.person_id}", address=to, name=letter.addressee[:200],
        address_hash=address_hash(to), state=DeliveryState.BOUNCED, reason=Reason.BOUNCE_SOFT,
        attempts=1, last_reply="5.2.2 mailbox full", created_at=left, accepted_at=left,
        bounced_at=left + timedelta(hours=3),
    )  # fmt: skip


def _on_the_desk(world: DemoWorld, rng: Random, users: list[User]) -> None:
    """Three drafts, one of them for somebody whose title is old, and one that waits."""
    old = Employment.objects.filter(
        to_date__isnull=True,
        as_of__range=(world.today - timedelta(days=1400), world.today - timedelta(days=400)),
        person__deceased=False, person__merged_into__isnull=True,
        person__grade__lt=Grade.SENSITIVE,
    ).exclude(title="")  # fmt: skip
    rows = old.select_related("person").order_by("pk")[:3]
    for place, row in enumerate(rows):
        about, theme = ABOUT[LetterKind.CONGRATULATION][place]
        letter = _begun(
            rng, users[0], LetterKind.CONGRATULATION, Whom(person=row.person), about, theme
        )
        letter.save()
        if place:
            hand_in(actor=Actor.of(users[0]), user=users[0], letter_id=letter.pk)
