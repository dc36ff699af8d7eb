"""What organisations offer to programs: addresses, scopes, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations import rules
from wutong.core.organisations.api.views import MEMBERS, READ, router
from wutong.core.organisations.models import Organisation
from wutong.platform.access.public import scope
from wutong.platform.webhooks.registry import EventKind, register_events
from wutong.ui.api.public import ApiPart, ApiScope, api_parts, register_scopes

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


def in_sight(user: User, organisation_id: int) -> bool:
    """Whether the account sees the organisation."""
    return scope(user, Organisation).filter(pk=organisation_id).exists()


api_parts.register(
    "organisations", ApiPart(router, pgettext_lazy("API", "Organisations")), order=20
)
register_scopes(
    ApiScope(READ, _("Find and read organisations"), (rules.VIEW,)),
    ApiScope(MEMBERS, _("Read who belongs to an organisation"), (rules.VIEW, "people.record.view")),
    order=20,
)
register_events(
    EventKind(
        "organisation.changed", _("An organisation was added or changed"),
        ("organisation.added", "organisation.changed"),
        "organisation", in_sight, "/api/v1/organisations/%d",
    ),
)  # fmt: skip
