"""Who looks after a class: invited by the office, with a link that opens the board."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.public import best_email
from wutong.kernel import clock
from wutong.kernel.ids import uuid7
from wutong.platform.audit.public import record
from wutong.platform.links.models import LinkGrant
from wutong.platform.links.public import address_for, open_grant, revoke_grant
from wutong.platform.outbox.public import enqueue_single
from wutong.programs.rosters.errors import NotAKeeperError
from wutong.programs.rosters.models import RosterKeeper
from wutong.programs.rosters.selectors import classmates_of

if TYPE_CHECKING:
    from wutong.core.people.models import Person
    from wutong.core.reference.models import ClassGroup
    from wutong.kernel.actors import Actor

ACTION = "rosters.board"
PREFIX = "class"
VALID_FOR = timedelta(days=365)


@transaction.atomic
def invite_keeper(
    *, actor: Actor, class_group: ClassGroup, person: Person, by_mail: bool = True
) -> RosterKeeper:
    """Let a classmate look after the list; whoever does already is written to again.

    Raises ``NotAKeeperError`` for somebody who is not on the list, has died or, with
    ``by_mail``, has no working e-mail address.
    """
    on_list = classmates_of(class_group).filter(pk=person.pk, deceased=False).exists()
    if not on_list or (by_mail and not best_email(person.pk)):
        raise NotAKeeperError
    keeper = RosterKeeper.objects.filter(
        class_group=class_group, person=person, ended_at__isnull=True
    ).first()
    if keeper is None:
        grant = open_grant(
            actor=actor,
            action=ACTION,
            key=f"roster:{class_group.pk}:{uuid7()}",
            params={"class": class_group.pk},
            valid_for=VALID_FOR,
        )
        keeper = RosterKeeper.objects.create(
            class_group=class_group,
            person=person,
            grant_id=grant.pk,
            invited_at=clock.now(),
            invited_by=actor.label[:120],
        )
    record(
        actor=actor,
        verb="rosters.invited",
        subject=f"person:{person.pk}",
        subject_label=person.name,
        data={"class": class_group.name, "by_mail": by_mail},
    )
    if by_mail:
        _write(actor, keeper)
    return keeper


def board_address(keeper: RosterKeeper) -> str:
    """The absolute address of the liaison's board."""
    grant = LinkGrant.objects.get(pk=keeper.grant_id)
    return address_for(grant, keeper.person_id, prefix=PREFIX)


def _write(actor: Actor, keeper: RosterKeeper) -> None:
    person, group = keeper.person, keeper.class_group
    address = best_email(person.pk)
    if address is None:
        raise NotAKeeperError
    with translation.override(person.language):
        name = (person.name_latin or person.name) if person.language == "en" else person.name
        lost = classmates_of(group).filter(deceased=False, contactable=False).count()
        context = {
            "name": name,
            "class_name": group.name,
            "lost": lost,
            "address": board_address(keeper),
        }
        enqueue_single(
            actor=actor,
            to=address,
            to_name=name,
            subject=_("%(class)s: help us find your classmates") % {"class": group.name},
            text=render_to_string("rosters/mail/invitation.txt", context),
            html=render_to_string("rosters/mail/invitation.html", context),
            language=person.language,
            subject_ref=f"person:{person.pk}",
        )


@transaction.atomic
def end_keeper(*, actor: Actor, keeper: RosterKeeper) -> None:
    """Withdraw the link; what was suggested through it stays."""
    ended = RosterKeeper.objects.filter(pk=keeper.pk, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    if ended:
        revoke_grant(actor=actor, grant_id=keeper.grant_id)
        record(
            actor=actor,
            verb="rosters.ended",
            subject=f"person:{keeper.person_id}",
            subject_label=keeper.person.name,
            data={"class": keeper.class_group.name},
        )


@transaction.atomic
def withdraw_keeper(*, actor: Actor, keeper_id: int) -> bool:
    """Take an invitation back as if it had not been: the link ends, and the row goes unless
    something was told through it; whether it went.
    """
    keeper = RosterKeeper.objects.select_related("person", "class_group").get(pk=keeper_id)
    end_keeper(actor=actor, keeper=keeper)
    if keeper.suggestions.exists() or keeper.confirmed.exists():
        return False
    keeper.delete()
    return True


def note_seen(keeper: RosterKeeper) -> None:
    """Remember that the liaison worked on the board."""
    RosterKeeper.objects.filter(pk=keeper.pk).update(seen_at=clock.now())
