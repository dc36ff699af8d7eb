"""Cards are issued at once, called back by the office, and never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.people.models import Person
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.members.errors import NoCardForThisError
from wutong.programs.members.models import Card
from wutong.programs.members.selectors.cards import (
    card_number,
    is_alumnus,
    standing_card,
    year_left,
)

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


@transaction.atomic
def issue_card(*, actor: Actor, person_id: int) -> Card:
    """The standing card of an alumnus, made now if there is none.

    Raises `NoCardForThisError` for who is no alumnus, no longer living, or merged away.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    card = standing_card(person.pk)
    if card is not None:
        return card
    if not is_alumnus(person):
        raise NoCardForThisError
    earlier = Card.objects.filter(person=person).order_by("-pk").first()
    number = earlier.number if earlier else card_number(year_left(person.pk), person.pk)
    card = Card.objects.create(person=person, number=number, issued_at=clock.now())
    _written(actor, card, "card.issued", {})
    return card


@transaction.atomic
def revoke_card(*, actor: Actor, person_id: int, reason: str) -> bool:
    """Call the standing card back: gates refuse it with their next list, the page at once."""
    Person.objects.select_for_update().get(pk=person_id)
    card = standing_card(person_id)
    if card is None:
        return False
    card.revoked_at, card.revoked_reason = clock.now(), reason[:200]
    card.save(update_fields=["revoked_at", "revoked_reason"])
    _written(actor, card, "card.revoked", {"reason": card.revoked_reason})
    return True


def _written(actor: Actor, card: Card, verb: str, data: dict[str, str]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{card.person_id}",
        subject_label=card.person.name,
        data={"number": card.number, **data},
    )
