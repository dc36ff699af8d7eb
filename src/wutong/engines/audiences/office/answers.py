"""What a definition gives: how many, a few of them, and why somebody is in or not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Func, IntegerField

from wutong.core.people.public import PersonCard, people_cards, search, visible_people
from wutong.engines.audiences.compiler import Finding, explain, people_in
from wutong.engines.audiences.definitions import dumps
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.office.builder import definition_of
from wutong.engines.audiences.services.segments import count_people
from wutong.kernel import clock
from wutong.kernel.masking import name as masked_name
from wutong.platform.access.public import can

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wutong.engines.audiences.definitions import Group
    from wutong.engines.audiences.office.builder import Node
    from wutong.platform.accounts.models import User

SAMPLE = 8
CANDIDATES = 5
REMEMBERED = 60
"""Seconds for which the number of one condition is taken as known while somebody builds; the
number of the whole is always counted."""


@dataclass(frozen=True)
class Shown:
    """One of the sample: the name is masked for those who may not read records."""

    id: int
    name: str
    study: str
    may_open: bool


@dataclass(frozen=True)
class Answer:
    """The right-hand side of the builder."""

    count: int
    everybody: int
    sample: tuple[Shown, ...]
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
    may_open = can(user, "people.record.view")
    return Answer(
        count=count_people(root, user),
        everybody=_remembered("", user, lambda: visible_people(user).order_by().count()),
        sample=tuple(
            Shown(card.id, card.name if may_open else masked_name(card.name), card.study, may_open)
            for card in cards.values()
        ),
        counted_at=clock.now(),
    )


def count_nodes(tree: Node, user: User) -> None:
    """How many each condition and each group chooses by itself, written into the tree."""
    for node in tree.walk():
        root = definition_of(node)
        if root is None or node is tree:
            continue
        try:
            node.count = _known_count(root, user)
        except DefinitionError:
            node.count = None


def _known_count(root: Group, user: User) -> int:
    text = json.dumps(dumps(root), sort_keys=True, default=str)
    return _remembered(text, user, lambda: count_people(root, user))


def _remembered(text: str, user: User, count: Callable[[], int]) -> int:
    digest = sha256(f"{user.pk}:{clock.today()}:{text}".encode()).hexdigest()
    return int(cache.get_or_set(f"segments:{digest}", count, REMEMBERED) or 0)


def why(root: Group, user: User, text: str) -> list[Verdict]:
    """Up to five people whom ``text`` finds, with the reason each is in or not."""
    found = search(text, people=visible_people(user)).values_list("pk", flat=True)[:CANDIDATES]
    cards = people_cards(visible_people(user).filter(pk__in=list(found)))
    verdicts = []
    for card in cards.values():
        finding = explain(root, user, card.id, with_values=True)
        if finding is not None:
            verdicts.append(Verdict(card, finding))
    return verdicts
