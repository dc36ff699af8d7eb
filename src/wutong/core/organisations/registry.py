"""What upper rooms offer: sets of people for batches, buttons on an organisation's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.organisations.models import Appointment
    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class PeopleSource:
    """Named sets of people, such as segments.

    ``choices(user)`` are (reference, name) pairs; ``people(user, reference)`` those of the set
    whom ``user`` may see, or None for a reference that is not theirs.
    """

    label: _StrOrPromise
    choices: Callable[[User], Sequence[tuple[str, str]]]
    people: Callable[[User, str], QuerySet[Person] | None]


@dataclass(frozen=True)
class OrganisationAction:
    """A button at the head of an organisation's page, shown to those with ``permission``;
    ``url(organisation_id)`` is where it leads.
    """

    label: _StrOrPromise
    icon: str
    url: Callable[[int], str]
    permission: str


@dataclass(frozen=True)
class AppointmentOffer:
    """A button at the head of an appointment's page: posts ``name``=``value`` to ``url``."""

    label: _StrOrPromise
    icon: str
    url: str
    name: str
    value: str


appointment_offers: Registry[Callable[[User, Appointment], AppointmentOffer | None]] = Registry(
    "appointments.offers"
)
"""What follows an appointment elsewhere; None where there is nothing to offer this reader."""
organisation_actions: Registry[OrganisationAction] = Registry("organisations.actions")
people_sources: Registry[PeopleSource] = Registry("organisations.people_sources")
