"""What a member, or the office for them, changes about their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.consent.enums import Channel, Method
from wutong.core.consent.public import set_topic
from wutong.core.consent.public import topics as all_topics
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.programs.members.selectors.cards import is_alumnus
from wutong.programs.members.services.cards import issue_card

if TYPE_CHECKING:
    from collections.abc import Collection

    from wutong.platform.accounts.models import User


@transaction.atomic
def link_account(*, actor: Actor, user: User, person_id: int) -> None:
    """From now on ``user`` is this person: the account shows their record and no other.

    The account takes the person's name and language. An alumnus has the card at once.
    """
    person = Person.objects.select_for_update().get(pk=person_id, merged_into__isnull=True)
    Person.objects.filter(user=user).exclude(pk=person.pk).update(user=None)
    person.user = user
    person.save(update_fields=["user"])
    user.display_name = person.name
    user.language = person.language
    user.save(update_fields=["display_name", "language"])
    record(
        actor=actor,
        verb="member.linked",
        subject=f"person:{person.pk}",
        subject_label=person.name,
        data={"user": user.pk},
    )
    if is_alumnus(person):
        issue_card(actor=actor, person_id=person.pk)


@transaction.atomic
def unlink_account(*, actor: Actor, person_id: int) -> User | None:
    """The record belongs to no account any more, and the account is closed: it was opened by
    somebody else. The account, for taking it back; None where there was none.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    user = person.user
    if user is None:
        return None
    person.user = None
    person.save(update_fields=["user"])
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(
        actor=actor,
        verb="member.unlinked",
        subject=f"person:{person.pk}",
        subject_label=person.name,
        data={"user": user.pk},
    )
    return user


@transaction.atomic
def choose_topics(*, user: User, person_id: int, wanted: Collection[str]) -> list[str]:
    """Set what a member receives by e-mail to exactly ``wanted``; codes that changed."""
    actor = Actor.of(user)
    changed = []
    for topic in all_topics.values():
        if Channel.EMAIL not in topic.channels:
            continue
        change = set_topic(
            actor=actor,
            person_id=person_id,
            topic=topic.code,
            channel=Channel.EMAIL,
            wanted=topic.code in wanted,
            method=Method.MEMBER,
        )
        if change is not None:
            changed.append(topic.code)
    return changed
