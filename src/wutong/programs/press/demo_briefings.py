"""The demo's work briefings: two that were issued, fortnight after fortnight, and one in work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wutong.core.reference.models import LegalBody
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.documents.public import issue_document
from wutong.programs.press.enums import BriefingState
from wutong.programs.press.papers import KIND, draft_of
from wutong.programs.press.services.briefing import add_item, begin_briefing, digest_of

if TYPE_CHECKING:
    from datetime import date

    from wutong.kernel.demo import DemoWorld
    from wutong.programs.press.models import Briefing

FORTNIGHT = 14
# opening words and a line by hand, the oldest first; the last one is still being written
TOLD = (
    ("近两周以联络走访为主，校友来信来访均在时限内答复。", "下期预告：秩年返校准备情况。"),
    ("值年返校报名过半，媒体对返校活动作了集中报道。", "校友卡办理点增至三处，周末照常开放。"),
    ("", "请各学院于月底前核对本院校友联络员名单。"),
)


def build_briefings(world: DemoWorld) -> None:
    """Gathered from what the rooms hold, as a colleague would."""
    users = {
        name: User.objects.filter(email=f"{name}@demo.wutong.test").first()
        for name in ("staff", "director")
    }
    staff, director = users["staff"], users["director"]
    body = LegalBody.objects.filter(pk="department").first()
    if staff is None or director is None or body is None:
        return
    for at, (lead, line) in enumerate(TOLD):
        until = world.today - timedelta(days=FORTNIGHT * (len(TOLD) - 1 - at) + 1)
        since = until - timedelta(days=FORTNIGHT - 1)
        briefing = begin_briefing(
            actor=Actor.of(staff), user=staff, legal_body=body,
            fields={"title": "校友工作简报", "since": since, "until": until, "lead": lead,
                    "language": "zh-hans"},
        )  # fmt: skip
        add_item(actor=Actor.of(staff), briefing_id=briefing.pk, section="more", text=line)
        if at < len(TOLD) - 1:
            _issue(briefing, director, until + timedelta(days=1))
    world.say(f"{len(TOLD)} work briefings")


def _issue(briefing: Briefing, director: User, day: date) -> None:
    briefing.refresh_from_db()
    briefing.digest, briefing.approved_by = digest_of(briefing), director
    document = issue_document(
        actor=Actor.of(director), kind=KIND, body=briefing.legal_body_id,
        draft=draft_of(briefing, day=day), issued_on=day,
    )  # fmt: skip
    briefing.document, briefing.number_text = document, document.number_text
    briefing.state, briefing.issued_on = BriefingState.ISSUED, day
    briefing.save()
