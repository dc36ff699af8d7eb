"""Which accounts a list starts from. Whether there is a list at all, the permission says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.access.registry import Scopes, scoper
from wutong.platform.accounts.models import User
from wutong.ui.signin.selectors import staff_accounts

if TYPE_CHECKING:
    from django.db.models import QuerySet


@scoper(User)
def account_scope(_scopes: Scopes, _action: str) -> QuerySet[User]:
    """Accounts of the office; members' accounts belong to people and are not listed here."""
    return staff_accounts()
