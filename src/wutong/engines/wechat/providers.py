"""What this room plugs into others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.public import Channel, purposes
from wutong.core.consent.registry import reaches, withdrawal_listeners
from wutong.core.people.registry import PersonColumn, PersonPanel, person_columns, person_panels
from wutong.engines.wechat import holdings, rules  # noqa: F401 - holdings register
from wutong.engines.wechat.binding import Fans, accounts_of, follows_us
from wutong.engines.wechat.consent import PURPOSE
from wutong.engines.wechat.demo import build_fans
from wutong.engines.wechat.office.views import TITLE
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.public import can
from wutong.platform.outbox.public import account
from wutong.platform.outbox.registry import fan_listeners
from wutong.platform.tabular.reasons import reasons
from wutong.ui.office.registry import MenuItem, menu

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

fan_listeners.register("wechat", Fans())
withdrawal_listeners.register("wechat", Fans())
reaches.register(Channel.WECHAT, follows_us)
purposes.register(PURPOSE.code, PURPOSE, order=70)
person_columns.register(
    "wechat.fan", PersonColumn("outbox_wechatfan", "subject_ref", is_ref=True, reason="kept_wechat")
)
reasons.register("kept_wechat", _("WeChat accounts tied to this person: %(count)s."))


def panel(person_id: int, viewer: User) -> dict[str, Any] | None:
    """Their accounts; hidden where there is neither an account of ours nor one of theirs."""
    tied = list(accounts_of(person_id))
    if not tied and account() is None:
        return None
    may = account() is not None and can(viewer, rules.CHANGE)
    return {"tied": tied, "person_id": person_id, "may_link": may}


person_panels.register(
    "wechat.accounts", PersonPanel(_("WeChat"), "wechat/panel.html", panel, rules.VIEW), order=35
)
menu.add(
    MenuItem("wechat", TITLE, "people", "office:wechat-fans", rules.VIEW, "messages", order=80)
)
demo_parts.register("wechat", DemoPart(order=58, build=build_fans))
