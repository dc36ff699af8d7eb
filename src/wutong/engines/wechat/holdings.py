"""What this room holds about a person: the rows are the outbox's, the tie is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.outbox.models import WechatFan
from wutong.platform.outbox.public import forget_subject
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, Table, holdings

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _accounts(subject: Subject) -> Table:
    refs = [f"person:{pk}" for pk in subject.ids("person")]
    rows = WechatFan.objects.filter(subject_ref__in=refs).order_by("pk")
    columns = (
        ("account", _("WeChat account")), ("bound_at", _("Tied on")), ("heard_at", _("Last wrote")),
    )  # fmt: skip
    return Table(columns, [[row.openid, row.bound_at, row.heard_at] for row in rows])


def _forget(actor: Actor, subject: Subject) -> int:
    return sum(
        forget_subject(actor=actor, subject_ref=f"person:{pk}") for pk in subject.ids("person")
    )


holdings.register(
    "wechat.accounts",
    Holding(
        title=_("WeChat accounts tied to your record"),
        purpose=_("To send you notices you allowed, and to know who writes."),
        fate=Fate.ERASE,
        read=_accounts,
        erase=_forget,
        tables=("outbox_wechatfan", "outbox_wechatright"),
    ),
    order=24,
)
