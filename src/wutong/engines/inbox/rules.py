"""Who sees what people write back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.platform.access.registry import scopers
from wutong.platform.outbox.models import InboundMessage, Stream

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "inbox.view"
CHANGE = "inbox.change"
DELIVERY = "delivery.view"
DELIVERY_CHANGE = "delivery.change"

register_permissions(
    Permission(VIEW, _("See what people write back")),
    Permission(CHANGE, _("Answer what people write back")),
    Permission(DELIVERY, _("See how mail leaves: domains, signing keys, pace")),
    Permission(DELIVERY_CHANGE, _("Change signing keys and the pace of providers")),
)


@scoper(InboundMessage)
def inbound_scope(scopes: Scopes, action: str) -> QuerySet[InboundMessage]:
    """Those who see the whole university see everything that came in, others what is in their own
    hands or comes from people they see; what comes from sensitive people is for the cleared.
    Each row knows its person (``person_pk``, ``person_name``).
    """
    rows = InboundMessage.objects.annotate(
        person_pk=Case(
            When(
                subject_ref__startswith="person:",
                then=Cast(Substr("subject_ref", 8), BigIntegerField()),
            ),
            output_field=BigIntegerField(),
        )
    )
    if not scopes.cleared:
        hidden = Person.objects.filter(grade__gte=Grade.SENSITIVE).order_by()
        rows = rows.filter(Q(person_pk=None) | ~Q(person_pk__in=hidden.values("pk")))
    if not scopes.everything:
        people = scopers.get("people.Person")(scopes, action)
        rows = rows.filter(
            Q(assigned_to_id=scopes.user_id) | Q(person_pk__in=people.order_by().values("pk"))
        )
    return rows.annotate(
        person_name=Subquery(
            Person.objects.filter(pk=OuterRef("person_pk")).order_by().values("name")[:1]
        ),
        stream_label=Subquery(Stream.objects.filter(pk=OuterRef("stream")).values("label")[:1]),
    ).defer("raw")
