"""Demo followers: every fifth reachable person with a phone, the two with log-ins, some unknown."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from wutong.engines.wechat.demo_words import FANS, LISTED
from wutong.platform.outbox.models import WechatFan, WechatRight
from wutong.platform.outbox.public import keep_templates, openid_hash

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

SHARE = 20  # of a hundred people who can be reached
UNKNOWN = 40

_CHOSEN = """
SELECT p.id, ('x' || substr(md5(%(seed)s || 'wechat' || p.id), 1, 7))::bit(28)::int %% 100 AS draw
  FROM people_person p
 WHERE NOT p.deceased AND p.contactable AND p.merged_into_id IS NULL AND p.grade < 2
   AND EXISTS (SELECT FROM people_contactpoint c
                WHERE c.person_id = p.id AND c.kind = 'phone' AND c.valid_to IS NULL)
   AND ('x' || substr(md5(%(seed)s || 'follows' || p.id), 1, 7))::bit(28)::int %% 100 < %(share)s
 ORDER BY p.id
"""


def demo_openid(number: int) -> str:
    """One of 28 characters, as WeChat gives them; the simulator takes them for fans."""
    return f"oWt{number:025d}"


def build_fans(world: DemoWorld) -> None:
    """The account's templates, its followers, what they allow."""
    keep_templates(LISTED)
    with connection.cursor() as cursor:
        cursor.execute(_CHOSEN, {"seed": world.seed, "share": SHARE})
        chosen = cursor.fetchall()
    ids = world.people_by_role
    known = {ids.get("alumna"): 0, ids.get("alumnus"): 1}
    start = datetime.combine(world.today, time(3, 0), tzinfo=UTC)
    rows = [
        _row(demo_openid(pk), f"person:{pk}", start - timedelta(days=30 + draw * 11))
        for pk, draw in chosen
        if pk not in known
    ]
    openids = list(FANS)
    rows += [
        _row(openids[place], f"person:{pk}", start - timedelta(days=90 + place))
        for pk, place in known.items()
        if pk
    ]
    rows += [
        _row(demo_openid(9 * 10**12 + place), "", start - timedelta(days=12 + place * 25))
        for place in range(UNKNOWN)
    ]
    columns = [
        "openid", "openid_hash", "masked", "subject_ref", "follows", "followed_at", "bound_at",
        "tester",
    ]  # fmt: skip
    world.copy("outbox_wechatfan", columns, rows)
    _rights(world, [str(row[0]) for row in rows if row[3]])
    world.say(f"{len(rows):,} followers on WeChat")


def _row(openid: str, subject: str, since: datetime) -> tuple[object, ...]:
    bound = since + timedelta(minutes=4) if subject else None
    tester = openid == next(iter(FANS))
    return (openid, openid_hash(openid), f"{openid[:4]}****", subject, True, since, bound, tester)


def _rights(world: DemoWorld, openids: list[str]) -> None:
    """Four of five allow the lasting one, every third a single one of the next."""
    rng = world.rng("wechat")
    lasting, once = LISTED[0]["priTmplId"], LISTED[1]["priTmplId"]
    fans = dict(WechatFan.objects.exclude(subject_ref="").values_list("openid", "pk"))
    rows = []
    for openid in openids:
        always = openid in FANS
        if always or rng.random() < 0.8:
            rows.append((fans[openid], lasting, 0, True, False))
        if not always and rng.random() < 0.33:
            rows.append((fans[openid], once, 1, False, False))
    rows += _journal(world, openids, fans)
    columns = ["fan_id", "template", "left", "lasting", "refused"]
    world.copy(WechatRight._meta.db_table, columns, rows)


def _journal(
    world: DemoWorld, openids: list[str], fans: dict[str, int]
) -> list[tuple[int, str, int, bool, bool]]:
    """Two of three allowed the notice of the next issue, once."""
    rng = world.rng("wechat.journal")
    once = LISTED[2]["priTmplId"]
    return [
        (fans[openid], once, 1, False, False)
        for openid in openids
        if openid in FANS or rng.random() < 0.66
    ]
