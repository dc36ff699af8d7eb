"""What waits in the box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from wutong.engines.inbox.rules import CHANGE
from wutong.engines.inbox.selectors import waiting_for
from wutong.platform.access.public import can
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User


def inbox_todos(user: User) -> Iterator[Todo]:
    """One line for what is in one's own hands, one for what is in nobody's."""
    if not can(user, CHANGE):
        return
    mine, nobodys = waiting_for(user)
    url = reverse("office:inbox-list")
    if mine:
        yield Todo(
            title=ngettext(
                "%(count)s message waits for your answer",
                "%(count)s messages wait for your answer",
                mine,
            )
            % {"count": mine},
            url=f"{url}?state=open&hands=mine",
            kind="inbox",
        )
    if nobodys:
        yield Todo(
            title=ngettext(
                "%(count)s message is in nobody's hands",
                "%(count)s messages are in nobody's hands",
                nobodys,
            )
            % {"count": nobodys},
            url=f"{url}?state=open&hands=nobody",
            kind="inbox",
        )
