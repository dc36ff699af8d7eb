"""What consents offer to programs: addresses, scopes, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.api.views import READ, WRITE, router
from wutong.core.people.models import Person
from wutong.platform.access.public import can, scope
from wutong.platform.webhooks.registry import EventKind, register_events
from wutong.ui.api.public import ApiPart, ApiScope, api_parts, register_scopes

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

VIEW, CHANGE, PEOPLE = "consent.view", "consent.change", "people.record.view"
PATH = "/api/v1/people/%d/consents"


def in_sight(user: User, person_id: int) -> bool:
    """Whether the account sees the person and what they agreed to."""
    return can(user, VIEW) and scope(user, Person).filter(pk=person_id).exists()


api_parts.register("consent", ApiPart(router, pgettext_lazy("API", "Consents")), order=30)
register_scopes(
    ApiScope(READ, _("Read consents"), (PEOPLE, VIEW)),
    ApiScope(WRITE, _("Write consents and withdrawals down"), (PEOPLE, VIEW, CHANGE)),
    order=30,
)
register_events(
    EventKind(
        "consent.given", _("A consent was given"), ("consent.given",), "person", in_sight, PATH
    ),
    EventKind(
        "consent.withdrawn", _("A consent was withdrawn"), ("consent.withdrawn",), "person",
        in_sight, PATH,
    ),
    EventKind(
        "preference.changed", _("Somebody changed what they receive"),
        ("preference.changed", "preference.undone"), "person", in_sight, PATH,
    ),
)  # fmt: skip
