"""Cards are issued at once, called back by the office, and never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from wutong.core.people.models import Person, PersonState
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.members.errors import NoCardForThisError
from wutong.programs.members.models import Card
from wutong.programs.members.selectors.cards import (
    STUDENT,
    card_number,
    is_alumnus,
    standing_card,
    year_left,
    years_left,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

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


@transaction.atomic
def issue_cards(*, actor: Actor, person_ids: Iterable[int]) -> list[int]:
    """A first card for each alumnus among these who never had one; the keys of those made. One
    line in the audit trail for all of them.
    """
    ids = list(person_ids)
    alumni = PersonState.objects.filter(
        person=OuterRef("pk"), kind="membership", valid_to__isnull=True
    ).exclude(value=STUDENT)
    people = Person.objects.filter(
        Exists(alumni), pk__in=ids, deceased=False, merged_into__isnull=True, cards__isnull=True
    )
    waiting = list(people.order_by("pk").values_list("pk", flat=True))
    years = years_left(waiting)
    moment = clock.now()
    cards = Card.objects.bulk_create(
        (
            Card(person_id=key, number=card_number(years[key], key), issued_at=moment)
            for key in waiting
        ),
        batch_size=2_000,
    )
    if cards:
        record(actor=actor, verb="card.issued_many", data={"cards": len(cards)})
    return [card.pk for card in cards]


@transaction.atomic
def withdraw_cards(*, actor: Actor, card_ids: Iterable[int]) -> int:
    """Undo of `issue_cards`: cards that stand and were the only ones of their holders go; one
    that was called back or replaced stays, because a gate may know it. How many went.
    """
    others = Card.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
    going = Card.objects.filter(~Exists(others), pk__in=list(card_ids), revoked_at__isnull=True)
    count, _by_model = going.delete()
    if count:
        record(actor=actor, verb="card.withdrawn_many", data={"cards": count})
    return count


def _written(actor: Actor, card: Card, verb: str, data: dict[str, str]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{card.person_id}",
        subject_label=card.person.name,
        data={"number": card.number, **data},
    )
