"""What a card shows, what its code says, and what a gate is told."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from wutong.core.consent.public import Audience
from wutong.core.people.models import Degree, Person, PersonState
from wutong.kernel import clock, masking
from wutong.platform.vault.public import public_keys, sign_message
from wutong.programs.members.card_token import (
    PERIOD,
    Answer,
    Claim,
    KeyRing,
    Kind,
    Verdict,
    check_token,
    day_number,
    make_token,
    minute_of,
)
from wutong.programs.members.models import Card
from wutong.programs.members.rings import rings

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

PURPOSE = "members.card"
GATE_PATH = "/G/"
STUDENT = "student"
YEAR_UNKNOWN = 1900
LONGEST_NAME = 12
QR_MARGIN = 2


@dataclass(frozen=True)
class CardFace:
    """What is printed on a card. ``number`` is in groups; ``wood`` is the drawing."""

    card: Card
    number: str
    name: str
    latin: str
    study: Degree | None
    years: int
    wood: SafeString
    university_zh: str
    university_en: str


@dataclass(frozen=True)
class Code:
    """A code to be scanned: the drawing, the token, and how many seconds it still stands."""

    drawing: SafeString
    token: str
    seconds: int


def is_alumnus(person: Person) -> bool:
    """Living, not merged away, and an alumnus by a membership that holds today."""
    if person.deceased or person.merged_into_id is not None:
        return False
    memberships = PersonState.objects.filter(
        person=person, kind="membership", valid_to__isnull=True
    )
    return memberships.exclude(value=STUDENT).exists()


def standing_card(person_id: int) -> Card | None:
    """The card a person holds; after a merge of two holders, the newer one."""
    rows = Card.objects.filter(person_id=person_id, revoked_at__isnull=True)
    return rows.select_related("person").order_by("-pk").first()


def holds_card(person_id: int) -> bool:
    """Whether a person holds a card."""
    return Card.objects.filter(person_id=person_id, revoked_at__isnull=True).exists()


def card_by_number(number: str) -> Card | None:
    """The standing card of that number, of somebody living."""
    rows = Card.objects.filter(number=number, revoked_at__isnull=True, person__deceased=False)
    return rows.filter(person__merged_into=None).select_related("person").order_by("-pk").first()


def public_pages_of(person_ids: Collection[int]) -> dict[int, str]:
    """Of these people, those who show themselves to everyone and have a card: the address of their
    public page.
    """
    rows = Card.objects.filter(
        person__in=person_ids, revoked_at__isnull=True, person__deceased=False,
        person__merged_into=None, person__visibility__name__gte=Audience.EVERYONE,
    )  # fmt: skip
    return {
        person_id: reverse("members-public", args=[number])
        for person_id, number in rows.order_by("pk").values_list("person_id", "number")
    }


def year_left(person_id: int) -> int:
    """The year of leaving of the first study that ended, else of entry; 1900 if unknown."""
    return years_left([person_id])[person_id]


def years_left(person_ids: Collection[int]) -> dict[int, int]:
    """`year_left` of many, in one query."""
    years = dict.fromkeys(person_ids, YEAR_UNKNOWN)
    rows = Degree.objects.filter(person__in=person_ids)
    for person_id, left, entered in rows.values_list("person_id", "leave_year", "entry_year"):
        year = left or entered or YEAR_UNKNOWN
        known = years[person_id]
        if year != YEAR_UNKNOWN:
            years[person_id] = year if known == YEAR_UNKNOWN else min(year, known)
    return years


def card_number(year: int, person_id: int) -> str:
    """Year, number of the record, check digit (ISO 7064 MOD 11,10): twelve digits or more."""
    digits = f"{year:04d}{person_id:07d}"
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return f"{digits}{(11 - product) % 10}"


def card_face(card: Card) -> CardFace:
    """The face of ``card``."""
    person = card.person
    studies = Degree.objects.filter(person=person).select_related("unit", "class_group")
    study = studies.order_by("-leave_year", "-entry_year", "-pk").first()
    left = year_left(person.pk)
    years = max(0, clock.today().year - left) if left != YEAR_UNKNOWN else 0
    groups = [card.number[start : start + 4] for start in range(0, len(card.number), 4)]
    return CardFace(
        card=card,
        number=" ".join(groups),
        name=person.name,
        latin=(person.name_latin or person.name_pinyin.title()).strip(),
        study=study,
        years=years,
        wood=rings(years, card.number),
        university_zh=settings.UNIVERSITY["name_zh"],
        university_en=settings.UNIVERSITY["name_en"],
    )


def live_code(card: Card, moment: datetime) -> Code:
    """The code that stands on the screen in this minute."""
    minute = minute_of(moment)
    left = PERIOD - int(moment.timestamp()) % PERIOD
    return _code(card, Kind.LIVE, minute, seconds=left)


def printed_code(card: Card, last_day: date) -> Code:
    """The code for a card on paper, which holds until the end of ``last_day``."""
    return _code(card, Kind.PRINTED, day_number(last_day), seconds=0)


def _code(card: Card, kind: Kind, time: int, *, seconds: int) -> Code:
    name = masking.name(card.person.name)[:LONGEST_NAME]
    key = public_keys(PURPOSE)[0]
    token = make_token(
        Claim(kind, time, card.pk, name),
        key.key_id,
        lambda message: sign_message(PURPOSE, message),
    )
    # Capitals only: a QR code then needs half the squares, and any phone's camera opens it.
    drawn = segno.make(f"{settings.SITE_URL.upper()}{GATE_PATH}{token}", error="m", micro=False)
    return Code(
        drawing=SafeString(drawn.svg_inline(border=QR_MARGIN, omitsize=True)),
        token=token,
        seconds=seconds,
    )


def published_keys() -> dict[str, Any]:
    """What a gate without a network needs: public keys and the serials that were called back."""
    called_back = Card.objects.filter(revoked_at__isnull=False).order_by("pk")
    return {
        "algorithm": "Ed25519",
        "period": PERIOD,
        "keys": [
            {"id": key.key_id.hex(), "public": base64.b64encode(key.raw).decode()}
            for key in public_keys(PURPOSE)
        ],
        "revoked": list(called_back.values_list("pk", flat=True)),
        "made_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
    }


def judge(text: str, moment: datetime) -> Answer:
    """What a gate with a network is told: as without, and the record is asked as well."""
    answer = check_token(text, KeyRing.from_published(published_keys()), moment)
    if answer.claim is None or not answer.good:
        return answer
    card = Card.objects.select_related("person").filter(pk=answer.claim.serial).first()
    if card is None or card.person.deceased or card.person.merged_into_id is not None:
        return Answer(Verdict.REVOKED, answer.claim)
    return answer
