"""The door of people: find them, read a little of them, change them.

Lists start from `visible_people(user)`; contact values are read only where a message is sent or
a screen has asked and logged it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.choosing import SightForm, WhoForm
from wutong.core.people.contactpoints import ContactColumns, contact_columns
from wutong.core.people.indexing import SearchColumns, refresh_search, search_columns
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.undoing import unmerge
from wutong.core.people.models import Person
from wutong.core.people.search import search
from wutong.core.people.selectors.cards import (
    PersonCard,
    best_email,
    latest_studies,
    masked_reach,
    people_cards,
    people_labels,
    person_card,
    standing_id,
    study_label,
)
from wutong.core.people.selectors.days import (
    contactable_as_at,
    deceased_as_at,
    died_within,
    everybody,
    found_within,
    lost_as_at,
    lost_within,
    members_as_at,
    people_as_at,
)
from wutong.core.people.selectors.imports import people_of_import
from wutong.core.people.services.contacts import (
    add_contact,
    change_contact,
    confirm_contact,
    end_contact,
    prefer_contact,
    set_contact_status,
)
from wutong.core.people.services.records import (
    add_person,
    change_person,
    save_degree,
    save_employment,
)
from wutong.core.people.services.sources import Source
from wutong.core.people.services.states import (
    mark_deceased,
    mark_found,
    mark_living,
    mark_lost,
    settle_contact_states,
    settle_memberships,
)
from wutong.core.people.services.taking_back import (
    forget_sources,
    restore_contact,
    withdraw_contact,
    withdraw_employment,
)
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User

__all__ = [
    "ContactColumns",
    "PersonCard",
    "SearchColumns",
    "SightForm",
    "Source",
    "WhoForm",
    "add_contact",
    "add_person",
    "best_email",
    "change_contact",
    "change_person",
    "confirm_contact",
    "contact_columns",
    "contactable_as_at",
    "deceased_as_at",
    "died_within",
    "end_contact",
    "everybody",
    "forget_sources",
    "found_within",
    "latest_studies",
    "lost_as_at",
    "lost_within",
    "mark_deceased",
    "mark_found",
    "mark_living",
    "mark_lost",
    "masked_reach",
    "members_as_at",
    "merge_people",
    "people_as_at",
    "people_cards",
    "people_labels",
    "people_of_import",
    "person_card",
    "prefer_contact",
    "refresh_search",
    "restore_contact",
    "save_degree",
    "save_employment",
    "search",
    "search_columns",
    "set_contact_status",
    "settle_contact_states",
    "settle_memberships",
    "standing_id",
    "study_label",
    "unmerge",
    "visible_people",
    "withdraw_contact",
    "withdraw_employment",
]


def visible_people(user: User | AnonymousUser) -> QuerySet[Person]:
    """Those whom `user` may see: scope and grade applied, merged records left out."""
    return scope(user, Person)
