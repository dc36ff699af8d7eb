"""Whom a pasted text is about: by number, by address, by name, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.interactions.proposing import CONTACTS
from wutong.core.interactions.reading import Field, Reading
from wutong.core.people.errors import ContactNotUnderstoodError
from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.core.people.public import contact_columns, people_cards, search, visible_people

if TYPE_CHECKING:
    from wutong.core.people.public import PersonCard
    from wutong.platform.accounts.models import User

SHOWN = 8
NAMESAKES = 30
BY_STUDENT_NO, BY_CONTACT, BY_NAME = 4, 3, 2


@dataclass
class Candidate:
    """Somebody the text may be about, and what speaks for it."""

    card: PersonCard
    weight: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Search:
    """Who fits, the likeliest first; ``sure`` when it can only be the first."""

    candidates: list[Candidate]
    sure: bool


def find_people(reading: Reading, user: User) -> Search:
    """Those whom ``user`` may see and the text may be about."""
    people = visible_people(user)
    weights: dict[int, int] = {}
    reasons: dict[int, list[str]] = {}

    def note(ids: list[int], weight: int, reason: str) -> None:
        for key in ids:
            weights[key] = weights.get(key, 0) + weight
            reasons.setdefault(key, []).append(reason)

    numbers = [number.upper() for number in reading.values(Field.STUDENT_NO)]
    if numbers:
        rows = Degree.objects.filter(student_no__in=numbers, person__in=people)
        note(
            sorted(set(rows.values_list("person_id", flat=True))),
            BY_STUDENT_NO,
            _("student number"),
        )
    for kind, words in (
        (Field.PHONE, _("phone")), (Field.PHONE_GONE, _("phone")),
        (Field.EMAIL, _("e-mail")), (Field.WECHAT, _("WeChat")),
    ):  # fmt: skip
        hashes = _hashes(reading, kind)
        if hashes:
            points = ContactPoint.objects.filter(
                kind=CONTACTS[kind], value_hash__in=hashes, person__in=people
            )
            note(sorted(set(points.values_list("person_id", flat=True))), BY_CONTACT, words)
    for name in reading.values(Field.NAME)[:3]:
        same = search(name, people=people)[:NAMESAKES]
        exact = [one.pk for one in same if name in (one.name, one.name_latin, *one.former_names)]
        note(exact, BY_NAME, _("name"))
    return _ranked(weights, reasons)


def _hashes(reading: Reading, kind: Field) -> list[bytes]:
    found = []
    for value in reading.values(kind):
        try:
            found.append(contact_columns(CONTACTS[kind], value).value_hash)
        except ContactNotUnderstoodError:
            continue
    return found


def _ranked(weights: dict[int, int], reasons: dict[int, list[str]]) -> Search:
    best = sorted(weights, key=lambda key: (-weights[key], key))[:SHOWN]
    cards = people_cards(Person.objects.filter(pk__in=best))
    found = [Candidate(cards[key], weights[key], list(dict.fromkeys(reasons[key]))) for key in best]
    alone = len(weights) == 1
    far = len(found) > 1 and found[0].weight >= BY_CONTACT + BY_NAME > found[1].weight
    return Search(found, bool(found) and (alone or far))
