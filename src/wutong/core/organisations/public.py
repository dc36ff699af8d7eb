"""The door of organisations: who belongs where, and who holds which office."""

from __future__ import annotations

from wutong.core.organisations.choosing import OrganisationField
from wutong.core.organisations.naming import search, search_columns, with_check_character
from wutong.core.organisations.selectors.everybody import (
    AREA,
    OfficeHolder,
    member_count,
    numbers_by_place,
    office_holders,
    organisations_for_everybody,
    organisations_in,
)
from wutong.core.organisations.selectors.offices import (
    Holder,
    due_for_renewal,
    holders_in_class,
    in_office,
)
from wutong.core.organisations.services.appointments import (
    Office,
    appoint,
    end_appointment,
    hand_over,
    propose_appointment,
    renew_appointment,
    years_later,
)
from wutong.core.organisations.services.organisations import (
    add_member,
    end_membership,
    link_employment,
    save_organisation,
)

__all__ = [
    "AREA",
    "Holder",
    "Office",
    "OfficeHolder",
    "OrganisationField",
    "add_member",
    "appoint",
    "due_for_renewal",
    "end_appointment",
    "end_membership",
    "hand_over",
    "holders_in_class",
    "in_office",
    "link_employment",
    "member_count",
    "numbers_by_place",
    "office_holders",
    "organisations_for_everybody",
    "organisations_in",
    "propose_appointment",
    "renew_appointment",
    "save_organisation",
    "search",
    "search_columns",
    "with_check_character",
    "years_later",
]
