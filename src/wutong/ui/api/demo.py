"""Programs of the demo university: access keys in every state, webhooks with their log.

No key is known to anybody and no webhook is switched on: the demo writes to nobody.
"""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from wutong.kernel.clock import CAMPUS
from wutong.platform.accounts.models import User
from wutong.platform.webhooks.models import Delivery, DeliveryState, Event, Subscription
from wutong.platform.webhooks.registry import event_kinds
from wutong.ui.api.models import ApiToken
from wutong.ui.api.registry import api_scopes
from wutong.ui.api.services import HINT, PREFIX

if TYPE_CHECKING:
    from random import Random

    from wutong.kernel.demo import DemoWorld

# Program, whose account, scopes, made and valid until (days from today), last used, withdrawn.
KEYS: tuple[tuple[str, str, tuple[str, ...], int, int, int | None, int | None], ...] = (
    ("数据中台", "director", ("people:read", "organisations:read"), -210, 150, -1, None),
    ("校友龙卡发卡系统", "staff", ("people:read", "people:contacts"), -40, 325, 0, None),
    ("基金会捐赠系统", "staff", ("people:read", "consents:read", "consents:write"), -95, 12, -3, None),
    ("迎新网站（旧）", "staff", ("people:read",), -400, -35, -36, None),
    ("图书馆门禁试点", "director", ("people:read",), -120, 245, -61, -60),
)  # fmt: skip
LISTENERS = (
    ("数据中台", "https://data.wutong.example/hooks/alumni", ""),
    ("基金会捐赠系统", "https://foundation.wutong.example/alumni-events", "HTTP 410"),
)
TOLD, ATTEMPTS = 14, 8


def build_programs(world: DemoWorld) -> None:
    """Five keys, two webhooks with what they were told lately."""
    emails = {f"{name}@demo.wutong.test": name for name in ("director", "staff")}
    users = {emails[user.email]: user for user in User.objects.filter(email__in=emails)}
    if len(users) < len(emails) or ApiToken.objects.exists():
        return
    noon = datetime.combine(world.today, time(9, 20), tzinfo=CAMPUS)
    known = set(dict(api_scopes.items()))
    for name, owner, scopes, made, until, used, withdrawn in KEYS:
        row = ApiToken.objects.create(
            name=name,
            user=users[owner],
            scopes=sorted(known & set(scopes)),
            hint=PREFIX + secrets.token_urlsafe(HINT)[: HINT - len(PREFIX)],
            digest=secrets.token_bytes(32),
            expires_at=noon + timedelta(days=until),
            last_used_at=None if used is None else noon + timedelta(days=used),
            last_used_from="10.20.3.14",
            revoked_at=None if withdrawn is None else noon + timedelta(days=withdrawn),
        )
        ApiToken.objects.filter(pk=row.pk).update(made_at=noon + timedelta(days=made))
    rng = world.rng("programs")
    for name, url, stopped in LISTENERS:
        _listener(rng, noon, users["director"], name, url, stopped)
    world.say(f"programs: {len(KEYS)} access keys, {len(LISTENERS)} webhooks")


def _listener(rng: Random, noon: datetime, user: User, name: str, url: str, stopped: str) -> None:
    kinds = sorted(code for code, _kind in event_kinds.items())[:4]
    row = Subscription.objects.create(
        name=name, url=url, events=kinds, user=user, active=False, stopped_because=stopped,
        failing_since=noon - timedelta(days=6) if stopped else None,
    )  # fmt: skip
    for place in range(TOLD):
        at = noon - timedelta(days=20 - place, minutes=rng.randint(0, 300))
        code = rng.choice(kinds)
        event = Event.objects.create(
            kind=code,
            subject_ref=f"{event_kinds.get(code).subject}:{rng.randint(1, 900)}",
            occurred_at=at,
        )
        fails = bool(stopped) and place >= TOLD - 3
        tries = ATTEMPTS if fails else 1 + (rng.random() < 0.15)
        log = [
            {
                "at": (at + timedelta(minutes=2**attempt - 1)).isoformat(),
                "status": 410 if fails else 503 if attempt < tries - 1 else 204,
                "ms": rng.randint(35, 240),
                "error": "",
            }
            for attempt in range(tries)
        ]
        Delivery.objects.create(
            subscription=row, event=event, attempts=tries, log=log,
            state=DeliveryState.GIVEN_UP if fails else DeliveryState.DELIVERED,
            settled_at=at + timedelta(minutes=2**tries),
        )  # fmt: skip
