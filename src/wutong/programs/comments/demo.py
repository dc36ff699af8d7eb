"""The demo's comments: a few stories with published, waiting, refused, appealed, reported and hidden
ones; the house is open, with a duty editor.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.engagement.models import Act as LedgerAct
from wutong.core.engagement.public import ActEntry, Subject, record_many
from wutong.core.people.enums import ContactKind
from wutong.core.people.models import ContactPoint, Person
from wutong.core.reference.enums import Grade
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.comments import demo_texts as texts
from wutong.programs.comments.enums import Act, CommentState, Ground
from wutong.programs.comments.models import Comment, CommentStep, House, Nickname, Report
from wutong.programs.comments.names import PUBLISHED_ACT
from wutong.programs.comments.services.writing import look
from wutong.programs.publishing.models import StoryPage

if TYPE_CHECKING:
    from datetime import date
    from random import Random
    from uuid import UUID

    from wutong.kernel.demo import DemoWorld

EDITOR = "staff@demo.wutong.test"
SECOND = "director@demo.wutong.test"
DECIDED = (CommentState.PUBLISHED, CommentState.REFUSED, CommentState.HIDDEN)
ACT_OF = {
    CommentState.PUBLISHED: Act.PUBLISHED,
    CommentState.REFUSED: Act.REFUSED,
    CommentState.HIDDEN: Act.HIDDEN,
}


@transaction.atomic
def build_comments(world: DemoWorld) -> None:
    """Below the newsroom's stories of the last months."""
    users = {user.email: user for user in User.objects.filter(email__in=(EDITOR, SECOND))}
    pages = StoryPage.objects.filter(live=True, slug__in=list(texts.BELOW))
    stories = {page.slug: page for page in pages.order_by("-locale__language_code")}
    if EDITOR not in users or not stories or Comment.objects.exists():
        return
    House.objects.create(
        pk=1, is_open=True, duty_editor=users[EDITOR], changed_by=str(users.get(SECOND, "")),
        changed_at=datetime.combine(world.today - timedelta(days=30), time(1), tzinfo=UTC),
    )  # fmt: skip
    rng = world.rng("comments")
    writers = _writers(world)
    if not writers:
        return
    made = _Made(rng, users[EDITOR], stories, writers, world.today)
    for slug, words in texts.BELOW.items():
        for text in words:
            made.add(slug, text, CommentState.PUBLISHED)
    for slug, text in (*texts.WAITING, texts.HELD):
        made.add(slug, text, CommentState.WAITING)
    made.add(*texts.REFUSED, CommentState.REFUSED, texts.REFUSED_WHY)
    own = world.people_by_role
    made.add(*texts.APPEALED, CommentState.WAITING, texts.APPEALED_WHY, own.get("alumnus"))
    made.rows[-1].appeal = texts.APPEAL
    made.add(*texts.REPORTED, CommentState.PUBLISHED)
    reported = made.rows[-1]
    made.add(*texts.HIDDEN, CommentState.HIDDEN, texts.HIDDEN_WHY, own.get("alumna"))
    made.save()
    Report.objects.create(
        comment=reported, ground=Ground.UNTRUE, words=texts.REPORT_WORDS,
        person_id=made.people[0], at=reported.received_at + timedelta(hours=7),
    )  # fmt: skip
    world.say(f"{len(made.rows)} comments below {len(stories)} stories")


def _writers(world: DemoWorld) -> list[int]:
    """Who took part this year anyway, so that nobody becomes active by this, and both alumni with
    a log-in, whose mobile number is confirmed.
    """
    own = [
        world.people_by_role[one] for one in ("alumna", "alumnus") if one in world.people_by_role
    ]
    moment = datetime.combine(world.today - timedelta(days=200), time(2), tzinfo=UTC)
    phones = ContactPoint.objects.filter(
        person__in=own, kind=ContactKind.PHONE, valid_to__isnull=True, verified_at__isnull=True
    )
    phones.update(verified_at=moment)
    active = LedgerAct.objects.filter(
        occurred_on__year=world.today.year, person__isnull=False, voided_at__isnull=True
    ).order_by("person_id").values_list("person_id", flat=True).distinct()[:400]  # fmt: skip
    proven = ContactPoint.objects.filter(
        person__in=list(active), kind=ContactKind.PHONE, valid_to__isnull=True,
        verified_at__isnull=False,
    )  # fmt: skip
    rows = Person.objects.filter(
        pk__in=proven.values("person"), deceased=False, merged_into__isnull=True,
        grade__lt=Grade.SENSITIVE,
    )  # fmt: skip
    return [*rows.exclude(pk__in=own).order_by("pk").values_list("pk", flat=True)[:14], *own]


