"""The reader's own link to an issue: read it, and say how the journal shall come.

Fetching the link changes nothing, for mail firewalls fetch every link; "read" is a POST.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.consent.models import Preference
from wutong.core.consent.public import (
    ALL_TOPICS,
    Channel,
    Method,
    blocked_among,
    set_topic,
    undo_change,
)
from wutong.core.engagement.public import ActEntry, Subject
from wutong.core.engagement.public import record as record_act
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import standing_id
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.links.public import Minter, address_for, open_grant
from wutong.programs.journal.enums import TOPIC, Wish
from wutong.programs.journal.models import Copy, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.platform.links.models import LinkGrant

ACTION = "journal.read"
PREFIX = "journal/r"
VALID_FOR = timedelta(days=3650)
READ_ACT = "journal.read"
CHANNELS = (Channel.EMAIL, Channel.POST)
"""What a reader chooses between; WeChat is followed and left in WeChat."""


def grant_of(issue: Issue) -> LinkGrant:
    """The grant of an issue's links: the same link for a reader whichever way it is sent."""
    return open_grant(
        actor=Actor.system("journal"),
        action=ACTION,
        key=f"{issue.ref}:read",
        params={"issue": issue.pk},
        valid_for=VALID_FOR,
    )


def read_address_of(issue: Issue, person_id: int) -> str:
    """The absolute address of one reader's link."""
    return address_for(grant_of(issue), person_id, prefix=PREFIX)


def minter_of_sending(campaign_ref: str) -> Minter | None:
    """The links of the e-mail edition that goes out with a sending; None for other letters."""
    number = campaign_ref.partition(":")[2]
    issue = Issue.objects.filter(campaign=int(number)).first() if number.isdigit() else None
    return Minter(grant_of(issue)) if issue is not None else None


@transaction.atomic
def open_issue(*, actor: Actor, issue: Issue, person_id: int) -> None:
    """The reader said "read": the copies they were sent are opened, and it is an act of theirs.
    Reading again is neither a second copy nor a second act.
    """
    person_id = standing_id(person_id)
    copies = Copy.objects.filter(issue=issue, person=person_id)
    if copies.filter(opened_on__isnull=False).exists() or not copies.update(
        opened_on=clock.today()
    ):
        return
    record_act(
        actor=actor,
        entry=ActEntry(
            kind=READ_ACT,
            subject=Subject.person(person_id),
            occurred_on=clock.today(),
            source_ref=issue.ref,
            idempotency_key=f"read:{issue.ref}:person:{person_id}",
            legal_body=issue.legal_body_id,
        ),
    )


def needs_asking(issue: Issue, person_id: int) -> bool:
    """Whether the reader was sent a copy and has not opened it yet."""
    copies = Copy.objects.filter(issue=issue, person=person_id)
    states = list(copies.values_list("opened_on", flat=True))
    return bool(states) and not any(states)


def wish_of(person_id: int) -> Wish:
    """How the journal goes to somebody today, whether or not we have an address."""
    return wishes_of([person_id])[person_id]


def wishes_of(people: Iterable[int]) -> dict[int, Wish]:
    """The same for many, in a few queries: on paper is who asked for it."""
    ids = list(people)
    by_mail = set(ids) - set(blocked_among(TOPIC, Channel.EMAIL, ids))
    asked = Preference.objects.filter(
        person__in=ids, topic=TOPIC, channel=Channel.POST, wanted=True
    )
    on_paper = set(asked.values_list("person_id", flat=True))
    on_paper -= set(blocked_among(TOPIC, Channel.POST, on_paper))
    return {
        one: {
            (True, True): Wish.BOTH,
            (True, False): Wish.EMAIL,
            (False, True): Wish.POST,
        }.get((one in by_mail, one in on_paper), Wish.NONE)
        for one in ids
    }


@transaction.atomic
def set_wish(
    *, actor: Actor, person_id: int, wish: Wish, method: Method, source_ref: str = ""
) -> list[int]:
    """How the journal shall come from now on; everything else stays as it is. The changes, for
    an undo.
    """
    person_id = standing_id(person_id)
    changes = []
    wanted = {
        Channel.EMAIL: wish in {Wish.EMAIL, Wish.BOTH},
        Channel.POST: wish in {Wish.POST, Wish.BOTH},
    }
    stopped = Preference.objects.filter(person=person_id, topic=ALL_TOPICS, wanted=False)
    for channel in CHANNELS:
        topics = [TOPIC]
        if wanted[channel] and stopped.filter(channel=channel).exists():
            topics.insert(0, ALL_TOPICS)  # who asks for something ends the stop of everything
        for topic in topics:
            change = set_topic(
                actor=actor, person_id=person_id, topic=topic, channel=channel,
                wanted=wanted[channel], method=method, source_ref=source_ref,
            )  # fmt: skip
            if change is not None:
                changes.append(change.pk)
    return changes


@transaction.atomic
def undo_wish(*, actor: Actor, person_id: int, changes: Iterable[int]) -> None:
    """Take a wish back, channel by channel."""
    for change in changes:
        undo_change(actor=actor, change_id=change, person_id=person_id)


def has_address(person_id: int) -> bool:
    """Whether a printed copy could be posted to somebody."""
    return ContactPoint.objects.filter(
        person=person_id, kind="address", status="ok", valid_to__isnull=True
    ).exists()


def reader_name(person: Person, language: str) -> str:
    """As the page addresses the reader."""
    return (person.name_latin or person.name) if language == "en" else person.name
