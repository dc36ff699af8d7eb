"""Who sees the followers of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.platform.access.registry import scopers
from wutong.platform.outbox.models import WechatFan

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW, CHANGE = "wechat.view", "wechat.change"

register_permissions(
    Permission(VIEW, _("See the followers on WeChat")),
    Permission(CHANGE, _("Choose who gets tests on WeChat, and untie accounts")),
)


@scoper(WechatFan)
def fan_scope(scopes: Scopes, action: str) -> QuerySet[WechatFan]:
    """Those who see the whole university see every follower, others those tied to people they see.
    Each row knows its person, how many templates it allows, and when it was tied or came.
    """
    rows = WechatFan.objects.annotate(
        person_pk=Case(
            When(
                subject_ref__startswith="person:",
                then=Cast(Substr("subject_ref", 8), BigIntegerField()),
            ),
            output_field=BigIntegerField(),
        )
    )
    people = scopers.get("people.Person")(scopes, action)
    if not scopes.everything:
        rows = rows.filter(person_pk__in=people.order_by().values("pk"))
    usable = Q(rights__refused=False) & (Q(rights__lasting=True) | Q(rights__left__gt=0))
    return rows.annotate(
        person_name=Subquery(people.filter(pk=OuterRef("person_pk")).order_by().values("name")[:1]),
        allows=Count("rights", filter=usable),
        recent=Coalesce("bound_at", "followed_at"),
    )