class _Made:
    """Rows gathered and written together."""

    def __init__(
        self, rng: Random, editor: User, stories: dict[str, StoryPage], people: list[int],
        today: date,
    ) -> None:  # fmt: skip
        self.rng, self.editor, self.stories, self.people = rng, editor, stories, people
        self.today = today
        self.names = dict(zip(people, texts.NICKNAMES, strict=False))
        self.rows: list[Comment] = []
        self._below: dict[UUID, datetime] = {}

    def _moment(self, page: StoryPage) -> datetime:
        """After the story and after the one before it; never later than the demo's today."""
        latest = datetime.combine(self.today, time(1), tzinfo=UTC)
        last = self._below.get(page.translation_key, page.first_published_at or latest)
        at: datetime = min(last + timedelta(minutes=self.rng.randrange(25, 400)), latest)
        self._below[page.translation_key] = at
        return at

    def add(
        self, slug: str, text: str, state: CommentState, reason: str = "",
        person_id: int | None = None,
    ) -> None:  # fmt: skip
        """One comment; decided after an hour or so."""
        page = self.stories.get(slug)
        if page is None:
            return
        at = self._moment(page)
        person = person_id or self.people[len(self.rows) % max(1, len(self.people) - 2)]
        after = at + timedelta(minutes=self.rng.randrange(12, 90))
        has = state in DECIDED or bool(reason)
        row = Comment(
            story=page.translation_key, person_id=person, nickname=self.names.get(person, "校友"),
            text=text, digest=sha256(text.encode()).digest(), state=state, received_at=at,
            place=self.rng.choice(texts.PLACES), reason=reason,
            published_at=after if state == CommentState.PUBLISHED else None,
            decided_at=after if has else None, decided_by=self.editor if has else None,
            appealed_at=after + timedelta(hours=2) if has and state == CommentState.WAITING else None,
            told=state if has else "", version=2 if has else 1,
        )  # fmt: skip
        look(row)
        self.rows.append(row)

    def save(self) -> None:
        """Everything in some statements; the acts get the ids the ledger gives them."""
        moment = datetime.combine(self.today - timedelta(days=120), time(3), tzinfo=UTC)
        Nickname.objects.bulk_create(
            Nickname(person_id=one, name=name, folded=name.casefold(), chosen_at=moment)
            for one, name in self.names.items()
        )
        Comment.objects.bulk_create(self.rows)
        CommentStep.objects.bulk_create(self._steps())
        public = [row for row in self.rows if row.state == CommentState.PUBLISHED]
        record_many(
            actor=Actor.of(self.editor),
            entries=[
                ActEntry(
                    kind=PUBLISHED_ACT, subject=Subject.person(row.person_id or 0),
                    occurred_on=self._day(row), source_ref=row.ref,
                    idempotency_key=f"{row.ref}:1",
                )
                for row in public
            ],
            source_ref="comments:demo",
        )  # fmt: skip
        acts = dict(
            LedgerAct.objects.filter(
                kind=PUBLISHED_ACT, source_ref__in=[row.ref for row in public]
            ).values_list("source_ref", "id")
        )
        for row in public:
            row.act_id, row.act_on = acts.get(row.ref), self._day(row)
        Comment.objects.bulk_update(public, ["act_id", "act_on"])

    def _day(self, row: Comment) -> date:
        return min((row.published_at or row.received_at).date(), self.today)

    def _steps(self) -> list[CommentStep]:
        found = []
        for row in self.rows:
            state = CommentState(row.state)
            steps = [(Act.CAME, "", "", row.received_at)]
            if row.decided_at is not None:
                did = ACT_OF.get(state, Act.REFUSED)
                steps.append((did, str(self.editor), row.reason, row.decided_at))
            if row.appealed_at is not None:
                steps.append((Act.APPEALED, "", row.appeal, row.appealed_at))
            found += [
                CommentStep(comment=row, act=act, by=by, reason=why, text=row.text, at=at)
                for act, by, why, at in steps
            ]
        return found
