"""Reading an issue through the link in its letter, and how the journal shall come.

Fetching the link changes nothing, for mail firewalls fetch every link; "read" is a POST.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

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
from wutong.core.people.public import standing_id
from wutong.kernel import clock
from wutong.platform.links.public import minter_for
from wutong.platform.outbox.models import WechatFan
from wutong.programs.journal.enums import TOPIC, Wish
from wutong.programs.journal.models import Copy, Issue
from wutong.programs.journal.once import ON_SCREEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.kernel.actors import Actor
    from wutong.platform.links.public import LinkContext

ACTION = "journal.read"
VALID_FOR = timedelta(days=3650)
READ_ACT = "journal.read"
CHANNELS = (*ON_SCREEN, Channel.POST)
"""What a reader chooses between: on a screen, by whichever way reaches them first, or on paper."""


def issue_of(context: LinkContext) -> Issue | None:
    """The issue a reader's link is about: that of the sending it came with."""
    campaign = context.params.get("campaign")
    if context.action != ACTION or not isinstance(campaign, int):
        return None
    issue = (
        Issue.objects.filter(Q(campaign=campaign) | Q(notice=campaign))
        .select_related("legal_body")
        .first()
    )
    return issue if issue is not None and issue.is_published else None


def channel_of(context: LinkContext, issue: Issue) -> Channel:
    """How the link came: in the notice on WeChat or in the letter."""
    by_notice = context.params.get("campaign") == issue.notice_id
    return Channel.WECHAT if by_notice else Channel.EMAIL


def reader_path(context: LinkContext) -> str:
    """Where the reader of this link reads on."""
    token = minter_for(context.grant_key).token(context.subject_id)
    return reverse("journal_reader:reader", args=[token])


@transaction.atomic
def open_issue(
    *, actor: Actor, issue: Issue, person_id: int, channel: Channel = Channel.EMAIL
) -> bool:
    """The reader said "read": their copy by that channel is opened, and it is an act of theirs.
    Reading again is neither a second copy nor a second act: False.

    Whoever reads through the letter has got it, also before the ledger has taken it over.
    """
    person_id = standing_id(person_id)
    today = clock.today()
    Copy.objects.bulk_create(
        [Copy(issue=issue, channel=channel, person_id=person_id, sent_on=today)],
        ignore_conflicts=True,
    )
    copies = Copy.objects.filter(issue=issue, channel=channel, person=person_id)
    if not copies.filter(opened_on__isnull=True).update(opened_on=today):
        return False
    if Copy.objects.filter(issue=issue, person=person_id, opened_on__isnull=False).count() > 1:
        return False  # by two ways, and yet one reader with one act
    record_act(
        actor=actor,
        entry=ActEntry(
            kind=READ_ACT,
            subject=Subject.person(person_id),
            occurred_on=today,
            source_ref=issue.ref,
            idempotency_key=f"read:{issue.ref}:person:{person_id}",
            legal_body=issue.legal_body_id,
        ),
    )
    return True


def wish_of(person_id: int) -> Wish:
    """How the journal goes to somebody today, whether or not we have an address."""
    return wishes_of([person_id])[person_id]


def wishes_of(people: Iterable[int]) -> dict[int, Wish]:
    """The same for many, in a few queries: on paper is who asked for it, on a screen who takes
    letters, or none and notices on WeChat.
    """
    ids = list(people)
    on_screen = set(ids) - set(blocked_among(TOPIC, Channel.EMAIL, ids))
    on_screen |= following(set(ids) - on_screen)
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
        }.get((one in on_screen, one in on_paper), Wish.NONE)
        for one in ids
    }


def following(people: Iterable[int]) -> set[int]:
    """Of some people those to whom the journal may go on WeChat, where they follow us."""
    refs = {f"person:{one}": one for one in people}
    fans = WechatFan.objects.filter(subject_ref__in=list(refs), follows=True)
    found = {refs[ref] for ref in fans.values_list("subject_ref", flat=True)}
    return found - set(blocked_among(TOPIC, Channel.WECHAT, found))


@transaction.atomic
def set_wish(
    *, actor: Actor, person_id: int, wish: Wish, method: Method, source_ref: str = ""
) -> list[int]:
    """How the journal shall come from now on; everything else stays as it is. The changes, for
    an undo.
    """
    person_id = standing_id(person_id)
    changes = []
    on_screen = wish in {Wish.EMAIL, Wish.BOTH}
    wanted = {
        Channel.EMAIL: on_screen,
        Channel.WECHAT: on_screen,
        Channel.POST: wish in {Wish.POST, Wish.BOTH},
    }
    said = Preference.objects.filter(person=person_id, topic=TOPIC, channel=Channel.WECHAT)
    if on_screen and not said.filter(wanted=False).exists():
        del wanted[Channel.WECHAT]  # nothing stands against it
    stopped = Preference.objects.filter(person=person_id, topic=ALL_TOPICS, wanted=False)
    # What is left goes first: leaving the last channel closes a consent to all of them.
    for channel in sorted(wanted, key=wanted.__getitem__):
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
    """Take a wish back, channel by channel, the last first."""
    for change in reversed(list(changes)):
        undo_change(actor=actor, change_id=change, person_id=person_id)
