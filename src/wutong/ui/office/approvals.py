"""What waits for a second person, among the to-dos of those who may decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.platform.approvals.public import requests_waiting_for
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.platform.accounts.models import User


def approval_todos(user: User) -> Iterable[Todo]:
    """Requests this user may decide now, oldest first; nobody's own work."""
    return [
        Todo(
            title=request.title,
            url=request.url,
            due=request.created_at,
            kind=_("Approval asked by %(author)s") % {"author": request.author},
            needs_second_person=True,
        )
        for request in requests_waiting_for(user)
    ]
