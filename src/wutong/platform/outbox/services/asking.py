"""What we ask WeChat besides sending: whose code that is, which templates there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.platform.audit.public import record
from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.services.fans import keep_templates
from wutong.platform.outbox.sms.wire import LostError, NotSentError
from wutong.platform.outbox.wechat.account import the_account
from wutong.platform.outbox.wechat.api import WechatError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.wechat.api import OfficialAccount


class AskingError(OutboxError):
    """WeChat did not say what we asked."""


def _ask(question: Callable[[OfficialAccount], Any]) -> Any:
    client = the_account().client()
    try:
        return question(client)
    except (WechatError, LostError, NotSentError) as error:
        raise AskingError(_("WeChat says: %(why)s") % {"why": error}) from error
    finally:
        client.close()


def openid_behind(code: str) -> str:
    """The openid behind the code of a web authorisation; raises NoAccountError or AskingError."""
    said = _ask(lambda client: client.whose_code(code[:200]))
    if said.get("is_snapshotuser"):
        raise AskingError(
            _("WeChat showed only a preview. Please open the whole page and try again.")
        )
    openid = str(said.get("openid") or "")[:64]
    if not openid:
        raise AskingError(_("WeChat did not say whose account it is. Please try again."))
    return openid


def fetch_templates(*, actor: Actor) -> int:
    """Keep what the account may send as WeChat lists it now; how many templates that are. Raises
    NoAccountError or AskingError.
    """
    count = keep_templates(_ask(lambda client: client.templates()))
    record(actor=actor, verb="outbox.wechat_templates", subject="wechat", data={"count": count})
    return count
