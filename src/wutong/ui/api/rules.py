"""Whose keys and webhooks somebody sees: their own; who looks after accounts sees all keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.access.public import can, scope
from wutong.platform.access.registry import Scopes, scoper
from wutong.platform.webhooks.models import Delivery, Subscription
from wutong.ui.api.models import ApiToken

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User

ACCOUNTS = "accounts.change"
WEBHOOKS = "webhooks.change"


@scoper(ApiToken)
def token_scope(scopes: Scopes, _action: str) -> QuerySet[ApiToken]:
    """One's own."""
    return ApiToken.objects.filter(user=scopes.user_id or 0)


@scoper(Subscription)
def subscription_scope(scopes: Scopes, _action: str) -> QuerySet[Subscription]:
    """One's own: a webhook is told what its account may see."""
    return Subscription.objects.filter(user=scopes.user_id or 0)


@scoper(Delivery)
def delivery_scope(scopes: Scopes, _action: str) -> QuerySet[Delivery]:
    """Those of one's own webhooks."""
    return Delivery.objects.filter(subscription__user=scopes.user_id or 0)


def tokens_seen(user: User) -> QuerySet[ApiToken]:
    """The keys that ``user`` may withdraw."""
    tokens = ApiToken.objects.all() if can(user, ACCOUNTS) else scope(user, ApiToken)
    return tokens.select_related("user")
