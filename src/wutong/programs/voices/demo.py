"""The demo's testimonials: the anniversary call of 2020, a later one, and one that is open today.

At article scale 104 were published in 2020 and some more came in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.consent.enums import LawfulBasis, Method
from wutong.core.consent.models import ConsentRecord
from wutong.core.consent.public import text_of
from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.models import Act as LedgerAct
from wutong.core.engagement.public import ActEntry, Subject, record_many
from wutong.core.people.models import Person
from wutong.core.people.public import latest_studies
from wutong.core.reference.enums import Grade
from wutong.engines.calls.enums import Act, EntryState, Openness, Reach
from wutong.engines.calls.models import Call, Entry, EntryStep
from wutong.engines.wording.public import check
from wutong.kernel.actors import Actor
from wutong.kernel.ids import uuid7
from wutong.platform.accounts.models import User
from wutong.programs.voices.demo_texts import (
    BEGINNINGS,
    CALLS,
    ENDINGS,
    ENGLISH,
    HELD,
    NICKNAMES,
    NOT_TAKEN,
    NOT_TAKEN_REASON,
    WAITING,
    WHOLE,
)
from wutong.programs.voices.models import Quoted
from wutong.programs.voices.names import PROGRAM, PUBLISHED_ACT, PURPOSE
from wutong.programs.voices.purposes import PUBLISH_VOICES
from wutong.ui.design.typography import has_han

if TYPE_CHECKING:
    from random import Random

    from wutong.kernel.demo import DemoWorld

IN_2020 = {"article": 104, "small": 24, "tiny": 6}
NOT_PUBLISHED = 7
"""Of so many texts one was not taken or was withdrawn."""
FIRST, LAST = date(2020, 3, 16), date(2020, 11, 20)


@transaction.atomic
def build_voices(world: DemoWorld) -> None:
    """Calls, entries with their steps and consents, and the acts of those published."""
    staff = User.objects.filter(email="staff@demo.wutong.test").first()
    if staff is None:
        return
    rng = world.rng("voices")
    published = IN_2020.get(world.scale, 24)
    calls = _calls(world, staff)
    writers = _writers(world, published * 2 + 20)
    if not writers:
        return
    rng.shuffle(writers)
    texts = _texts(published * 2 + 20)
    made = _Made(world, rng, staff, writers, texts)
    span = (LAST - FIRST).days
    for at in range(published):
        made.add(calls[0], FIRST + timedelta(days=span * at // published), EntryState.PUBLISHED)
    for at in range(max(2, published // NOT_PUBLISHED)):
        state = EntryState.DECLINED if at % 2 else EntryState.WITHDRAWN
        made.add(calls[0], FIRST + timedelta(days=9 + at * 11), state)
    for at in range(max(3, published // 6)):
        made.add(calls[1], date(2023, 9, 1) + timedelta(days=2 * at), EntryState.PUBLISHED)
    for at in range(6):
        made.add(calls[2], world.today - timedelta(days=26 - 3 * at), EntryState.PUBLISHED)
    for at, text in enumerate(WAITING):
        made.add(calls[2], world.today - timedelta(days=3 - at % 3), EntryState.RECEIVED, text)
    made.add(calls[2], world.today - timedelta(days=2), EntryState.MODERATION, HELD)
    made.add(calls[2], world.today - timedelta(days=5), EntryState.DECLINED, NOT_TAKEN)
    made.save()
    public = [one for one in made.entries if one.call == calls[2] and one.is_published]
    Quoted.objects.bulk_create(Quoted(entry=one, since=one.received_at) for one in public[:3])
    world.say(f"{len(made.entries)} testimonials for {len(calls)} calls")


def _calls(world: DemoWorld, staff: User) -> list[Call]:
    days = (
        (date(2020, 3, 1), date(2020, 11, 30)),
        (date(2023, 8, 20), date(2023, 10, 10)),
        (world.today - timedelta(days=30), world.today + timedelta(days=60)),
    )
    return [
        Call.objects.create(
            program=PROGRAM, slug=slug, title_zh=title_zh, title_en=title_en, topic_zh=topic_zh,
            topic_en=topic_en, asked_zh=asked_zh, asked_en=asked_en, opens_on=opens,
            closes_on=closes, openness=Openness.EVERYBODY, shortest=8, longest=500,
            purpose=PURPOSE, created_by=staff,
            created_at=datetime.combine(opens, time(1), tzinfo=UTC),
        )
        for (opens, closes), (slug, title_zh, title_en, topic_zh, topic_en, asked_zh, asked_en)
        in zip(days, CALLS, strict=True)
    ]  # fmt: skip


def _writers(world: DemoWorld, number: int) -> list[Person]:
    """Who took part in that year anyway, so that nobody else becomes active by this; then others."""
    active = LedgerAct.objects.filter(
        occurred_on__year=2020, case_mode=CaseMode.COMMUNICATION, person__isnull=False,
        voided_at__isnull=True,
    ).order_by("person_id").values_list("person_id", flat=True).distinct()[: number * 2]  # fmt: skip
    alive = Person.objects.filter(
        deceased=False, merged_into__isnull=True, grade__lt=Grade.SENSITIVE
    )
    fixed = set(world.people_by_role.values())
    found = list(alive.filter(pk__in=list(active)).exclude(pk__in=fixed).order_by("pk"))
    if len(found) < number:
        have = {one.pk for one in found} | fixed
        found += list(alive.exclude(pk__in=have).order_by("pk")[: number - len(found)])
    return found


def _texts(number: int) -> list[str]:
    """As many different ones: whole texts and English ones among those put together."""
    found: list[str] = []
    joined = (
        BEGINNINGS[at % len(BEGINNINGS)] + ENDINGS[(at * 5 + at // len(BEGINNINGS)) % len(ENDINGS)]
        for at in range(len(BEGINNINGS) * len(ENDINGS))
    )
    whole, english = iter(WHOLE), iter(ENGLISH)
    for at in range(number):
        text = next(english, "") if at % 9 == 4 else next(whole, "") if at % 2 == 0 else ""
        found.append(text or next(joined))
    return found


class _Made:
    """Rows gathered and written together."""

    def __init__(
        self, world: DemoWorld, rng: Random, staff: User, writers: list[Person], texts: list[str]
    ) -> None:
        self.rng, self.staff, self.today = rng, staff, world.today
        self.writers, self.texts = iter(writers * 4), iter(texts * 4)
        self.studies = latest_studies([one.pk for one in writers])
        self.words = text_of(PUBLISH_VOICES)
        self.entries: list[Entry] = []
        self.steps: list[tuple[Entry, Act, str, str, datetime]] = []

    def add(self, call: Call, day: date, state: EntryState, text: str = "") -> None:
        """One entry and what was done with it, the decision on the next day."""
        rng, person = self.rng, next(self.writers)
        text = text or next(self.texts)
        came = datetime.combine(day, time(rng.randrange(1, 14), rng.randrange(60)), tzinfo=UTC)
        decided = came + timedelta(hours=rng.randrange(2, 30))
        study = self.studies.get(person.pk)
        shown = person.name if rng.random() < 0.72 else rng.choice(NICKNAMES)
        language = "zh-hans" if has_han(text) else "en"
        found = check(text, language=language, on=day, public=True)
        published = state == EntryState.PUBLISHED
        reason = NOT_TAKEN_REASON if state == EntryState.DECLINED else ""
        by_office = state in (EntryState.PUBLISHED, EntryState.DECLINED)
        entry = Entry(
            call=call, person=person, language=language, text=text, shown_as=shown,
            college=study.unit if study is not None and study.unit.parent_id is None else None,
            class_year=study.leave_year if study is not None else None,
            reach=Reach.MEDIA if rng.random() < 0.6 else Reach.SITE, state=state,
            consent_text=self.words, consent_at=came,
            consent_ended_at=decided if state == EntryState.WITHDRAWN else None,
            findings=len(found), grave=any(one.grave for one in found), received_at=came,
            received_on=day, decided_at=decided if by_office else None,
            decided_by=self.staff if by_office else None, reason=reason,
            published_on=min(day + timedelta(days=1), self.today) if published else None,
            act_id=uuid7() if published else None,
        )  # fmt: skip
        self.entries.append(entry)
        self.steps.append((entry, Act.RECEIVED, "link:voices.write", "", came))
        ends = {
            EntryState.PUBLISHED: (Act.PUBLISHED, str(self.staff)),
            EntryState.DECLINED: (Act.DECLINED, str(self.staff)),
            EntryState.WITHDRAWN: (Act.WITHDRAWN, "link:voices.write"),
        }
        if state in ends:
            act, by = ends[state]
            self.steps.append((entry, act, by, reason, decided))

    def save(self) -> None:
        """Everything in some statements; the acts get the ids the ledger gives them."""
        Entry.objects.bulk_create(self.entries)
        EntryStep.objects.bulk_create(
            EntryStep(entry=entry, act=act, by=by, reason=reason, text=entry.text, at=at)
            for entry, act, by, reason, at in self.steps
        )
        ConsentRecord.objects.bulk_create(
            ConsentRecord(
                person=entry.person, topic=PURPOSE, basis=LawfulBasis.CONSENT, text=self.words,
                method=Method.DEMO, evidence=f"{entry.ref} {entry.reach}",
                given_at=entry.consent_at,
            )
            for entry in {one.person_id: one for one in self.entries if one.agreed}.values()
            if entry.consent_at is not None
        )  # fmt: skip
        public = [one for one in self.entries if one.published_on is not None]
        record_many(
            actor=Actor.of(self.staff),
            entries=[
                ActEntry(
                    kind=PUBLISHED_ACT, subject=Subject.person(one.person_id or 0),
                    occurred_on=one.published_on, source_ref=one.ref,
                    idempotency_key=f"voice:{one.ref}:1",
                )
                for one in public if one.published_on is not None
            ],
            source_ref="calls:demo",
        )  # fmt: skip
        acts = dict(
            LedgerAct.objects.filter(
                kind=PUBLISHED_ACT, source_ref__in=[one.ref for one in public]
            ).values_list("source_ref", "id")
        )
        for one in public:
            one.act_id = acts.get(one.ref)
        Entry.objects.bulk_update(public, ["act_id"])
