"""What a definition gives: how many, a few of them, and why somebody is in or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Func, IntegerField

from wutong.core.people.public import PersonCard, people_cards, search, visible_people
from wutong.engines.audiences.compiler import Finding, explain, people_in
from wutong.engines.audiences.services import count_people
from wutong.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.engines.audiences.definitions import Group
    from wutong.platform.accounts.models import User

SAMPLE = 8
CANDIDATES = 5


@dataclass(frozen=True)
class Answer:
    """The right-hand side of the builder."""

    count: int
    everybody: int
    sample: tuple[PersonCard, ...]
    counted_at: datetime


@dataclass(frozen=True)
class Verdict:
    """One person the name fits: in or not, condition by condition."""

    card: PersonCard
    finding: Finding


def answer_to(root: Group, user: User) -> Answer:
    """Count and sample. The sample is drawn by a hash, so that it is no alphabet's beginning."""
    people = people_in(root, user)
    drawn = people.order_by(
        Func("pk", function="hashint8", output_field=IntegerField()), "pk"
    ).values_list("pk", flat=True)[:SAMPLE]
    cards = people_cards(visible_people(user).filter(pk__in=list(drawn)))
    return Answer(
        count=count_people(root, user),
        everybody=visible_people(user).order_by().count(),
        sample=tuple(cards.values()),
        counted_at=clock.now(),
    )


def why(root: Group, user: User, text: str) -> list[Verdict]:
    """Up to five people whom ``text`` finds, with the reason each is in or not."""
    found = search(text, people=visible_people(user)).values_list("pk", flat=True)[:CANDIDATES]
    cards = people_cards(visible_people(user).filter(pk__in=list(found)))
    verdicts = []
    for card in cards.values():
        finding = explain(root, user, card.id)
        if finding is not None:
            verdicts.append(Verdict(card, finding))
    return verdicts
