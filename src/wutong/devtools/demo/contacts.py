"""Ways to reach people that can reach nobody.

Chinese mobile numbers use 154, 164 and 160, which no carrier was given (they fail
``phonenumbers.is_valid_number`` and pass ``is_possible_number``); abroad we use the ranges kept
for fiction: 555-01xx in North America, Ofcom's drama numbers in Britain, ACMA's in Australia.
Addresses end in example.* or .test. A number or address is unique by construction: it is made
from the id of the person and a slot.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.devtools.demo.drafts import ContactDraft
from wutong.devtools.demo.place_data import INVENTED_CITIES, MAIL_DOMAINS, STREETS

if TYPE_CHECKING:
    from random import Random

    from wutong.devtools.demo.life import Life

MOBILE_PREFIXES = ("154", "164", "160")
SPREAD = 73_856_093  # coprime to 10^8: a permutation of the eight digits
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
MAIL_SINCE = 1996


def mobile(person: int, slot: int = 0) -> str:
    """A number no carrier assigns, unique for a person and a slot of 0–2."""
    return f"{MOBILE_PREFIXES[slot]}{person * SPREAD % 100_000_000:08d}"


def phone_in(region: str, person: int, slot: int = 0) -> str:
    """A fictional number in the country of ``region``; empty where no range is kept for that."""
    point = person * SPREAD + slot
    if not region or region[0].isdigit():
        return mobile(person, slot)
    if region in {"US", "CA"}:
        return f"+1 {200 + point // 100 % 799:03d} 555 01{point % 100:02d}"
    if region == "GB":
        return f"+44 7700 900{point % 1000:03d}"
    if region == "AU":
        return f"+61 491 570 {point % 1000:03d}"
    return ""


def base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = BASE36[rest] + digits
    return digits or "0"


def mailbox(rng: Random, pinyin: str, person: int, slot: int = 0) -> str:
    """``wangxm.2k9@post.wutong.test``: readable, unique, undeliverable."""
    stem = "".join(letter for letter in pinyin.lower() if letter.isascii() and letter.isalpha())
    number = base36(person * 3 + slot)
    shape = rng.random()
    local = f"{stem[:18]}.{number}" if shape < 0.75 and stem else f"{number}{stem[:2]}"
    return f"{local}@{rng.choice(MAIL_DOMAINS)}"


def postal(rng: Random) -> str:
    return f"{rng.choice(INVENTED_CITIES)}市{rng.choice(STREETS)}{rng.randint(1, 320)}号{rng.randint(1, 30)}-{rng.randint(101, 2604)}"


def draw_contacts(
    rng: Random, *, person: int, pinyin: str, region: str, life: Life, today: date
) -> list[ContactDraft]:
    """The contact points that fit the contact spans: each span that could be reached left some."""
    found: list[ContactDraft] = []
    reached = [span for span in life.spans if span[0] == "contactable"][-3:]
    for slot, (_, since, until) in enumerate(reached):
        current = until is None or until == life.died
        made = _of_span(
            rng, person, slot, pinyin, region if current else "", since, until, current=current
        )
        if current:
            _confirm(rng, made, since, today if until is None else until)
        found += made
    if not reached and rng.random() < 0.25:
        start = life.spans[0][1]
        found.append(ContactDraft("address", postal(rng), "wrong", start))
    return found


def _of_span(
    rng: Random, person: int, slot: int, pinyin: str, region: str, since: date, until: date | None,
    *, current: bool,
) -> list[ContactDraft]:  # fmt: skip
    made: list[ContactDraft] = []
    closed = None if current else until
    number = phone_in(region, person, slot) if rng.random() < 0.9 else ""
    if number:
        status = "ok" if current else "wrong"
        made.append(ContactDraft("phone", number, status, since, closed, primary=current))
    last_year = (until or date.max).year
    wants_mail = rng.random() < (0.68 if since.year >= MAIL_SINCE else 0.4)
    if last_year >= MAIL_SINCE and (wants_mail or not made):
        status = "ok" if current and rng.random() < 0.985 else "bounced"
        mail_since = max(since, date(MAIL_SINCE, 9, 1))
        made.append(
            ContactDraft(
                "email",
                mailbox(rng, pinyin, person, slot),
                status,
                mail_since,
                closed,
                primary=current and status == "ok",
            )
        )
    if current and rng.random() < 0.28:
        made.append(
            ContactDraft(
                "wechat", f"wt_{base36(person * 7 + 1000)}", "ok", max(since, date(2012, 1, 1))
            )
        )
    if current and rng.random() < 0.22:
        made.append(ContactDraft("address", postal(rng), "ok", since))
    if not made:
        made.append(
            ContactDraft(
                "phone",
                mobile(person, slot),
                "ok" if current else "wrong",
                since,
                closed,
                primary=current,
            )
        )
    return made


def _confirm(rng: Random, made: list[ContactDraft], since: date, until: date) -> None:
    """A third were confirmed by the person in the last years."""
    if rng.random() < 0.35:
        back = until - timedelta(days=rng.randint(5, 1500))
        if back > since:
            source = rng.choice(("self", "link", "staff"))
            for contact in made:
                if contact.status == "ok":
                    contact.verified = max(back, contact.since)
                    contact.source = source
