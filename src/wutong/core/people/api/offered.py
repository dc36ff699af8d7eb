"""What people offer to programs: addresses, scopes, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people import rules
from wutong.core.people.api.reading import CONTACTS
from wutong.core.people.api.views import READ, WRITE, router
from wutong.core.people.models import Person
from wutong.platform.access.public import scope
from wutong.platform.webhooks.registry import EventKind, register_events
from wutong.ui.api.public import ApiPart, ApiScope, api_parts, register_scopes

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

SENSITIVE = "people:sensitive"


def in_sight(user: User, person_id: int) -> bool:
    """Whether the account sees the person; a merged record counts as the one that stayed."""
    kept = Person.objects.filter(pk=person_id).values_list("merged_into_id", flat=True).first()
    return scope(user, Person).filter(pk=kept or person_id).exists()


def _event(code: str, label: object, *verbs: str) -> EventKind:
    return EventKind(code, label, verbs, "person", in_sight, "/api/v1/people/%d")  # type: ignore[arg-type]


api_parts.register("people", ApiPart(router, pgettext_lazy("API", "People")), order=10)
register_scopes(
    ApiScope(READ, _("Find and read people, contact points masked"), (rules.VIEW,)),
    ApiScope(CONTACTS, _("Read contact points in full, with a reason"), (rules.VIEW, rules.UNMASK)),
    ApiScope(SENSITIVE, _("See people graded sensitive"), (rules.VIEW, rules.SENSITIVE)),
    ApiScope(WRITE, _("Add, correct and end contact points"), (rules.VIEW, rules.CHANGE)),
    order=10,
)
register_events(
    _event("person.added", _("A person was added"), "person.added"),
    _event(
        "person.changed", _("A record was changed"),
        "person.changed", "person.study_saved", "person.employment_saved",
    ),
    _event(
        "person.contacts_changed", _("Contact points were changed"),
        "contact.added", "contact.changed", "contact.status", "contact.confirmed",
        "contact.preferred", "contact.ended",
    ),
    _event("person.died", _("A death was noted"), "person.deceased"),
    _event("person.merged", _("Two records were merged"), "person.merged"),
    _event("person.unmerged", _("A merge was taken back"), "person.unmerged"),
)  # fmt: skip
